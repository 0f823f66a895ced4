namespace DataCuration.Deduplication;

/// <summary>
/// Tells which records are duplicates of which: the tables <c>cluster</c>, <c>size</c>, <c>match</c> and <c>similarity</c> beside the keep list of a
/// deduplication. Any number of threads may read at the same time.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// KeepList unique = KeepList.Load("unique");
/// using DuplicateTable duplicates = DuplicateTable.Open(unique);
/// if (duplicates.Find(shard: 0, record: 17) is { } found) Console.WriteLine($"one of {found.ClusterSize}, like record {found.Match.Record}");
/// </code>
/// </example>
public sealed class DuplicateTable : IDisposable
{
    internal const string ClusterName = "cluster", SizeName = "size", MatchName = "match", SimilarityName = "similarity";
    private readonly RecordTable<long> clusters;
    private readonly RecordTable<long> sizes;
    private readonly RecordTable<long> matches;
    private readonly RecordTable<float> similarities;

    private DuplicateTable(KeepList list)
    {
        clusters = list.OpenProvenance<long>(ClusterName);
        sizes = list.OpenProvenance<long>(SizeName);
        matches = list.OpenProvenance<long>(MatchName);
        similarities = list.OpenProvenance<float>(SimilarityName);
    }

    /// <summary>Opens the tables of a list.</summary>
    /// <param name="list">A list that a deduplication made.</param>
    /// <exception cref="ArgumentException">The list has no such tables.</exception>
    public static DuplicateTable Open(KeepList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        foreach (string name in (string[])[ClusterName, SizeName, MatchName, SimilarityName])
        {
            if (list.Provenance.All(table => table.Name != name))
                throw new ArgumentException($"The keep list in '{list.Folder}' has no table '{name}': it was not made by a deduplication.", nameof(list));
        }
        return new(list);
    }

    /// <summary>Finds a record's cluster.</summary>
    /// <param name="shard">The shard's number.</param>
    /// <param name="record">The record's number in its shard.</param>
    /// <returns>The entry; null if the record has no duplicates.</returns>
    public Duplicate? Find(int shard, long record)
    {
        if (!clusters.TryGet(shard, record, out long cluster)) return null;
        sizes.TryGet(shard, record, out long size);
        matches.TryGet(shard, record, out long match);
        similarities.TryGet(shard, record, out float similarity);
        return new() { Survivor = RecordIds.Parse(cluster), ClusterSize = size, Match = RecordIds.Parse(match), Similarity = similarity };
    }

    /// <summary>Closes the tables.</summary>
    public void Dispose()
    {
        clusters.Dispose();
        sizes.Dispose();
        matches.Dispose();
        similarities.Dispose();
    }
}
