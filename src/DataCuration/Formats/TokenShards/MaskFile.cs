using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// The side file <c>part-00042.mask</c>: which tokens of each document have no loss. All numbers are little-endian: the 8 bytes <c>DCMASK\0\1</c>, the u64
/// number of documents, an int64 for each document and one more (the index of its first run), and the runs as int32 (<see cref="MaskedTokens.Runs"/>).
/// </summary>
internal sealed class MaskFile : IDisposable
{
    public const string Suffix = ".mask";

    private const int HeaderBytes = 16;

    private readonly MappedFile file;
    private readonly long documents;

    public MaskFile(IFileStore files, string path, long documents)
    {
        this.documents = documents;
        file = new MappedFile(files, path);
        try
        {
            if (file.Length < HeaderBytes + (documents + 1) * sizeof(long) || !file.Slice(0, 8).SequenceEqual(Magic)
                || BinaryPrimitives.ReadInt64LittleEndian(file.Slice(8, sizeof(long))) != documents)
                throw new InvalidDataException($"'{path}' is not the mask of {documents} documents.");
            long expected = RunsOffset + FirstRun(documents) * sizeof(int);
            if (file.Length != expected) throw new InvalidDataException($"'{path}' has {file.Length} bytes, but its index requires {expected}.");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static ReadOnlySpan<byte> Magic => "DCMASK\0\u0001"u8;

    private long RunsOffset => HeaderBytes + (documents + 1) * sizeof(long);

    /// <summary>Writes a file.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="ends">The index of the run after the last one of each document.</param>
    /// <param name="runs">The runs of all documents.</param>
    public static void Write(Stream stream, List<long> ends, List<int> runs)
    {
        var header = new byte[HeaderBytes + sizeof(long)]; // the first document's first run is 0
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), ends.Count);
        stream.Write(header);
        stream.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(ends)));
        stream.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(runs)));
    }

    /// <summary>Sets the places of a document's tokens that have loss.</summary>
    public void Read(long document, int start, Span<bool> hasLoss)
    {
        (long first, long end) = (FirstRun(document), FirstRun(document + 1));
        long runs = RunsOffset;
        long position = 0;
        hasLoss.Clear();
        for (long run = first; run < end; run++)
        {
            long next = position + BinaryPrimitives.ReadInt32LittleEndian(file.Slice(runs + run * sizeof(int), sizeof(int)));
            int from = (int)Math.Clamp(position - start, 0, hasLoss.Length);
            int to = (int)Math.Clamp(next - start, 0, hasLoss.Length);
            if (to < from) throw new InvalidDataException($"'{file.Path}': document {document} has a negative run.");
            if ((run - first) % 2 == 1) hasLoss[from..to].Fill(true);
            position = next;
        }
        if (position < (long)start + hasLoss.Length)
            throw new InvalidDataException(
                $"'{file.Path}': the mask of document {document} has {position} tokens, too few for token {start + hasLoss.Length - 1}.");
    }

    /// <summary>Adds the whole file to a hash.</summary>
    public void AppendTo(XxHash128 hash)
    {
        for (long offset = 0; offset < file.Length; offset += 1 << 20) hash.Append(file.Slice(offset, (int)Math.Min(1 << 20, file.Length - offset)));
    }

    public void Dispose() => file.Dispose();

    private long FirstRun(long document) => BinaryPrimitives.ReadInt64LittleEndian(file.Slice(HeaderBytes + document * sizeof(long), sizeof(long)));
}
