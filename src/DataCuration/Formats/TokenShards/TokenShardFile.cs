using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DataCuration;

/// <summary>A pair of <c>.bin</c> and <c>.idx</c> files, mapped into memory.</summary>
internal sealed class TokenShardFile : IDisposable
{
    public const string TokensSuffix = ".bin";
    public const string IndexSuffix = ".idx";
    public const string DocumentsSuffix = ".documents.jsonl";
    public const string SummarySuffix = ".tokens.json";

    private const int EdgeBytes = 64 * 1024;

    private readonly IFileStore files;
    private readonly MappedFile tokens;
    private readonly MappedFile index;
    private readonly byte code;
    private readonly int tokenBytes;
    private readonly MaskFile? mask;
    private readonly Lazy<(MappedFile File, long[] Lines)> side;

    public TokenShardFile(IFileStore files, string stem, long firstDocument)
    {
        this.files = files;
        Stem = stem;
        FirstDocument = firstDocument;
        if (!files.FileExists(stem + TokensSuffix)) throw new InvalidDataException($"'{stem}{IndexSuffix}' is there, but '{stem}{TokensSuffix}' is missing.");
        index = new MappedFile(files, stem + IndexSuffix);
        try
        {
            (code, DocumentCount) = MegatronIndex.ReadHeader(index.Slice(0, (int)Math.Min(index.Length, MegatronIndex.HeaderBytes)), index.Length, index.Path);
            tokenBytes = MegatronIndex.TokenBytes(code);
            tokens = new MappedFile(files, stem + TokensSuffix);
        }
        catch
        {
            index.Dispose();
            throw;
        }
        try
        {
            TokenCount = CheckTokens();
            if (files.FileExists(stem + SummarySuffix)) Summary = CheckSummary();
            if (Summary is { HasMask: true }) mask = OpenMask();
        }
        catch
        {
            Dispose();
            throw;
        }
        side = new(OpenSideFile);
    }

    public string Stem { get; }

    public long FirstDocument { get; }

    public long DocumentCount { get; }

    public long TokenCount { get; }

    public TokenShardSummary? Summary { get; }

    public int GetLength(long document) => BinaryPrimitives.ReadInt32LittleEndian(index.Slice(MegatronIndex.HeaderBytes + document * sizeof(int), sizeof(int)));

    public void Read(long document, int start, Span<int> destination)
    {
        int length = GetLength(document);
        if (length < 0 || start < 0 || start > length - destination.Length)
            throw new ArgumentOutOfRangeException(nameof(destination),
                $"'{Stem}': document {document} has {length} tokens; {destination.Length} were requested from {start}.");
        long offset = GetPointer(document) + (long)start * tokenBytes;
        // In parts, because a span is limited to 2 GiB and a document is not.
        const int Piece = 1 << 20;
        for (int done = 0; done < destination.Length; done += Piece)
        {
            Span<int> target = destination.Slice(done, Math.Min(Piece, destination.Length - done));
            ReadOnlySpan<byte> source = tokens.Slice(offset + (long)done * tokenBytes, target.Length * tokenBytes);
            if (code == MegatronIndex.UInt16Code)
            {
                ReadOnlySpan<ushort> narrow = MemoryMarshal.Cast<byte, ushort>(source);
                for (int i = 0; i < narrow.Length; i++) target[i] = narrow[i];
            }
            else MemoryMarshal.Cast<byte, int>(source).CopyTo(target);
        }
    }

    /// <summary>Sets the places of tokens that have loss.</summary>
    public void ReadMask(long document, int start, Span<bool> hasLoss)
    {
        if (mask is null) hasLoss.Fill(true);
        else mask.Read(document, start, hasLoss);
    }

    public TokenizedDocument GetDocument(long document)
    {
        (MappedFile file, long[] lines) = side.Value;
        var reader = new Utf8JsonReader(file.Slice(lines[document], checked((int)(lines[document + 1] - lines[document]))));
        try
        {
            using JsonDocument json = JsonDocument.ParseValue(ref reader);
            JsonElement root = json.RootElement;
            long number = root.GetProperty("index"u8).GetInt64();
            if (number != document)
                throw new InvalidDataException($"'{file.Path}': line {document} (from 0) says that it is document {number}.");
            bool hasSource = root.TryGetProperty("source"u8, out JsonElement source);
            return new()
            {
                Id = root.GetProperty("id"u8).GetString()!,
                Source = hasSource ? source.GetString() : null,
                Offset = hasSource ? root.GetProperty("offset"u8).GetInt64() : -1,
                Child = hasSource ? root.GetProperty("child"u8).GetInt32() : 0,
                Utf8Bytes = root.GetProperty("bytes"u8).GetInt64(),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{file.Path}': line {document} (from 0) does not describe a document: {e.Message}", e);
        }
    }

    /// <summary>Adds what identifies the content: all lengths and the edges of the tokens. Hashing all tokens would take hours for a large corpus.</summary>
    public void Describe(FingerprintWriter writer, int number)
    {
        var hash = new XxHash128();
        for (long offset = MegatronIndex.HeaderBytes; offset < MegatronIndex.HeaderBytes + DocumentCount * sizeof(int); offset += 1 << 20)
            hash.Append(index.Slice(offset, (int)Math.Min(1 << 20, MegatronIndex.HeaderBytes + DocumentCount * sizeof(int) - offset)));
        int edge = (int)Math.Min(tokens.Length, EdgeBytes);
        hash.Append(tokens.Slice(0, edge));
        hash.Append(tokens.Slice(tokens.Length - edge, edge));
        mask?.AppendTo(hash);
        writer.Add($"file.{number}", $"{DocumentCount} documents, {TokenCount} tokens of type {code}, {Convert.ToHexStringLower(hash.GetCurrentHash())}");
    }

    public void Dispose()
    {
        index.Dispose();
        tokens?.Dispose();
        mask?.Dispose();
        if (side is { IsValueCreated: true }) side.Value.File.Dispose();
    }

    private long GetPointer(long document) =>
        BinaryPrimitives.ReadInt64LittleEndian(index.Slice(MegatronIndex.HeaderBytes + DocumentCount * sizeof(int) + document * sizeof(long), sizeof(long)));

    private long CheckTokens()
    {
        // The end of the last document must be the end of the file. All other pointers are checked when they are used.
        long expected = DocumentCount == 0 ? 0 : GetPointer(DocumentCount - 1) + (long)GetLength(DocumentCount - 1) * tokenBytes;
        if (tokens.Length != expected)
            throw new InvalidDataException($"'{tokens.Path}' has {tokens.Length} bytes, but its index requires {expected}: it is truncated or damaged.");
        return tokens.Length / tokenBytes;
    }

    private TokenShardSummary CheckSummary()
    {
        TokenShardSummary summary = TokenShardSummary.Read(files, Stem + SummarySuffix);
        if (summary.Documents != DocumentCount || summary.Tokens != TokenCount)
        {
            throw new InvalidDataException($"'{Stem}{SummarySuffix}' counts {summary.Documents} documents and {summary.Tokens} tokens, "
                + $"but '{Stem}{IndexSuffix}' holds {DocumentCount} and {TokenCount}.");
        }
        return summary;
    }

    private MaskFile OpenMask()
    {
        string path = Stem + MaskFile.Suffix;
        if (!files.FileExists(path)) throw new InvalidDataException($"'{Stem}{SummarySuffix}' says that there is a loss mask, but '{path}' is missing.");
        return new MaskFile(files, path, DocumentCount);
    }

    private (MappedFile File, long[] Lines) OpenSideFile()
    {
        string path = Stem + DocumentsSuffix;
        if (!files.FileExists(path))
            throw new FileNotFoundException($"The ids of the documents in '{Stem}{TokensSuffix}' are not known: '{path}' is missing.", path);
        var file = new MappedFile(files, path);
        var lines = new long[DocumentCount + 1];
        long found = 0;
        for (long offset = 0; offset < file.Length;)
        {
            ReadOnlySpan<byte> piece = file.Slice(offset, (int)Math.Min(1 << 20, file.Length - offset));
            int end = piece.IndexOf((byte)'\n');
            offset += end < 0 ? piece.Length : end + 1;
            if (end >= 0 && ++found <= DocumentCount) lines[found] = offset;
        }
        if (found == DocumentCount) return (file, lines);
        file.Dispose();
        throw new InvalidDataException($"'{path}' has {found} lines, but '{Stem}{IndexSuffix}' holds {DocumentCount} documents.");
    }
}
