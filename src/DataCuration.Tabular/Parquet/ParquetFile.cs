using System.Buffers.Binary;

namespace DataCuration.Tabular;

/// <summary>An open Parquet file.</summary>
internal sealed class ParquetFile : IDisposable
{
    private const int TrailerBytes = 8;

    private ParquetFile(string path, Stream stream, ParquetFooter footer)
    {
        Path = path;
        Stream = stream;
        Footer = footer;
    }

    /// <summary>The path in messages.</summary>
    public string Path { get; }

    public Stream Stream { get; }

    public ParquetFooter Footer { get; }

    /// <summary>Opens a file and reads its footer.</summary>
    /// <exception cref="InvalidDataException">It is not a Parquet file, or its footer is damaged.</exception>
    public static ParquetFile Open(IFileStore files, string fullPath, string path)
    {
        Stream stream = files.OpenRead(fullPath, FileReadPattern.Random);
        try
        {
            return new ParquetFile(path, stream, Guard(path, () => ReadFooter(stream)));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Converts the exceptions that damaged files cause, which may be of any type, to <see cref="InvalidDataException"/>.</summary>
    public static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception
            is not (OperationCanceledException or OutOfMemoryException or NotSupportedException or UnauthorizedAccessException))
        {
            throw new InvalidDataException($"'{path}' cannot be read as Parquet: {exception.Message}", exception);
        }
    }

    public void Dispose() => Stream.Dispose();

    private static ParquetFooter ReadFooter(Stream stream)
    {
        if (stream.Length < 4 + TrailerBytes) throw new InvalidDataException($"it has {stream.Length} bytes, fewer than any Parquet file");
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        stream.Position = stream.Length - TrailerBytes;
        stream.ReadExactly(trailer);
        if (trailer[4..].SequenceEqual("PARE"u8)) throw new InvalidDataException("its footer is encrypted");
        if (!trailer[4..].SequenceEqual("PAR1"u8))
        {
            Span<byte> head = stackalloc byte[4];
            stream.Position = 0;
            stream.ReadExactly(head);
            throw new InvalidDataException(head.SequenceEqual("PAR1"u8)
                ? "it starts as a Parquet file and ends without a footer: it is truncated, or its writer was not closed"
                : "it has no Parquet footer");
        }
        int length = BinaryPrimitives.ReadInt32LittleEndian(trailer);
        if (length < 0 || length > stream.Length - TrailerBytes - 4) throw new InvalidDataException($"its footer of {length} bytes does not fit into it");
        byte[] footer = GC.AllocateUninitializedArray<byte>(length);
        stream.Position = stream.Length - TrailerBytes - length;
        stream.ReadExactly(footer);
        return ParquetFooter.Parse(footer);
    }
}
