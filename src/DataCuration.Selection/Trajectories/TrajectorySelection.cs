using System.Globalization;

namespace DataCuration.Selection;

/// <summary>
/// Selects documents by S2L, "SmallToLarge" (Yang and others 2024, arXiv 2403.07384). The losses of a small proxy model at its checkpoints are a document's
/// trajectory. Documents with similar trajectories have similar gradients. They are clustered by k-means, and the selection is balanced over the clusters
/// (<see cref="ClusterBalancedSelection"/>).
/// </summary>
/// <remarks>
/// The paper's proxy is a Pythia-70M that is fine-tuned for 3 epochs with a checkpoint every 500 steps; its losses are the mean losses of the responses. A loss
/// that is not finite counts as 0. A document without losses is not selected. The list's table <c>cluster</c> has the number of each document's cluster,
/// counted in its source; -1 without losses.
/// <para>
/// Memory: 16 bytes for each document of the largest source, the centroids, and about 100 MB. Trajectories stay in memory-mapped files. A loss file is read
/// into memory: 8 bytes for each loss, and 60 bytes for each document.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Selection;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("instructions/*.jsonl"); // with the field "losses": [2.1, 1.7, 1.2]
/// var fit = new TrajectorySelection(new EmbeddingField("losses", dimension: 3)) { Documents = 131_020, SourceField = "source" };
/// Corpus chosen = pool.Keep(await pool.FitAsync(fit, run));
/// </code>
/// </example>
public sealed class TrajectorySelection : CorpusFit<KeepList>
{
    private const string ModelSuffix = ".kmeans";
    private const string ClusterName = "cluster";
    private readonly TrajectoryReader reader;

    /// <summary>Creates a selection that reads losses from an array.</summary>
    /// <param name="losses">The annotation or field, an array with the loss of each checkpoint. An entry that is no number counts as 0.</param>
    public TrajectorySelection(EmbeddingField losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        reader = new(losses);
    }

    /// <summary>Creates a selection that reads the loss of each checkpoint from a field of its own.</summary>
    /// <param name="fields">The annotations or fields, in the order of the checkpoints. A document needs at least one of them.</param>
    public TrajectorySelection(IReadOnlyList<string> fields) => reader = new(SelectionChecks.Metrics(fields));

    /// <summary>Creates a selection that reads losses by the documents' ids.</summary>
    /// <param name="losses">The losses, such as a <see cref="LossFile"/>; each "model" is a checkpoint. Give mean losses, as the paper does.</param>
    public TrajectorySelection(ILossSource losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        reader = new(losses);
    }

    /// <summary>The number of documents to select, 0 or more. Required. The paper selects 131,020 (50 % of MathInstruct).</summary>
    public required long Documents { get; init => field = SelectionChecks.Budget(value); }

    /// <summary>
    /// The annotation or field that holds the source. Default: null, one source. A document without a value belongs to a source without a name.
    /// </summary>
    public string? SourceField { get; init => field = SelectionChecks.Name(value); }

    /// <summary>
    /// The number of checkpoints to thin trajectories to, 1 or more: every (all / this)-th checkpoint is kept, from the first on (the reference's
    /// <c>num_loss_ckpts</c>). If the division has a remainder, more are kept. Default: null, all.
    /// </summary>
    public int? Checkpoints
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one checkpoint is kept.");
    }

    /// <summary>
    /// The clustering. Default: 100 clusters, 20 passes, Euclidean distance (the reference). <see cref="KMeansOptions.Threads"/> does not change the result.
    /// </summary>
    public KMeansOptions KMeans { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } =
        new() { Clusters = 100, MaxIterations = 20, Distance = VectorDistance.Euclidean, Tolerance = 0 };

    /// <summary>True to cluster each source on its own, as the reference's code does; false for clusters that sources share. Default: true.</summary>
    public bool ClusterEachSource { get; init; } = true;

    /// <summary>The maximum number of documents of a small cluster, 0 or more. Default: 2 (S2L).</summary>
    public long SmallCluster { get; init => field = SelectionChecks.Budget(value); } = 2;

    /// <summary>The seed of the sampling. The clustering has its own. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public override string Name => "trajectory-selection";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
        writer.AddScope("trajectories", reader.Describe);
        writer.Add(nameof(Documents), Documents);
        writer.Add(nameof(SourceField), SourceField);
        writer.Add(nameof(Checkpoints), Checkpoints?.ToString(CultureInfo.InvariantCulture));
        writer.AddScope("k_means", KMeans.Describe);
        writer.Add(nameof(ClusterEachSource), ClusterEachSource);
        writer.Add(nameof(SmallCluster), SmallCluster);
        writer.Add(nameof(Seed), Seed);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        var sink = new TrajectorySink(reader, Math.Max(1, reader.Checkpoints / (Checkpoints ?? reader.Checkpoints)), SourceField);
        PhaseFiles trajectories = await scope.MapAsync("trajectories", scope.Corpus, sink, cancellationToken).ConfigureAwait(false);
        var table = new AnnotationTable(trajectories, 1, 0);
        int models = ClusterEachSource ? table.GroupNames[0].Length : 1;
        PhaseFiles centroids = await scope.ReduceAsync("centroids", models, (output, token) =>
        {
            Cluster(output, trajectories, table, sink.Width, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles clusters = await scope.ReduceAsync("clusters", scope.ShardCount, (output, token) =>
        {
            Assign(output, trajectories, table, centroids, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        using var labels = new RecordTable<int>(clusters, ClusterName);
        var balance = new ClusterBalance(SmallCluster, Seed, Name);
        var program = new SelectionProgram
        {
            Table = table,
            Scores = reader.Fields,
            CandidateFactory = token => balance.CreateCandidates(table,
                row => (row.Groups[0], labels.TryGet(row.Shard, row.Record, out int cluster) ? cluster : -1), token),
            Share = strata => ClusterBalance.Share(strata, Documents),
            Unit = DocumentMeasure.Documents.Unit,
            Groups = [SourceField ?? ""],
            FirstGroup = SourceField is null ? -1 : 0,
            SecondName = number => number == ClusterBalance.Small ? ClusterBalance.SmallName : number.ToString(CultureInfo.InvariantCulture),
            AddProvenance = (part, shard) =>
            {
                RecordTableWriter<int> written = part.AddProvenance<int>(ClusterName);
                foreach (AnnotationRow row in table.RowsOf(shard))
                    written.Append(row.Record, labels.TryGet(shard, row.Record, out int cluster) ? cluster : -1);
            },
        };
        return await program.RunAsync(scope, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds the centroids of a source, or of all documents.</summary>
    private void Cluster(ShardOutput output, PhaseFiles trajectories, AnnotationTable table, int width, CancellationToken cancellationToken)
    {
        using var all = new RecordTable<float>(trajectories, TrajectorySink.TableName);
        var parts = new RecordTablePart<float>?[trajectories.TaskCount];
        try
        {
            for (int shard = 0; shard < parts.Length; shard++) parts[shard] = all.OpenShard(shard);
            var vectors = new TrajectoryVectors(parts, width);
            foreach (AnnotationRow row in table.Rows(cancellationToken))
                if (row.Size >= 0 && (!ClusterEachSource || row.Groups[0] == output.Index)) vectors.Add(row.Shard, row.Number);
            if (vectors.Count == 0) return;
            DataCuration.KMeans.Fit(vectors, KMeans, cancellationToken).Write(output.CreateFile(output.Name + ModelSuffix));
        }
        finally
        {
            foreach (RecordTablePart<float>? part in parts) part?.Dispose();
        }
    }

    /// <summary>Writes the cluster of each document of a shard that has a trajectory.</summary>
    private void Assign(ShardOutput output, PhaseFiles trajectories, AnnotationTable table, PhaseFiles centroids, CancellationToken cancellationToken)
    {
        var models = new Dictionary<int, KMeansModel>();
        var clusters = new RecordTableWriter<int>(output, ClusterName);
        using var all = new RecordTable<float>(trajectories, TrajectorySink.TableName);
        using RecordTablePart<float>? part = all.OpenShard(output.Index);
        float[] scaled = [];
        foreach (AnnotationRow row in table.RowsOf(output.Index))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row.Size < 0) continue;
            int source = ClusterEachSource ? row.Groups[0] : 0;
            if (!models.TryGetValue(source, out KMeansModel? model))
            {
                using Stream stream = centroids.Files.OpenRead(centroids.Find(source, ModelSuffix)!, FileReadPattern.Sequential);
                models.Add(source, model = KMeansModel.Read(stream));
            }
            if (scaled.Length == 0) scaled = new float[model.Dimension];
            part!.GetRow(row.Number).CopyTo(scaled);
            if (model.Distance == VectorDistance.Cosine) VectorKernels.Normalize(scaled);
            clusters.Append(row.Record, model.Assign(scaled, out _));
        }
        clusters.Complete();
    }
}
