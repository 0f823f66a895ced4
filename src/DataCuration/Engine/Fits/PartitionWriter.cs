using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// Sorts the records of a map task into partitions by a hash of their key, so that a reduce task finds all records of a key in one partition.
/// Each shard has one file, for any number of partitions. Read them with <see cref="Partitions"/>.
/// </summary>
/// <remarks>
/// <para>Records are gathered in one buffer. When it is full, they are written as chunks, one for each partition that has records in it. In a partition records
/// keep the order in which they came. Refused on big-endian machines.</para>
/// <para>Memory: <see cref="BufferBytes"/>, reached in steps as records come, and an index that grows with the shard. The index takes 24 to 48 bytes for each
/// chunk and up to 200 bytes for each partition. With 1,000 partitions, a shard that fills the default buffer 640 times (10 GiB) has 640,000 chunks, so its
/// index takes 15 to 31 MB. With many partitions, set a larger buffer.</para>
/// </remarks>
public sealed class PartitionWriter
{
    /// <summary>The largest number of partitions.</summary>
    public const int MaxPartitions = 65_536;

    private const int StagingBytes = 1 << 16;
    private const int GrowthFactor = 8, FirstLength = 512;
    private readonly Stream stream;
    private readonly int partitions;
    private readonly int recordSize;
    private readonly List<PartitionFormat.Chunk>[] chunks;
    private byte[] buffer = [];
    private (int Partition, int Offset)[] entries = [];
    private int maxRecords;
    private int maxBytes;
    private int used;
    private int count;
    private long position;
    private bool isComplete;

    /// <summary>Creates the file of a shard.</summary>
    /// <param name="output">The task's output.</param>
    /// <param name="name">The name of the records, such as <c>hashes</c>; the file is <c>part-00042.hashes.partitions</c>.</param>
    /// <param name="partitions">The number of partitions, 1 to <see cref="MaxPartitions"/>. It must not depend on workers or ranks.</param>
    /// <param name="recordSize">The length of every record in bytes; 0 for records of any length, which take 4 bytes more. Default: 0.</param>
    public PartitionWriter(ShardOutput output, string name, int partitions, int recordSize = 0)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(partitions, MaxPartitions);
        ArgumentOutOfRangeException.ThrowIfNegative(recordSize);
        ChecksummedWriter.RequireLittleEndian();
        this.partitions = partitions;
        this.recordSize = recordSize;
        chunks = new List<PartitionFormat.Chunk>[partitions];
        stream = output.CreateFile(PartitionFormat.FileName(output.Name, name));
    }

    /// <summary>The size of the buffer in bytes, 64 KiB to 1 GiB. Larger ones make longer chunks, which are read faster. Default: 16 MiB.</summary>
    public int BufferBytes
    {
        get;
        init => field = value is >= 1 << 16 and <= 1 << 30 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A partition buffer has 64 KiB to 1 GiB.");
    } = 16 << 20;

    /// <summary>Returns the partition of a hash: equal ranges of the 64-bit numbers, in order.</summary>
    /// <param name="hash">A hash whose high bits are evenly distributed, such as XxHash3.</param>
    /// <param name="partitions">The number of partitions.</param>
    public static int PartitionOf(ulong hash, int partitions) => (int)Math.BigMul(hash, (ulong)partitions, out _);

    /// <summary>Adds a record to the partition of its key's hash.</summary>
    /// <param name="hash">A hash of the key; its high bits choose the partition.</param>
    /// <param name="record">The record.</param>
    public void Write(ulong hash, ReadOnlySpan<byte> record) => WriteTo(PartitionOf(hash, partitions), record);

    /// <summary>Adds a record to the partition of its key's hash.</summary>
    /// <param name="hash">A hash of the key; its high bits choose the partition.</param>
    /// <param name="record">The record: a number, or a struct without references and without padding.</param>
    public void Write<T>(ulong hash, in T record) where T : unmanaged => WriteTo(PartitionOf(hash, partitions), record);

    /// <summary>Adds a record to a partition by its number, such as the shard that it belongs to.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="record">The record: a number, or a struct without references and without padding.</param>
    public void WriteTo<T>(int partition, in T record) where T : unmanaged => WriteTo(partition, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in record)));

    /// <summary>Adds a record to a partition by its number.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="record">The record; at most half of <see cref="BufferBytes"/> long.</param>
    public void WriteTo(int partition, ReadOnlySpan<byte> record)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(partition, partitions);
        if (isComplete) throw new InvalidOperationException("The partitions are complete.");
        if (recordSize > 0 && record.Length != recordSize)
            throw new ArgumentException($"Records of {recordSize} bytes are expected; this one has {record.Length}.", nameof(record));
        if (record.Length > BufferBytes / 2)
            throw new ArgumentException($"A record of {record.Length} bytes does not fit in a buffer of {BufferBytes} bytes.", nameof(record));
        if (maxRecords == 0) Divide();
        int length = record.Length + (recordSize == 0 ? sizeof(int) : 0);
        if (count == maxRecords || used + length > maxBytes) Flush();
        if (count == entries.Length) Array.Resize(ref entries, Grown(entries.Length, count + 1, maxRecords));
        if (used + length > buffer.Length) Array.Resize(ref buffer, Grown(buffer.Length, used + length, maxBytes));
        entries[count++] = (partition, used);
        if (recordSize == 0)
        {
            MemoryMarshal.Write(buffer.AsSpan(used), record.Length);
            used += sizeof(int);
        }
        record.CopyTo(buffer.AsSpan(used));
        used += record.Length;
    }

    /// <summary>Writes what is left, and the index. To be called after the last record.</summary>
    public void Complete()
    {
        if (isComplete) throw new InvalidOperationException("The partitions are complete.");
        Flush();
        isComplete = true;
        var directory = new PartitionFormat.Directory[partitions + 1];
        long indexOffset = position;
        long total = 0;
        for (int p = 0; p < partitions; p++)
        {
            ReadOnlySpan<byte> own = chunks[p] is { } list ? MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(list)) : default;
            directory[p] = new(total, XxHash3.HashToUInt64(own, p));
            stream.Write(own);
            total += chunks[p]?.Count ?? 0;
        }
        directory[partitions] = new(total, 0);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(directory.AsSpan());
        stream.Write(bytes);
        var trailer = new PartitionFormat.Trailer(indexOffset, total, partitions, recordSize, PartitionFormat.Format, 0, XxHash3.HashToUInt64(bytes), 0, 0,
            MemoryMarshal.Read<ulong>(PartitionFormat.Magic));
        trailer = trailer with { TrailerHash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(new ReadOnlySpan<PartitionFormat.Trailer>(in trailer))) };
        stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<PartitionFormat.Trailer>(in trailer)));
        stream.Dispose();
        buffer = [];
        entries = [];
    }

    /// <summary>Shares the buffer's size between records and their 8-byte entries.</summary>
    private void Divide()
    {
        int record = Math.Max(recordSize == 0 ? 64 : recordSize, 1);
        maxRecords = (int)Math.Max(1, BufferBytes / (long)(record + Unsafe.SizeOf<(int, int)>() + sizeof(int)));
        maxBytes = BufferBytes - (maxRecords * (Unsafe.SizeOf<(int, int)>() + sizeof(int)));
    }

    /// <summary>
    /// The next length of an array: an eighth of the greatest one, an eighth of that, and so on. A small shard does not pay for a large buffer, and the copy
    /// while the last step is made adds an eighth only.
    /// </summary>
    private static int Grown(int length, int needed, int greatest)
    {
        int next = greatest;
        while (next / GrowthFactor >= needed && next / GrowthFactor > length && next / GrowthFactor >= FirstLength) next /= GrowthFactor;
        return next;
    }

    private void Flush()
    {
        if (count == 0) return;
        // A stable counting sort: where each partition's records begin, then each record's place.
        var starts = new int[partitions + 1];
        for (int i = 0; i < count; i++) starts[entries[i].Partition + 1]++;
        for (int p = 0; p < partitions; p++) starts[p + 1] += starts[p];
        var order = new int[count];
        var next = starts.AsSpan(0, partitions).ToArray();
        for (int i = 0; i < count; i++) order[next[entries[i].Partition]++] = entries[i].Offset;
        var staging = new byte[Math.Min(StagingBytes, used)];
        for (int p = 0; p < partitions; p++)
            if (starts[p + 1] > starts[p]) WriteChunk(p, order.AsSpan(starts[p]..starts[p + 1]), staging);
        count = 0;
        used = 0;
    }

    private void WriteChunk(int partition, ReadOnlySpan<int> offsets, byte[] staging)
    {
        var hash = new XxHash3();
        int staged = 0, length = 0;
        foreach (int offset in offsets)
        {
            int size = recordSize > 0 ? recordSize : sizeof(int) + MemoryMarshal.Read<int>(buffer.AsSpan(offset));
            ReadOnlySpan<byte> record = buffer.AsSpan(offset, size);
            length += size;
            if (staged + size > staging.Length)
            {
                Put(staging.AsSpan(0, staged), hash);
                staged = 0;
                if (size > staging.Length)
                {
                    Put(record, hash);
                    continue;
                }
            }
            record.CopyTo(staging.AsSpan(staged));
            staged += size;
        }
        Put(staging.AsSpan(0, staged), hash);
        (chunks[partition] ??= []).Add(new(position, length, offsets.Length, hash.GetCurrentHashAsUInt64()));
        position += length;
    }

    private void Put(ReadOnlySpan<byte> bytes, XxHash3 hash)
    {
        if (bytes.IsEmpty) return;
        hash.Append(bytes);
        stream.Write(bytes);
    }
}
