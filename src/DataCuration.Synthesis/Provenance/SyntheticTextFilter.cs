namespace DataCuration.Synthesis;

/// <summary>
/// Drops generated texts that cannot be used, with their problem (<see cref="SyntheticAnnotations.Problem"/>) as the reason, and texts that are too short or
/// copy their source. Put it after every stage that generates texts: refusals must not become training data. Documents without the annotations are kept.
/// </summary>
public sealed class SyntheticTextFilter : DocumentFilter
{
    /// <summary>The drop reason of texts below <see cref="MinChars"/>.</summary>
    public const string TooShort = "too_short";

    /// <summary>The drop reason of texts above <see cref="MaxVerbatim"/>.</summary>
    public const string CopiesSource = "copies_source";

    /// <summary>The minimum length of a generated text in UTF-16 units, without white space around it. Default: 1, which drops empty texts only.</summary>
    public int MinChars
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A length must not be negative.");
    } = 1;

    /// <summary>
    /// The maximum share of a text that repeats its source verbatim (<see cref="SyntheticAnnotations.Verbatim"/>), in [0, 1]. Default: 1, for no limit: names
    /// and quotations repeat in any good paraphrase, so a limit depends on the texts.
    /// </summary>
    public double MaxVerbatim
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is between 0 and 1.");
    } = 1;

    /// <inheritdoc/>
    protected override StageResult Evaluate(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document.TryGet(SyntheticAnnotations.Problem, out string? problem) && !string.IsNullOrEmpty(problem)) return StageResult.Drop(problem);
        if (!document.TryGet(SyntheticAnnotations.Method, out string? _)) return StageResult.Keep;
        if (document.Text.AsSpan().Trim().Length < MinChars) return StageResult.Drop(TooShort);
        return document.TryGet(SyntheticAnnotations.Verbatim, out double verbatim) && verbatim > MaxVerbatim ? StageResult.Drop(CopiesSource)
            : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(MinChars), MinChars);
        writer.Add(nameof(MaxVerbatim), MaxVerbatim);
    }
}
