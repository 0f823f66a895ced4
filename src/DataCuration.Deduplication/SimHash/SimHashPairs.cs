namespace DataCuration.Deduplication;

/// <summary>A pair of documents whose fingerprints are near each other. 24 bytes without padding.</summary>
/// <param name="First">The lower id.</param>
/// <param name="Second">The other.</param>
/// <param name="Distance">The number of different bits.</param>
internal readonly record struct SimHashPair(long First, long Second, long Distance)
{
    public const int Bytes = 24;
}

/// <summary>Compares the fingerprints of each key, partition by partition of the sorted keys.</summary>
/// <param name="own">The fingerprints of the corpus.</param>
/// <param name="indexes">Those of earlier corpora.</param>
/// <param name="mode">The records that are removed if there are indexes.</param>
/// <param name="maxDistance">The largest number of different bits of a match.</param>
internal sealed class SimHashPairs(SimHashIndex own, IReadOnlyList<SimHashIndex> indexes, IndexMode mode, int maxDistance)
{
    public const string RecordName = "pairs";
    private readonly bool comparesCorpus = indexes.Count == 0 || mode == IndexMode.CorpusAndIndexes;

    /// <summary>Writes the pairs of one partition.</summary>
    /// <param name="output">The task's output; its number is the partition's.</param>
    /// <param name="tasks">The number of tasks that the pairs are divided into, by hash.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public void Write(ShardOutput output, int tasks, CancellationToken cancellationToken)
    {
        var writer = new PartitionWriter(output, RecordName, tasks, SimHashPair.Bytes);
        using RecordTablePart<SimHashEntry> entries = own.Open(output.Index);
        RecordTablePart<SimHashEntry>[] others = [.. indexes.Select(index => index.Open(output.Index))];
        try
        {
            var rows = new long[others.Length];
            // Documents with the same fingerprint are next to each other; only the first of them is compared with others of the corpus.
            var seen = new List<(UInt128 Fingerprint, long Id)>();
            var known = new List<(UInt128 Fingerprint, long Id)>();
            ulong key = 0;
            for (long row = 0; row < entries.RowCount; row++)
            {
                SimHashEntry entry = entries.GetRow(row)[0];
                if (row == 0 || entry.Key != key)
                {
                    key = entry.Key;
                    seen.Clear();
                    FindInIndexes(others, rows, key, known);
                }
                cancellationToken.ThrowIfCancellationRequested();
                Compare(writer, known, entry);
                if (!comparesCorpus) continue;
                if (seen.Count > 0 && seen[^1].Fingerprint == entry.Fingerprint)
                {
                    Write(writer, seen[^1].Id, entry.Id, 0);
                    continue;
                }
                Compare(writer, seen, entry);
                seen.Add((entry.Fingerprint, entry.Id));
            }
        }
        finally
        {
            foreach (RecordTablePart<SimHashEntry> other in others) other.Dispose();
        }
        writer.Complete();
    }

    private void Compare(PartitionWriter writer, List<(UInt128 Fingerprint, long Id)> others, SimHashEntry entry)
    {
        foreach ((UInt128 other, long id) in others)
        {
            int distance = SimHashBlocks.Distance(entry.Fingerprint, other);
            if (distance <= maxDistance) Write(writer, id, entry.Id, distance);
        }
    }

    /// <summary>Finds the first record of each fingerprint with a key. Keys come in ascending order, so that each index is read once.</summary>
    private static void FindInIndexes(RecordTablePart<SimHashEntry>[] others, long[] rows, ulong key, List<(UInt128 Fingerprint, long Id)> known)
    {
        known.Clear();
        for (int i = 0; i < others.Length; i++)
        {
            int start = known.Count;
            for (; rows[i] < others[i].RowCount && others[i].GetRow(rows[i])[0] is var entry && entry.Key <= key; rows[i]++)
            {
                if (entry.Key < key || (known.Count > start && known[^1].Fingerprint == entry.Fingerprint)) continue;
                known.Add((entry.Fingerprint, RecordIds.CreateForIndex(i, entry.Id)));
            }
        }
    }

    private static void Write(PartitionWriter writer, long left, long right, int distance)
    {
        var pair = new SimHashPair(Math.Min(left, right), Math.Max(left, right), distance);
        writer.Write(SeededRandom.Mix(SeededRandom.Mix((ulong)pair.First) ^ (ulong)pair.Second), pair);
    }
}
