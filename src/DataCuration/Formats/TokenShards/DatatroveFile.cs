using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration;

/// <summary>A <c>.ds</c> file with its side files, mapped into memory.</summary>
internal sealed class DatatroveFile : IDisposable
{
    public const string TokensSuffix = ".ds", IndexSuffix = ".index", MetadataSuffix = ".metadata", LossSuffix = ".loss";

    private readonly MappedFile tokens;
    private readonly MappedFile index;
    private readonly MappedFile? loss;

    public DatatroveFile(IFileStore files, string path, long firstDocument)
    {
        FirstDocument = firstDocument;
        if (!files.FileExists(path + IndexSuffix))
            throw new FileNotFoundException($"The ends of the documents in '{path}' are not known: '{path}{IndexSuffix}' is missing.", path + IndexSuffix);
        tokens = new MappedFile(files, path);
        try
        {
            index = new MappedFile(files, path + IndexSuffix);
            if (index.Length % sizeof(ulong) != 0)
                throw new InvalidDataException($"'{index.Path}' has {index.Length} bytes, which is no whole number of document ends.");
            DocumentCount = index.Length / sizeof(ulong);
            TokenCount = DocumentCount == 0 ? 0 : End(DocumentCount - 1);
            (TokenizerName, int? stated) = ReadMetadata(files, path);
            // Earlier versions of datatrove write no size of a token: theirs are 2 bytes, and a file of 4 shows by its length.
            TokenBytes = stated ?? (tokens.Length == TokenCount * sizeof(uint) && TokenCount > 0 ? sizeof(uint) : sizeof(ushort));
            if (tokens.Length != TokenCount * TokenBytes)
                throw new InvalidDataException($"'{path}' has {tokens.Length} bytes, but its index requires {TokenCount} tokens of {TokenBytes} bytes.");
            if (!files.FileExists(path + LossSuffix)) return;
            loss = new MappedFile(files, path + LossSuffix);
            if (loss.Length != TokenCount) throw new InvalidDataException($"'{loss.Path}' has {loss.Length} bytes for {TokenCount} tokens.");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public long FirstDocument { get; }

    public long DocumentCount { get; }

    public long TokenCount { get; }

    public int TokenBytes { get; }

    public string? TokenizerName { get; }

    public bool HasMask => loss is not null;

    public int[] GetTokens(long document)
    {
        (long start, int length) = Bounds(document);
        ReadOnlySpan<byte> bytes = tokens.Slice(start * TokenBytes, checked(length * TokenBytes));
        if (TokenBytes == sizeof(uint)) return MemoryMarshal.Cast<byte, int>(bytes).ToArray();
        ReadOnlySpan<ushort> narrow = MemoryMarshal.Cast<byte, ushort>(bytes);
        var result = new int[length];
        for (int i = 0; i < result.Length; i++) result[i] = narrow[i];
        return result;
    }

    public bool[] GetMask(long document)
    {
        (long start, int length) = Bounds(document);
        var mask = new bool[length];
        if (loss is null)
        {
            Array.Fill(mask, true);
            return mask;
        }
        ReadOnlySpan<byte> bytes = loss.Slice(start, length);
        for (int i = 0; i < length; i++) mask[i] = bytes[i] != 0;
        return mask;
    }

    public void Dispose()
    {
        tokens.Dispose();
        index?.Dispose();
        loss?.Dispose();
    }

    private (long Start, int Length) Bounds(long document)
    {
        long start = document == 0 ? 0 : End(document - 1), end = End(document);
        if (start < 0 || end < start || end > TokenCount || end - start > Array.MaxLength)
            throw new InvalidDataException($"'{index.Path}': document {document} has the tokens from {start} to {end} of {TokenCount}.");
        return (start, (int)(end - start));
    }

    private long End(long document)
    {
        ulong end = BinaryPrimitives.ReadUInt64LittleEndian(index.Slice(document * sizeof(ulong), sizeof(ulong)));
        return end <= long.MaxValue / sizeof(uint) ? (long)end : throw new InvalidDataException($"'{index.Path}': document {document} ends at token {end}.");
    }

    private static (string? Name, int? TokenBytes) ReadMetadata(IFileStore files, string path)
    {
        const int MaxBytes = 1 << 16;
        string metadata = path + MetadataSuffix;
        if (files.GetLength(metadata) is not { } length) return default;
        if (length > MaxBytes) throw new InvalidDataException($"'{metadata}' has {length} bytes; at most {MaxBytes} are expected.");
        string line = Encoding.UTF8.GetString(files.ReadAllBytes(metadata)).Split('\n')[0].TrimEnd('\r');
        int bar = line.LastIndexOf('|');
        if (bar < 0) return (line, null);
        if (int.TryParse(line.AsSpan(bar + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size is sizeof(ushort) or sizeof(uint))
            return (line[..bar], size);
        throw new InvalidDataException($"'{metadata}' has the size of a token '{line[(bar + 1)..]}'; 2 and 4 are supported.");
    }
}
