namespace DataCuration.Filters;

/// <summary>
/// Writes the number of words, those that begin with punctuation left out, as an annotation (DCLM's <c>word_counter_enricher</c>). A
/// <see cref="DclmWordRemovalFilter"/> later compares it with what modifiers have left.
/// </summary>
public sealed class DclmWordCounter : DocumentTransform
{
    /// <summary>The default annotation: <c>previous_word_count</c> (dclm_baseline_refinedweb.yaml).</summary>
    public static readonly AnnotationKey<int> PreviousWordCount = new("previous_word_count");

    /// <summary>The annotation. Default: <see cref="PreviousWordCount"/>.</summary>
    public AnnotationKey<int> Annotation { get; init; } = PreviousWordCount;

    /// <summary>The definition of a word. Default: fastText's, as in DCLM.</summary>
    public DclmWordModel Words { get; init => field = RuleChecks.Defined(value, nameof(Words)); } = DclmWordModel.FastText;

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        return StageResult.Replace(document.With(Annotation, DclmWords.Count(document.Utf8Text, Words, ignorePunctuation: true)));
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Annotation), Annotation.Name);
        writer.Add(nameof(Words), Words.ToString());
    }
}
