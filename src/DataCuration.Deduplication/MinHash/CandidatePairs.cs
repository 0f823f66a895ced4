namespace DataCuration.Deduplication;

/// <summary>Pairs the documents that have a band in common, part by part of the sorted bands.</summary>
/// <param name="own">The bands of the corpus.</param>
/// <param name="indexes">The bands of earlier corpora.</param>
/// <param name="mode">What is removed if there are indexes.</param>
/// <param name="isVerified">
/// False to pair each document with the first one of its band, which is enough for clusters; true to pair it with the first <see cref="MaxLeaders"/>.
/// </param>
internal sealed class CandidatePairs(MinHashIndex own, IReadOnlyList<MinHashIndex> indexes, IndexMode mode, bool isVerified)
{
    public const string RecordName = "pairs";

    /// <summary>The number of documents of a band that every other one is compared with: a band with many documents does not take quadratic time.</summary>
    public const int MaxLeaders = 16;

    /// <summary>Writes the pairs of one part.</summary>
    /// <param name="output">The task's output; its number is the part's.</param>
    /// <param name="tasks">The number of tasks that the pairs are divided into, by hash.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public void Write(ShardOutput output, int tasks, CancellationToken cancellationToken)
    {
        var writer = new PartitionWriter(output, RecordName, tasks, recordSize: 16);
        using RecordTablePart<BandEntry> entries = own.Open(output.Index);
        RecordTablePart<BandEntry>[] others = [.. indexes.Select(index => index.Open(output.Index))];
        try
        {
            var rows = new long[others.Length];
            Span<long> known = stackalloc long[MaxLeaders], leaders = stackalloc long[MaxLeaders];
            int most = isVerified ? MaxLeaders : 1, knownCount = 0, count = 0;
            ulong key = 0;
            for (long row = 0; row < entries.RowCount; row++)
            {
                if ((row & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
                BandEntry entry = entries.GetRow(row)[0];
                if (row == 0 || entry.Key != key)
                {
                    key = entry.Key;
                    knownCount = FindInIndexes(others, rows, key, known[..most]);
                    count = 0;
                }
                foreach (long id in known[..knownCount]) Write(writer, id, entry.Id);
                // Without verification a document of an index joins all others of its band.
                if (!isVerified && knownCount > 0) continue;
                if (mode == IndexMode.CorpusAndIndexes || indexes.Count == 0)
                    foreach (long leader in leaders[..count]) Write(writer, leader, entry.Id);
                if (count < most) leaders[count++] = entry.Id;
            }
        }
        finally
        {
            foreach (RecordTablePart<BandEntry> other in others) other.Dispose();
        }
        writer.Complete();
    }

    /// <summary>Finds the first records of the indexes with a band. Keys come in ascending order, so that each index is read once.</summary>
    /// <returns>The number of records found.</returns>
    private static int FindInIndexes(RecordTablePart<BandEntry>[] others, long[] rows, ulong key, Span<long> found)
    {
        int count = 0;
        for (int i = 0; i < others.Length; i++)
        {
            while (rows[i] < others[i].RowCount && others[i].GetRow(rows[i])[0].Key < key) rows[i]++;
            for (long row = rows[i]; row < others[i].RowCount && count < found.Length; row++)
            {
                BandEntry entry = others[i].GetRow(row)[0];
                if (entry.Key != key) break;
                found[count++] = RecordIds.CreateForIndex(i, entry.Id);
            }
        }
        return count;
    }

    private static void Write(PartitionWriter writer, long first, long second) => writer.Write(Mix(first, second), new IdPair(first, second));

    private static ulong Mix(long first, long second) => SeededRandom.Mix(SeededRandom.Mix((ulong)first) ^ (ulong)second);
}
