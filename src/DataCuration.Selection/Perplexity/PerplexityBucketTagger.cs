namespace DataCuration.Selection;

/// <summary>
/// Writes the bucket of each document: <c>head</c>, <c>middle</c>, <c>tail</c>, or <c>all</c> without a perplexity or cutoffs, as CCNet does.
/// </summary>
/// <param name="buckets">The cutoffs.</param>
public sealed class PerplexityBucketTagger(PerplexityBuckets buckets) : DocumentTransform
{
    /// <summary>The default annotation.</summary>
    public static readonly AnnotationKey<string> Bucket = new("bucket");

    private readonly PerplexityBuckets buckets = buckets ?? throw new ArgumentNullException(nameof(buckets));

    /// <summary>The annotation to write. Default: <c>bucket</c>.</summary>
    public string Annotation { get; init => field = OptionChecks.NotEmpty(value); } = Bucket.Name;

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        return StageResult.Replace(document.With(new AnnotationKey<string>(Annotation), PerplexityBuckets.NameOf(buckets.Find(document))));
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("buckets", buckets);
        writer.Add(nameof(Annotation), Annotation);
    }
}
