using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>Reads the records of one partition over all shards, in the order of the shards.</summary>
public sealed class PartitionReader : RecordReader
{
    private readonly IFileStore files;
    private readonly string[] paths;
    private readonly int[] shards;
    private readonly int partition;
    private PartitionFile? file;
    private PartitionFormat.Chunk[] index = [];
    private byte[] buffer = [];
    private int nextFile;
    private int nextChunk;
    private int used;
    private int length;
    private int start;
    private int end;

    internal PartitionReader(IFileStore files, string[] paths, int[] shards, int partition)
    {
        this.files = files;
        this.paths = paths;
        this.shards = shards;
        this.partition = partition;
    }

    /// <summary>The number of the task that wrote the current record: for a map phase, the shard.</summary>
    public int Shard { get; private set; }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Record => buffer.AsSpan(start, end - start);

    /// <inheritdoc/>
    public override bool Read()
    {
        while (used == length)
        {
            if (nextChunk < index.Length)
            {
                PartitionFormat.Chunk chunk = index[nextChunk++];
                file!.ReadChunk(chunk, ref buffer);
                (used, length) = (0, chunk.Length);
                continue;
            }
            file?.Dispose();
            file = null;
            if (nextFile == paths.Length) return false;
            Shard = shards[nextFile];
            file = Partitions.Open(files, paths[nextFile++], partition);
            index = file.ReadIndex(partition);
            nextChunk = 0;
        }
        int size = file!.RecordSize;
        if (size == 0)
        {
            if (length - used < sizeof(int)) throw file.Damaged(index[nextChunk - 1].Offset + used, "a record is cut off");
            size = MemoryMarshal.Read<int>(buffer.AsSpan(used));
            used += sizeof(int);
        }
        if (size < 0 || size > length - used) throw file.Damaged(index[nextChunk - 1].Offset + used, $"a record of {size} bytes is cut off");
        start = used;
        used += size;
        end = used;
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) file?.Dispose();
        base.Dispose(disposing);
    }
}
