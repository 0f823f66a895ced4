using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>One shard's file of a <see cref="RecordTable{T}"/>, memory-mapped. Any number of threads may read it.</summary>
/// <remarks>
/// A block of 64 KiB is checked against its checksum when it is first read. A damaged, truncated or foreign file gives <see cref="InvalidDataException"/>
/// with the file's name and the byte offset.
/// </remarks>
/// <typeparam name="T">The type of a value.</typeparam>
public sealed class RecordTablePart<T> : IDisposable where T : unmanaged
{
    private readonly ChecksummedFile file;
    private readonly int rowBytes;
    private readonly long differencesStart;
    private readonly long differencesLength;
    private readonly long restartsStart;
    private readonly long restartCount;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="files">The store that the file is in; null for the local file system.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or holds values of another size.</exception>
    public RecordTablePart(string path, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        file = new ChecksummedFile(files ?? LocalFileStore.Instance, path, RecordTableFormat.Magic, "a record table");
        try
        {
            if (file.BodyLength < RecordTableFormat.HeaderBytes) throw file.Damaged(0, "it has no header");
            ReadOnlySpan<byte> header = file.Slice(0, RecordTableFormat.HeaderBytes);
            if (!header[..8].SequenceEqual(RecordTableFormat.Magic)) throw file.Damaged(0, "it does not begin as a record table does");
            ReadOnlySpan<int> numbers = MemoryMarshal.Cast<byte, int>(header[8..]);
            if (numbers[0] != RecordTableFormat.Format) throw file.Damaged(8, $"format is {numbers[0]}, this version reads {RecordTableFormat.Format}");
            if (numbers[1] != Unsafe.SizeOf<T>()) throw file.Damaged(12, $"its values have {numbers[1]} bytes, and {typeof(T).Name} has {Unsafe.SizeOf<T>()}");
            if (numbers[2] < 1) throw file.Damaged(16, $"its rows have {numbers[2]} values");
            Width = numbers[2];
            rowBytes = checked(Width * Unsafe.SizeOf<T>());
            RowCount = file.First;
            differencesLength = file.Second;
            restartCount = file.Third;
            differencesStart = Align(checked(RecordTableFormat.HeaderBytes + (RowCount * rowBytes)));
            restartsStart = Align(checked(differencesStart + Math.Max(0, differencesLength)));
            long rowsPerRestart = differencesLength < 0 ? 0 : (RowCount + RecordTableFormat.RestartRows - 1) / RecordTableFormat.RestartRows;
            if (RowCount < 0 || differencesLength < -1 || restartCount != rowsPerRestart || restartsStart + (restartCount * 16) != file.BodyLength)
                throw file.Damaged(file.BodyLength, $"{RowCount} rows of {rowBytes} bytes do not fit in its {file.BodyLength} bytes");
        }
        catch (OverflowException e)
        {
            file.Dispose();
            throw new InvalidDataException($"'{path}' is damaged: its sizes are out of range.", e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string Path => file.Path;

    /// <summary>The number of rows.</summary>
    public long RowCount { get; }

    /// <summary>The number of values in each row.</summary>
    public int Width { get; }

    internal bool IsDense => differencesLength < 0;

    /// <summary>Reads a row.</summary>
    /// <param name="row">The row's number, from 0.</param>
    /// <returns>The row's values, in the mapped file: not to be used after <see cref="Dispose"/>.</returns>
    public ReadOnlySpan<T> GetRow(long row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        return MemoryMarshal.Cast<byte, T>(file.Slice(RecordTableFormat.HeaderBytes + (row * rowBytes), rowBytes));
    }

    /// <summary>Reads the first value of a record.</summary>
    /// <param name="record">The record's number in the shard.</param>
    /// <param name="value">The value; the type's default if the record has no row.</param>
    /// <returns>True if the record has a row.</returns>
    public bool TryGet(long record, out T value)
    {
        bool found = TryGetRow(record, out ReadOnlySpan<T> values);
        value = found ? values[0] : default;
        return found;
    }

    /// <summary>Reads the first row of a record.</summary>
    /// <param name="record">The record's number in the shard.</param>
    /// <param name="values">The row's values, in the mapped file; empty if the record has no row.</param>
    /// <returns>True if the record has a row.</returns>
    public bool TryGetRow(long record, out ReadOnlySpan<T> values)
    {
        long row = Find(record);
        values = row < 0 ? default : GetRow(row);
        return row >= 0;
    }

    /// <summary>Starts reading the rows in order.</summary>
    public RecordCursor<T> Read() => new(this);

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    /// <summary>Reads the difference at an offset of the file, and moves the offset past it.</summary>
    internal long ReadDifference(ref long offset)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            if (offset >= differencesStart + differencesLength || shift > 63) throw file.Damaged(offset, "a record's number is cut off");
            byte next = file.Slice(offset++, 1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return (long)value;
        }
    }

    internal long DifferencesStart => differencesStart;

    private static long Align(long offset) => checked(offset + 7) & ~7L;

    /// <summary>The first row of a record; -1 if it has none.</summary>
    private long Find(long record)
    {
        if (record < 0) return -1;
        if (IsDense) return record < RowCount ? record : -1;
        // The last restart before the record: with several rows a record may begin before a restart that names it.
        long low = 0, high = restartCount;
        while (low < high)
        {
            long middle = (low + high) >>> 1;
            if (Restart(middle).Record < record) low = middle + 1;
            else high = middle;
        }
        for (long restart = Math.Max(0, low - 1); restart < restartCount && restart <= low; restart++)
        {
            (long current, long offset) = Restart(restart);
            if (current > record) return -1;
            _ = ReadDifference(ref offset); // the restart itself holds this record's number
            long end = Math.Min(RowCount, (restart + 1) * RecordTableFormat.RestartRows);
            for (long row = restart * RecordTableFormat.RestartRows; ;)
            {
                if (current == record) return row;
                if (current > record || ++row == end) break;
                current += ReadDifference(ref offset);
            }
        }
        return -1;
    }

    private (long Record, long Offset) Restart(long index)
    {
        ReadOnlySpan<long> pair = MemoryMarshal.Cast<byte, long>(file.Slice(restartsStart + (index * 16), 16));
        return (pair[0], pair[1]);
    }
}
