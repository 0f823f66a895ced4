using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// Reads binary records one after the other: the input and output of <see cref="ExternalSort"/>, and the output of <see cref="Partitions"/>.
/// A fresh reader is before the first record.
/// </summary>
public abstract class RecordReader : IDisposable
{
    /// <summary>The current record's bytes. They are overwritten by the next <see cref="Read"/>.</summary>
    public abstract ReadOnlySpan<byte> Record { get; }

    /// <summary>Moves to the next record.</summary>
    /// <returns>False at the end.</returns>
    public abstract bool Read();

    /// <summary>Reads the current record as a value.</summary>
    /// <typeparam name="T">A number, or a struct without references, of the record's length.</typeparam>
    /// <exception cref="InvalidOperationException">The record has another length.</exception>
    public T Get<T>() where T : unmanaged
    {
        ReadOnlySpan<byte> record = Record;
        return record.Length == Unsafe.SizeOf<T>() ? MemoryMarshal.Read<T>(record)
            : throw new InvalidOperationException($"The record has {record.Length} bytes, and {typeof(T).Name} has {Unsafe.SizeOf<T>()}.");
    }

    /// <summary>Closes the reader.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the reader holds.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
