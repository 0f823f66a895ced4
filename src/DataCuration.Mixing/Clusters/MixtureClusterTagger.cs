namespace DataCuration.Mixing;

/// <summary>
/// Writes the name of each document's merged cluster. Documents of pruned clusters, and those without a vector, are dropped with the reasons
/// <c>pruned_cluster</c> and <c>no_cluster</c>.
/// </summary>
/// <param name="clusters">The clusters. They must be of the corpus that the stage is piped to: documents are found by shard and record.</param>
public sealed class MixtureClusterTagger(MixtureClusters clusters) : DocumentTransform
{
    /// <summary>The default annotation.</summary>
    public static readonly AnnotationKey<string> Cluster = new("cluster");

    private readonly MixtureClusters clusters = clusters ?? throw new ArgumentNullException(nameof(clusters));

    /// <summary>The annotation to write.</summary>
    /// <value>Default <c>cluster</c>.</value>
    public string Annotation { get; init => field = OptionChecks.NotEmpty(value); } = Cluster.Name;

    /// <summary>True to keep documents of pruned clusters and those without a vector. They have no annotation, and that of an earlier run is removed.</summary>
    /// <value>Default false.</value>
    public bool KeepsOthers { get; init; }

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        MixtureCluster? cluster = clusters.Find(context.ShardIndex, document);
        if (cluster?.MergedName is { } name) return StageResult.Replace(document.With(new AnnotationKey<string>(Annotation), name));
        if (KeepsOthers) return StaleAnnotation.Remove(document, Annotation);
        return StageResult.Drop(cluster is null ? "no_cluster" : "pruned_cluster");
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("clusters", clusters);
        writer.Add(nameof(Annotation), Annotation);
        writer.Add(nameof(KeepsOthers), KeepsOthers);
    }
}
