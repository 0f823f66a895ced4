using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// A file of <see cref="ChecksummedWriter"/>, memory-mapped. Its lengths and its trailer are checked when it is opened, and each block when it is first read:
/// a truncated or changed file gives <see cref="InvalidDataException"/>, never a wrong value or an access violation.
/// </summary>
internal sealed class ChecksummedFile : IDisposable
{
    public const int TrailerBytes = 48;
    private readonly MappedFile file;
    private readonly bool[] isChecked;

    public ChecksummedFile(IFileStore files, string path, ReadOnlySpan<byte> magic, string kind)
    {
        ChecksummedWriter.RequireLittleEndian();
        file = new MappedFile(files, path);
        try
        {
            if (file.Length < TrailerBytes) throw Damaged(0, $"it has {file.Length} bytes, too few for {kind}");
            ReadOnlySpan<byte> trailer = file.Slice(file.Length - TrailerBytes, TrailerBytes);
            if (!trailer[40..].SequenceEqual(magic)) throw Damaged(file.Length - 8, $"it does not end as {kind} does; it may be cut off or of another format");
            ReadOnlySpan<long> numbers = MemoryMarshal.Cast<byte, long>(trailer[..32]);
            BodyLength = numbers[0];
            long blocks = BodyLength < 0 ? -1 : (BodyLength + ChecksummedWriter.BlockBytes - 1) / ChecksummedWriter.BlockBytes;
            if (blocks is < 0 or > int.MaxValue / sizeof(ulong) || BodyLength + (blocks * sizeof(ulong)) + TrailerBytes != file.Length)
                throw Damaged(file.Length - TrailerBytes, $"the trailer says {BodyLength} bytes of content, which do not fit in a file of {file.Length} bytes");
            var hash = new XxHash3();
            hash.Append(file.Slice(BodyLength, (int)blocks * sizeof(ulong)));
            hash.Append(trailer[..32]);
            if (hash.GetCurrentHashAsUInt64() != MemoryMarshal.Read<ulong>(trailer[32..]))
                throw Damaged(BodyLength, "the list of checksums does not match its own checksum");
            ContentHash = hash.GetCurrentHashAsUInt64();
            (First, Second, Third) = (numbers[1], numbers[2], numbers[3]);
            isChecked = new bool[blocks];
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public string Path => file.Path;

    /// <summary>The length of what was written, without checksums and trailer.</summary>
    public long BodyLength { get; }

    /// <summary>A hash over the checksums of all blocks: the same for the same content.</summary>
    public ulong ContentHash { get; }

    public long First { get; }

    public long Second { get; }

    public long Third { get; }

    /// <summary>Bytes of the file, after a check of the blocks that they lie in.</summary>
    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        if (offset < 0 || length < 0 || offset > BodyLength - length)
            throw Damaged(offset, $"{length} bytes are wanted there, and its content has {BodyLength}");
        if (length > 0)
        {
            long last = (offset + length - 1) / ChecksummedWriter.BlockBytes;
            for (long block = offset / ChecksummedWriter.BlockBytes; block <= last; block++)
                if (!isChecked[block]) Check(block);
        }
        return file.Slice(offset, length);
    }

    /// <summary>Asks the processor to load the bytes at an offset. An offset outside the file is ignored.</summary>
    public void Prefetch(long offset)
    {
        if ((ulong)offset < (ulong)BodyLength) file.Prefetch(offset);
    }

    /// <summary>Reads a number without a check of its block, for hints; 0 outside the file.</summary>
    public long PeekInt64(long offset) => offset >= 0 && offset <= BodyLength - sizeof(long) ? MemoryMarshal.Read<long>(file.Slice(offset, sizeof(long))) : 0;

    public InvalidDataException Damaged(long offset, string what) => new($"'{Path}' is damaged at byte {offset}: {what}.");

    public void Dispose() => file.Dispose();

    private void Check(long block)
    {
        long start = block * ChecksummedWriter.BlockBytes;
        int length = (int)Math.Min(ChecksummedWriter.BlockBytes, BodyLength - start);
        ulong expected = MemoryMarshal.Read<ulong>(file.Slice(BodyLength + (block * sizeof(ulong)), sizeof(ulong)));
        if (XxHash3.HashToUInt64(file.Slice(start, length)) != expected) throw Damaged(start, $"its block of {length} bytes does not match its checksum");
        isChecked[block] = true; // two threads may both check a block; they find the same
    }
}
