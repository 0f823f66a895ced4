namespace DataCuration.Selection;

/// <summary>
/// The balanced sampling of S2L (Yang and others 2024, arXiv 2403.07384; code <c>schedules/s2l.py</c>). Sources share a budget as evenly as their sizes allow,
/// and so do the clusters of a source. What the larger clusters leave is drawn from all small clusters together.
/// </summary>
/// <param name="smallCluster">The maximum size of a small cluster, in documents.</param>
/// <param name="seed">The seed of the selection.</param>
/// <param name="purpose">The name of the selection: two selections with one seed draw different documents.</param>
internal sealed class ClusterBalance(long smallCluster, ulong seed, string purpose)
{
    private readonly ulong ownSeed = SeededRandom.Create(seed, purpose, "").NextUInt64();

    /// <summary>The second part of the stratum that joins all small clusters of a source. It is the last one of its source.</summary>
    public const int Small = int.MaxValue;

    /// <summary>The name of that stratum in reports.</summary>
    public const string SmallName = "(small clusters)";

    /// <summary>Creates the function that converts a row to a candidate. It counts the documents of each cluster first.</summary>
    /// <param name="table">The documents.</param>
    /// <param name="place">Returns the source and the cluster of a row; a negative cluster is unknown.</param>
    /// <param name="cancellationToken">Cancels the count.</param>
    public Func<AnnotationRow, Candidate> CreateCandidates(AnnotationTable table, Func<AnnotationRow, (int Source, int Cluster)> place,
        CancellationToken cancellationToken)
    {
        var sizes = new Dictionary<(int, int), long>();
        foreach (AnnotationRow row in table.Rows(cancellationToken))
            if (place(row) is { Cluster: >= 0 } at) sizes[at] = sizes.GetValueOrDefault(at) + 1;
        return row =>
        {
            (int source, int cluster) = place(row);
            if (cluster < 0 || row.Size < 0) return Candidate.Unrated;
            return Candidate.Of(source, sizes[(source, cluster)] <= smallCluster ? Small : cluster, 0, ownSeed, row.IdHash);
        };
    }

    /// <summary>Divides a budget of documents among strata. What cannot be selected is added to the last stratum, so that reports show it as missing.</summary>
    /// <param name="strata">The strata: a source and a cluster, in order.</param>
    /// <param name="budget">The number of documents.</param>
    public static long[] Share(IReadOnlyList<Stratum> strata, long budget)
    {
        IGrouping<int, int>[] sources = [.. Enumerable.Range(0, strata.Count).GroupBy(i => strata[i].First)];
        long[] bySource = Quotas.Even([.. sources.Select(source => source.Sum(i => strata[i].Documents))], budget);
        var quotas = new long[strata.Count];
        for (int s = 0; s < sources.Length; s++)
        {
            int[] large = [.. sources[s].Where(i => strata[i].Second != Small)];
            long[] shares = Quotas.Even([.. large.Select(i => strata[i].Documents)], bySource[s]);
            for (int i = 0; i < large.Length; i++) quotas[large[i]] = shares[i];
            foreach (int i in sources[s].Where(i => strata[i].Second == Small)) quotas[i] = bySource[s] - shares.Sum();
        }
        if (quotas.Length > 0) quotas[^1] += budget - quotas.Sum();
        return quotas;
    }
}
