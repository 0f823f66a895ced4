namespace DataCuration.Selection;

/// <summary>
/// Keeps documents of some buckets. Drop reasons: <c>perplexity_head</c>, <c>perplexity_middle</c>, <c>perplexity_tail</c>, and <c>no_perplexity</c> for
/// documents without a bucket.
/// </summary>
/// <param name="buckets">The cutoffs.</param>
public sealed class PerplexityBucketFilter(PerplexityBuckets buckets) : DocumentFilter, IPhaseCheck
{
    private readonly PerplexityBuckets buckets = buckets ?? throw new ArgumentNullException(nameof(buckets));

    /// <summary>The buckets to keep. <see cref="PerplexityBucket.All"/> keeps documents without a bucket.</summary>
    /// <value>Default: head and middle (our choice). RedPajama-V2 keeps these two.</value>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    public IReadOnlyList<PerplexityBucket> Keep
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value.Count > 0 ? [.. value.Distinct().Order()] : throw new ArgumentException("Name at least one bucket to keep.", nameof(value));
        }
    } = [PerplexityBucket.Head, PerplexityBucket.Middle];

    /// <inheritdoc/>
    protected override StageResult Evaluate(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        PerplexityBucket bucket = buckets.Find(document);
        if (Keep.Contains(bucket)) return StageResult.Keep;
        if (bucket != PerplexityBucket.All) return StageResult.Drop($"perplexity_{PerplexityBuckets.NameOf(bucket)}");
        if (!document.TryGet(new AnnotationKey<double>(buckets.Score), out _)) MissingScores.Warn(context, document, buckets.Score);
        return StageResult.Drop("no_perplexity");
    }

    /// <inheritdoc/>
    void IPhaseCheck.Check(StageReport counts, RunReport report)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(report);
        MissingScores.Require(counts, report, "no_perplexity", buckets.Score);
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("buckets", buckets);
        writer.Add(nameof(Keep), string.Join(',', Keep.Select(PerplexityBuckets.NameOf)));
    }
}
