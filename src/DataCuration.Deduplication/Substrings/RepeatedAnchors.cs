using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>
/// Finds the anchors of a partition that occur more than once, and sends shard and number of each back to its group of shards.
/// </summary>
internal static class RepeatedAnchors
{
    public const string Name = "repeated";
    private const int SortedSize = 24, RecordSize = 16;

    /// <summary>Writes the repeated anchors of a partition.</summary>
    /// <param name="anchors">The anchors of the corpus.</param>
    /// <param name="known">Those of indexes; null if there are no indexes.</param>
    /// <param name="output">The task's output.</param>
    /// <param name="groups">The groups of shards.</param>
    /// <param name="needed">The number of copies in the corpus from which an anchor is repeated; 0 to take only those of indexes.</param>
    /// <param name="memory">The memory of a sort.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static void Write(Partitions anchors, KnownWindows.AnchorLookup? known, ShardOutput output, ShardGroups groups, int needed, long memory,
        CancellationToken cancellationToken)
    {
        // Copies of a window are in different runs, so an anchor has no fewer copies than any of its windows.
        var writer = new PartitionWriter(output, Name, groups.Count, RecordSize) { BufferBytes = 4 << 20 };
        var sort = new ExternalSort(output.CreateScratchFolder(), RecordOrder.UInt64())
        {
            RecordSize = SortedSize,
            MemoryBytes = memory,
            Warn = message => output.Warn(message),
        };
        using RecordReader sorted = sort.Sort(() => new SortInput(anchors.Read(output.Index)), cancellationToken);
        var group = new List<IdPair>();
        ulong hash = 0;
        bool isOpen = false, isKnown = false;
        long count = 0;
        while (sorted.Read())
        {
            if ((++count & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            SortedAnchor anchor = sorted.Get<SortedAnchor>();
            if (!isOpen || anchor.Hash != hash)
            {
                (hash, isOpen) = (anchor.Hash, true);
                group.Clear();
                isKnown = known?.Find(hash) ?? false;
            }
            var repeated = new IdPair(anchor.Shard, anchor.Number);
            if (isKnown)
            {
                writer.WriteTo(groups.GroupOf((int)anchor.Shard), repeated);
                continue;
            }
            if (needed == 0) continue;
            if (group.Count < needed) group.Add(repeated);
            else writer.WriteTo(groups.GroupOf((int)anchor.Shard), repeated);
            if (group.Count == needed && group[^1] == repeated)
                foreach (IdPair one in group) writer.WriteTo(groups.GroupOf((int)one.First), one);
        }
        writer.Complete();
        known?.Complete();
    }

    private readonly record struct SortedAnchor(ulong Hash, long Number, long Shard);

    /// <summary>Adds the shard to each record.</summary>
    private sealed class SortInput(PartitionReader reader) : RecordReader
    {
        private SortedAnchor current;

        public override ReadOnlySpan<byte> Record => MemoryMarshal.AsBytes(new ReadOnlySpan<SortedAnchor>(in current));

        public override bool Read()
        {
            if (!reader.Read()) return false;
            AnchorRecord record = reader.Get<AnchorRecord>();
            current = new(record.Hash, record.Number, reader.Shard);
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) reader.Dispose();
            base.Dispose(disposing);
        }
    }
}
