using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>
/// Finds equal windows among those of one partition. Records come in the order of the corpus, so the first of equal windows is the lowest one.
/// </summary>
/// <param name="windows">The records of windows.</param>
/// <param name="output">The task's output.</param>
/// <param name="groups">The groups of shards.</param>
/// <param name="length">The length of a window.</param>
internal sealed class WindowMatches(Partitions windows, ShardOutput output, ShardGroups groups, int length)
{
    private const int MaxClasses = 1 << 16;

    public SubstringCopies Copies { get; init; }

    public int MinCopies { get; init; } = 2;

    public required long MemoryBytes { get; init; }

    public Action? WindowsSorted { get; init; }

    public void Write(CancellationToken cancellationToken)
    {
        var writer = new PartitionWriter(output, SpanJoin.RecordName, groups.Count, FoundSpan.Size) { BufferBytes = 4 << 20 };
        long needed = Measure(1, cancellationToken)[0];
        // Copies take no memory: what does not seem to fit is tried first.
        if (!TryMatchInMemory(writer, 0, 1, needed, cancellationToken))
        {
            int classes = (int)Math.Clamp(needed / MemoryBytes * 2 + 1, 2, MaxClasses);
            long[] sizes = Measure(classes, cancellationToken);
            for (int i = 0; i < classes; i++)
                if (sizes[i] > 0 && !TryMatchInMemory(writer, i, classes, sizes[i], cancellationToken)) MatchBySorting(writer, i, classes, cancellationToken);
        }
        writer.Complete();
    }

    /// <summary>Adds up the memory that the windows of each class need. All windows of an anchor are in one class.</summary>
    private long[] Measure(int classes, CancellationToken cancellationToken)
    {
        var sizes = new long[classes];
        using PartitionReader reader = windows.Read(output.Index);
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            WindowRecord head = WindowRecord.Read(reader.Record);
            sizes[ClassOf(head.Hash, classes)] += WindowIndex.MemoryOf(head.Count, reader.Record.Length - WindowRecord.HeaderBytes);
        }
        return sizes;
    }

    /// <summary>Matches the windows of a class in memory.</summary>
    /// <returns>False if they do not fit; nothing is written then.</returns>
    private bool TryMatchInMemory(PartitionWriter writer, int part, int classes, long needed, CancellationToken cancellationToken)
    {
        var index = new WindowIndex(length);
        // Counting copies takes a pass of its own: whether the first copies are marked is known at its end only. The pass also shows if the windows fit.
        bool isLater = Copies == SubstringCopies.Later && MinCopies == 2 && needed <= MemoryBytes;
        if (!isLater) Pass(null);
        if (index.Memory > MemoryBytes) return false;
        Pass(writer);
        return true;

        void Pass(PartitionWriter? target)
        {
            using PartitionReader reader = windows.Read(output.Index);
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                WindowRecord head = WindowRecord.Read(reader.Record);
                if (ClassOf(head.Hash, classes) != part) continue;
                ReadOnlySpan<byte> bytes = reader.Record[WindowRecord.HeaderBytes..];
                int open = -1;
                WindowPlace first = default;
                index.Begin(bytes, head, reader.Shard);
                for (int i = 0; i < head.Count; i++)
                {
                    int entry = target is null || isLater ? index.AddNext() : index.FindNext();
                    bool isMarked = isLater ? !index.IsNew
                        : target is not null && index.CountOf(entry) >= MinCopies && (Copies == SubstringCopies.All || !index.IsFirst(entry));
                    if (isMarked && open < 0) (open, first) = (i, index.PlaceOf(entry));
                    if (!isMarked && open >= 0) open = Put(target!, reader.Shard, head, bytes, open, i - 1, first);
                }
                if (target is null && index.Memory > MemoryBytes) return;
                if (open >= 0) Put(target!, reader.Shard, head, bytes, open, head.Count - 1, first);
            }
        }
    }

    /// <summary>Writes the span of consecutive windows.</summary>
    private int Put(PartitionWriter writer, int shard, WindowRecord head, ReadOnlySpan<byte> bytes, int from, int to, WindowPlace first)
    {
        int start = head.Start + from, end = head.Start + to + length;
        writer.WriteTo(groups.GroupOf(shard), new FoundSpan(head.Record, first.Record, first.Shard, first.Start, shard, start, end,
            FoundSpan.TrimOf(bytes[from..(to + length)])));
        return -1;
    }

    /// <summary>Windows of a few anchors that do not fit in memory: sorted by their bytes in files.</summary>
    private void MatchBySorting(PartitionWriter writer, int part, int classes, CancellationToken cancellationToken)
    {
        WindowsSorted?.Invoke();
        var sort = new ExternalSort(output.CreateScratchFolder(), RecordOrder.BytesAt(0, length))
        {
            RecordSize = length + WindowPlace.Size,
            MemoryBytes = Math.Max(MemoryBytes, 1 << 20),
            Warn = message => output.Warn(message),
        };
        using RecordReader sorted = sort.Sort(() => new ExpandedReader(windows.Read(output.Index), hash => ClassOf(hash, classes) == part, length),
            cancellationToken);
        // The sort is stable: the first of equal windows is the lowest one.
        var window = new byte[length];
        var waiting = new List<WindowPlace>();
        WindowPlace first = default;
        long copies = 0;
        for (long count = 0; sorted.Read(); count++)
        {
            if ((count & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> bytes = sorted.Record[..length];
            WindowPlace place = MemoryMarshal.Read<WindowPlace>(sorted.Record[length..]);
            if (copies == 0 || !bytes.SequenceEqual(window))
            {
                bytes.CopyTo(window);
                (copies, first) = (0, place);
                waiting.Clear();
            }
            copies++;
            if (copies > 1 || Copies == SubstringCopies.All) waiting.Add(place);
            if (copies < MinCopies) continue;
            foreach (WindowPlace one in waiting)
                writer.WriteTo(groups.GroupOf(one.Shard), new FoundSpan(one.Record, first.Record, first.Shard, first.Start, one.Shard, one.Start,
                    one.Start + length, FoundSpan.TrimOf(window)));
            waiting.Clear();
        }
    }

    private static int ClassOf(ulong hash, int classes) => (int)Math.BigMul(unchecked(hash * 0x9E3779B97F4A7C15), (ulong)classes, out _);
}
