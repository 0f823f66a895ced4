using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>A shard's partition file, opened for reading one partition at a time.</summary>
internal sealed class PartitionFile : IDisposable
{
    private readonly Stream stream;
    private readonly string path;
    private readonly PartitionFormat.Trailer trailer;

    public PartitionFile(IFileStore files, string path)
    {
        ChecksummedWriter.RequireLittleEndian();
        this.path = path;
        stream = files.OpenRead(path, FileReadPattern.Random);
        try
        {
            long length = stream.Length;
            if (length < PartitionFormat.TrailerBytes) throw Damaged(0, $"it has {length} bytes, too few for partitions");
            trailer = ReadAt<PartitionFormat.Trailer>(length - PartitionFormat.TrailerBytes, 1)[0];
            PartitionFormat.Trailer plain = trailer with { TrailerHash = 0 };
            if (trailer.MagicNumber != MemoryMarshal.Read<ulong>(PartitionFormat.Magic)
                || XxHash3.HashToUInt64(MemoryMarshal.AsBytes(new ReadOnlySpan<PartitionFormat.Trailer>(in plain))) != trailer.TrailerHash)
                throw Damaged(length - PartitionFormat.TrailerBytes, "it does not end as a partition file does; it may be cut off");
            if (trailer.FormatVersion != PartitionFormat.Format)
                throw Damaged(length - PartitionFormat.TrailerBytes, $"format is {trailer.FormatVersion}, this version reads {PartitionFormat.Format}");
            long expected = trailer.IndexOffset + (trailer.Chunks * Unsafe.SizeOf<PartitionFormat.Chunk>())
                + ((trailer.Partitions + 1L) * Unsafe.SizeOf<PartitionFormat.Directory>()) + PartitionFormat.TrailerBytes;
            if (expected != length) throw Damaged(length, $"{expected} bytes are expected");
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public int Partitions => trailer.Partitions;

    public int RecordSize => trailer.RecordSize;

    /// <summary>The places of a partition's chunks.</summary>
    public PartitionFormat.Chunk[] ReadIndex(int partition)
    {
        long directoryOffset = trailer.IndexOffset + (trailer.Chunks * Unsafe.SizeOf<PartitionFormat.Chunk>());
        long offset = directoryOffset + ((long)partition * Unsafe.SizeOf<PartitionFormat.Directory>());
        PartitionFormat.Directory[] pair = ReadAt<PartitionFormat.Directory>(offset, 2);
        long chunks = pair[1].FirstChunk - pair[0].FirstChunk;
        if (pair[0].FirstChunk < 0 || chunks < 0 || pair[1].FirstChunk > trailer.Chunks)
            throw Damaged(offset, $"the chunks of partition {partition} are out of range");
        long entries = trailer.IndexOffset + (pair[0].FirstChunk * Unsafe.SizeOf<PartitionFormat.Chunk>());
        PartitionFormat.Chunk[] index = ReadAt<PartitionFormat.Chunk>(entries, checked((int)chunks));
        if (XxHash3.HashToUInt64(MemoryMarshal.AsBytes(index.AsSpan()), partition) != pair[0].Hash)
            throw Damaged(entries, $"the index of partition {partition} does not match its checksum");
        return index;
    }

    /// <summary>Reads a chunk into a buffer, which grows if needed, and checks it.</summary>
    public void ReadChunk(PartitionFormat.Chunk chunk, ref byte[] buffer)
    {
        if (chunk.Length < 0 || chunk.Offset < 0 || chunk.Offset > trailer.IndexOffset - chunk.Length)
            throw Damaged(chunk.Offset, $"a chunk of {chunk.Length} bytes is out of range");
        if (buffer.Length < chunk.Length) buffer = new byte[Math.Max(chunk.Length, Math.Min(2L * buffer.Length, Array.MaxLength))];
        Span<byte> bytes = buffer.AsSpan(0, chunk.Length);
        Fill(bytes, chunk.Offset);
        if (XxHash3.HashToUInt64(bytes) != chunk.Hash) throw Damaged(chunk.Offset, $"a chunk of {chunk.Length} bytes does not match its checksum");
    }

    public InvalidDataException Damaged(long offset, string what) => new($"'{path}' is damaged at byte {offset}: {what}.");

    public void Dispose() => stream.Dispose();

    private T[] ReadAt<T>(long offset, int count) where T : unmanaged
    {
        if (offset < 0) throw Damaged(0, "its index is out of range");
        var values = new T[count];
        Fill(MemoryMarshal.AsBytes(values.AsSpan()), offset);
        return values;
    }

    private void Fill(Span<byte> bytes, long offset)
    {
        stream.Position = offset;
        for (int read = 0; read < bytes.Length;)
        {
            int got = stream.Read(bytes[read..]);
            if (got == 0) throw Damaged(offset + read, "it ends there");
            read += got;
        }
    }
}
