namespace DataCuration.Selection;

/// <summary>Writes the share of rare words in each document, by the counts of a reference corpus (<see cref="RareWords"/>).</summary>
/// <remarks>Words that the reference does not have are rare. A document without words gets no annotation.</remarks>
/// <param name="reference">The words of the reference: usually the pool itself, or the pretraining corpus.</param>
public sealed class RareWordTagger(WordCounts reference) : DocumentTransform
{
    /// <summary>The default annotation: the share of rare words, 0 to 1.</summary>
    public static readonly AnnotationKey<double> RareShare = new("rare_word_share");

    private readonly WordCounts reference = reference ?? throw new ArgumentNullException(nameof(reference));
    private readonly Lock gate = new();
    private long maxCount = -1;

    /// <summary>The share of the reference's words that the rare ones make together, 0 to 1.</summary>
    /// <value>Default 0.01 (our choice): one word in a hundred of the reference is rare.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public double Share
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is between 0 and 1.");
    } = 0.01;

    /// <summary>The annotation to write. Default: <c>rare_word_share</c>.</summary>
    public string Annotation { get; init => field = OptionChecks.NotEmpty(value); } = RareShare.Name;

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        long max = MaxCount();
        (long rare, long words) = reference.CountWhere(document.Utf8Text, count => count <= max);
        if (words > 0) return StageResult.Replace(document.With(new AnnotationKey<double>(Annotation), (double)rare / words));
        return StaleAnnotation.IsThere(document, Annotation) ? StageResult.Replace(document.Edit().Set(Annotation, AnnotationValue.Null).Build())
            : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("reference", reference);
        writer.Add(nameof(Share), Share);
        writer.Add(nameof(Annotation), Annotation);
    }

    private long MaxCount()
    {
        lock (gate)
        {
            if (maxCount < 0) maxCount = RareWords.MaxCount(reference, Share);
            return maxCount;
        }
    }
}
