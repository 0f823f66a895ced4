using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// Writes a file front to back in blocks of <see cref="BlockBytes"/> bytes and keeps a checksum of each block, so that a reader can name the damaged block.
/// </summary>
internal sealed class ChecksummedWriter(Stream stream)
{
    /// <summary>Bytes per block: checking one takes some 5 µs, and its checksum takes 8 bytes.</summary>
    public const int BlockBytes = 1 << 16;

    private readonly byte[] block = new byte[BlockBytes];
    private readonly List<ulong> hashes = [];
    private int used;

    /// <summary>The number of bytes written so far.</summary>
    public long Position { get; private set; }

    public static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Tables and record files hold little-endian memory; they are not written or read on big-endian machines.");
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Position += bytes.Length;
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, BlockBytes - used);
            bytes[..count].CopyTo(block.AsSpan(used));
            bytes = bytes[count..];
            used += count;
            if (used == BlockBytes) EndBlock();
        }
    }

    public void WriteInt64(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Write(bytes);
    }

    /// <summary>Fills up with zeros to a multiple of 8 bytes.</summary>
    public void Align()
    {
        ReadOnlySpan<byte> zeros = [0, 0, 0, 0, 0, 0, 0];
        Write(zeros[..(int)(-Position & 7)]);
    }

    /// <summary>Writes the blocks' checksums and a trailer of four numbers, which has a checksum of its own.</summary>
    public void Complete(ReadOnlySpan<byte> magic, long first, long second, long third)
    {
        if (used > 0) EndBlock();
        var hash = new XxHash3();
        ReadOnlySpan<byte> sums = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(hashes));
        stream.Write(sums);
        hash.Append(sums);
        Span<byte> trailer = stackalloc byte[ChecksummedFile.TrailerBytes];
        BinaryPrimitives.WriteInt64LittleEndian(trailer, Position);
        BinaryPrimitives.WriteInt64LittleEndian(trailer[8..], first);
        BinaryPrimitives.WriteInt64LittleEndian(trailer[16..], second);
        BinaryPrimitives.WriteInt64LittleEndian(trailer[24..], third);
        magic.CopyTo(trailer[40..]);
        hash.Append(trailer[..32]);
        BinaryPrimitives.WriteUInt64LittleEndian(trailer[32..], hash.GetCurrentHashAsUInt64());
        stream.Write(trailer);
        stream.Dispose(); // a task may write a file for every shard
    }

    private void EndBlock()
    {
        ReadOnlySpan<byte> full = block.AsSpan(0, used);
        hashes.Add(XxHash3.HashToUInt64(full));
        stream.Write(full);
        used = 0;
    }
}
