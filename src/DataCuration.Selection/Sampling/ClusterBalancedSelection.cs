namespace DataCuration.Selection;

/// <summary>
/// Selects a number of documents that is balanced over sources and clusters, by the sampling of S2L (Yang and others 2024, arXiv 2403.07384; code
/// <c>schedules/s2l.py</c>). The clusters may be any labels: of k-means, topics, or near duplicates. <see cref="TrajectorySelection"/> finds the clusters of
/// S2L.
/// </summary>
/// <remarks>
/// Sources are taken in ascending order of their size. Each gets the rest of the budget divided by the number of remaining sources, or all that it has.
/// Inside a source, the same is done with clusters of more than <see cref="SmallCluster"/> documents. The remainder is drawn from all smaller clusters
/// together. Documents are drawn by seed and id, so that the selection does not depend on their order if their ids differ. A document without a cluster is
/// not selected.
/// <para>Memory: 48 bytes for each cluster of a source, the bits of one shard for each worker, and about 100 MB. There are at most 65,536 clusters.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Selection;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("instructions/*.jsonl"); // with the fields "source" and "topic"
/// KeepList chosen = await pool.FitAsync(new ClusterBalancedSelection("topic") { Documents = 50_000, SourceField = "source" }, run);
/// Console.WriteLine(SelectionReport.Load(chosen));
/// </code>
/// </example>
/// <param name="clusterField">The annotation or field that holds the cluster's label.</param>
public sealed class ClusterBalancedSelection(string clusterField) : CorpusFit<KeepList>
{
    private readonly string clusterField = OptionChecks.NotEmpty(clusterField);

    /// <summary>The number of documents to select, 0 or more. Required.</summary>
    public required long Documents { get; init => field = SelectionChecks.Budget(value); }

    /// <summary>
    /// The annotation or field that holds the source. Default: null, one source. A document without a value belongs to a source without a name.
    /// </summary>
    public string? SourceField { get; init => field = SelectionChecks.Name(value); }

    /// <summary>The maximum number of documents of a small cluster, 0 or more. Default: 2 (S2L).</summary>
    public long SmallCluster { get; init => field = SelectionChecks.Budget(value); } = 2;

    /// <summary>The seed. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public override string Name => "cluster-balanced-selection";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
        writer.Add("cluster", clusterField);
        writer.Add(nameof(Documents), Documents);
        writer.Add(nameof(SourceField), SourceField);
        writer.Add(nameof(SmallCluster), SmallCluster);
        writer.Add(nameof(Seed), Seed);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        string[] groups = SourceField is null ? [clusterField] : [SourceField, clusterField];
        int first = SourceField is null ? -1 : 0, second = groups.Length - 1;
        AnnotationTable table = await scope.FitAsync(scope.Corpus, new AnnotationTableFit([], groups, DocumentMeasure.Documents), cancellationToken)
            .ConfigureAwait(false);
        int unknown = table.GroupNames[second].IndexOf("");
        var balance = new ClusterBalance(SmallCluster, Seed, Name);
        var program = new SelectionProgram
        {
            Table = table,
            Scores = [clusterField],
            CandidateFactory = token => balance.CreateCandidates(table,
                row => (first < 0 ? 0 : row.Groups[first], row.Groups[second] == unknown ? -1 : row.Groups[second]), token),
            Share = strata => ClusterBalance.Share(strata, Documents),
            Unit = DocumentMeasure.Documents.Unit,
            Groups = groups,
            FirstGroup = first,
            SecondGroup = second,
            SecondName = number => number == ClusterBalance.Small ? ClusterBalance.SmallName : table.GroupNames[second][number],
        };
        return await program.RunAsync(scope, cancellationToken).ConfigureAwait(false);
    }
}
