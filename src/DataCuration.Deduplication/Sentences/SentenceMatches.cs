namespace DataCuration.Deduplication;

/// <summary>Finds equal windows among those of one partition.</summary>
/// <param name="windows">The windows.</param>
/// <param name="output">The task's output.</param>
/// <param name="groups">The groups of shards.</param>
/// <param name="fit">The options.</param>
internal sealed class SentenceMatches(Partitions windows, ShardOutput output, ShardGroups groups, SentenceDeduplication fit)
{
    private readonly int recordSize = SentenceWindow.SizeOf(fit.WindowSentences) + sizeof(int);

    public void Write(CancellationToken cancellationToken)
    {
        var writer = new PartitionWriter(output, SpanJoin.RecordName, groups.Count, FoundSpan.Size) { BufferBytes = 4 << 20 };
        var sort = new ExternalSort(output.CreateScratchFolder(), new SentenceOrder(fit.DatatroveCompatibility))
        {
            RecordSize = recordSize,
            MemoryBytes = fit.MemoryBytes,
            Warn = message => output.Warn(message),
        };
        using RecordReader sorted = sort.Sort(() => new ShardedReader(windows.Read(output.Index), recordSize), cancellationToken);
        SentenceIndex.HashReader[] indexes = [.. fit.Indexes.Select(index => index.Read(output.Index, fit.Partitions))];
        try
        {
            Write(sorted, indexes, writer, cancellationToken);
        }
        finally
        {
            foreach (SentenceIndex.HashReader index in indexes) index.Dispose();
        }
        writer.Complete();
    }

    private void Write(RecordReader sorted, SentenceIndex.HashReader[] indexes, PartitionWriter writer, CancellationToken cancellationToken)
    {
        bool isOnlyIndexes = indexes.Length > 0 && fit.IndexMode == IndexMode.OnlyIndexes;
        UInt128 hash = default;
        WindowPlace first = default;
        long copies = 0;
        bool isKnown = false;
        for (long count = 0; sorted.Read(); count++)
        {
            if ((count & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            SentenceWindow window = SentenceWindow.Read(sorted.Record);
            ReadOnlySpan<int> bounds = SentenceWindow.BoundsOf(sorted.Record[..^sizeof(int)]);
            int shard = ShardedReader.ShardOf(sorted.Record);
            if (copies == 0 || window.Hash != hash)
            {
                (hash, copies) = (window.Hash, 0);
                isKnown = Contains(indexes, hash);
                first = isKnown ? new(-1, -1, -1) : new(window.Record, shard, bounds[0]);
            }
            copies++;
            if (!isKnown && (copies == 1 || isOnlyIndexes)) continue;
            for (int i = 0; i < fit.WindowSentences; i++)
                writer.WriteTo(groups.GroupOf(shard), new FoundSpan(window.Record, first.Record, first.Shard, first.Start, shard, bounds[i], bounds[i + 1], 0));
        }
    }

    private static bool Contains(SentenceIndex.HashReader[] indexes, UInt128 hash)
    {
        foreach (SentenceIndex.HashReader index in indexes)
            if (index.Contains(hash)) return true;
        return false;
    }
}
