using System.Collections.Immutable;
using System.Globalization;

namespace DataCuration.Mixing;

/// <summary>
/// Divides a corpus into the sources of a mixture search, as CLIMB does (Nemotron-CLIMB, arXiv 2504.13161): k-means on embeddings, clusters with low mean
/// ratings are pruned, and centroids that are near each other are merged. <see cref="MixtureClusterTagger"/> then writes the name of each document's cluster.
/// </summary>
/// <remarks>
/// Documents without a vector belong to no cluster. Ratings are annotations that a classifier wrote before. Memory: that of k-means, the centroids, and 8 bytes
/// for each pair of clusters that were not pruned.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Mixing;
///
/// using var run = new CurationRun();
/// Corpus rated = Corpus.FromJsonl("rated/*.jsonl");
/// using EmbeddingStore vectors = await rated.FitAsync(new EmbeddingFit(new EmbeddingField("embedding", 1024)), run);
/// var fit = new MixtureClusterFit(vectors) { MinRatings = new Dictionary&lt;string, double&gt; { ["quality"] = 3, ["educational"] = 3 } };
/// using MixtureClusters clusters = await rated.FitAsync(fit, run);
/// await rated.Pipe(new MixtureClusterTagger(clusters))
///     .WritePartitionedAsync("clusters", document =&gt; document.Get(MixtureClusterTagger.Cluster)!, run);
/// </code>
/// </example>
public sealed class MixtureClusterFit : CorpusFit<MixtureClusters>
{
    private const string ModelFile = "centroids.kmeans";
    private readonly EmbeddingStore embeddings;

    /// <summary>Creates the fit.</summary>
    /// <param name="embeddings">The vectors of the corpus's documents, made for the same source.</param>
    public MixtureClusterFit(EmbeddingStore embeddings)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        this.embeddings = embeddings;
    }

    /// <summary>The clustering.</summary>
    /// <value>Default: 1,000 clusters (CLIMB), by cosine. 48 to 2,000 clusters gave the paper nearly the same result.</value>
    public KMeansOptions KMeans { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new() { Clusters = 1_000 };

    /// <summary>The smallest mean of each rating: annotations and their limits. A cluster below one of them is pruned.</summary>
    /// <value>Default: empty, no cluster is pruned. The paper prunes below 3 of 5; the tutorial below 1, and below 2 for advertisement.</value>
    /// <exception cref="ArgumentException">A limit is not finite.</exception>
    public IReadOnlyDictionary<string, double> MinRatings
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach ((string name, double limit) in value)
                if (!double.IsFinite(limit)) throw new ArgumentException(FormattableString.Invariant($"The limit of '{name}' is {limit}."), nameof(value));
            field = new Dictionary<string, double>(value, StringComparer.Ordinal);
        }
    } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The largest distance of clusters that are merged (<see cref="WardClustering.Cut"/>).</summary>
    /// <value>At least 0; default 1.5 (CLIMB).</value>
    public double MergeDistance
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must not be negative.");
    } = 1.5;

    /// <summary>The annotation with a document's size, such as a number of tokens; null for the length of its text in UTF-8 bytes.</summary>
    /// <value>Default null.</value>
    public string? SizeField { get; init => field = value is null ? null : OptionChecks.NotEmpty(value); }

    /// <summary>The first part of the names of merged clusters. The number of the first cluster of k-means in it follows.</summary>
    /// <value>Default <c>cluster-</c>.</value>
    public string NamePrefix { get; init => field = OptionChecks.NotEmpty(value); } = "cluster-";

    /// <inheritdoc/>
    public override string Name => "mixture-clusters";

    /// <summary>The names of the ratings, in order.</summary>
    private string[] Ratings => [.. MinRatings.Keys.Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add("embeddings", embeddings);
        writer.AddScope("k_means", KMeans.Describe);
        foreach (string rating in Ratings) writer.Add($"min.{rating}", MinRatings[rating]);
        writer.Add(nameof(MergeDistance), MergeDistance);
        writer.Add(nameof(SizeField), SizeField);
        writer.Add(nameof(NamePrefix), NamePrefix);
    }

    /// <inheritdoc/>
    protected override async Task<MixtureClusters> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        embeddings.RequireSource(scope);
        PhaseFiles centroids = await scope.FinishAsync("centroids", (output, token) =>
        {
            KMeansModel found = DataCuration.KMeans.Fit(embeddings, KMeans with { Threads = Math.Max(KMeans.Threads, scope.Options.MaxParallelShards) }, token);
            using Stream file = output.CreateFile(ModelFile);
            found.Write(file);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        KMeansModel model;
        using (Stream stream = centroids.Files.OpenRead(centroids.FindFile(ModelFile)!, FileReadPattern.Sequential)) model = KMeansModel.Read(stream);
        PhaseFiles assigned = await scope.MapAsync("assignments", scope.Corpus, new ClusterSink(this, embeddings, model, Ratings), cancellationToken)
            .ConfigureAwait(false);
        PhaseFiles result = await scope.FinishAsync("clusters", (output, token) =>
        {
            MixtureClusters.Write(output, assigned, model, Merge(scope, assigned, model), scope.ShardCount, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        _ = result.FindFile(MixtureClusters.HeaderName);
        return MixtureClusters.Load(result.Folder, result.Files);
    }

    /// <summary>Prunes and merges clusters.</summary>
    private List<MixtureCluster> Merge(FitScope scope, PhaseFiles assigned, KMeansModel model)
    {
        string[] ratings = Ratings;
        var totals = new ClusterTotals(model.Clusters, ratings.Length);
        for (int shard = 0; shard < scope.ShardCount; shard++)
            if (assigned.FindFile(ClusterTotals.FileName(shard)) is { } path) totals.AddFrom(assigned.Files.OpenRead(path, FileReadPattern.Sequential));
        // A rating that no document of the cluster has is below every limit.
        int[] kept = [.. Enumerable.Range(0, model.Clusters).Where(cluster => totals.Documents[cluster] > 0
            && Enumerable.Range(0, ratings.Length).All(rating => totals.Mean(cluster, rating) >= MinRatings[ratings[rating]]))];
        if (kept.Length == 0)
            throw new CurationException($"All {model.Clusters} clusters were pruned. Lower {nameof(MinRatings)}, and check that the documents have the ratings "
                + $"{string.Join(", ", ratings)}.");
        var points = new float[kept.Length * model.Dimension];
        for (int i = 0; i < kept.Length; i++) model.GetCentroid(kept[i]).CopyTo(points.AsSpan(i * model.Dimension));
        int[] labels = WardClustering.Cut(points, model.Dimension, MergeDistance);
        var names = new string?[model.Clusters];
        for (int i = 0; i < kept.Length; i++)
            names[kept[i]] = string.Create(CultureInfo.InvariantCulture, $"{NamePrefix}{kept[Array.IndexOf(labels, labels[i])]}");
        return [.. Enumerable.Range(0, model.Clusters).Select(cluster => new MixtureCluster
        {
            Number = cluster,
            Documents = totals.Documents[cluster],
            Size = totals.Sizes[cluster],
            Ratings = ratings.Select((name, rating) => KeyValuePair.Create(name, totals.Mean(cluster, rating)))
                .ToImmutableSortedDictionary(StringComparer.Ordinal),
            MergedName = names[cluster],
        })];
    }
}
