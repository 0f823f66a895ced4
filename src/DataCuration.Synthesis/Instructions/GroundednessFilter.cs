namespace DataCuration.Synthesis;

/// <summary>
/// Drops answers that their passages do not support, by the annotations that <see cref="GroundedAnswerer"/> wrote. The drop reason is
/// <see cref="NotGrounded"/>. Documents without the annotations are kept.
/// </summary>
public sealed class GroundednessFilter : DocumentFilter
{
    /// <summary>The drop reason.</summary>
    public const string NotGrounded = "not_grounded";

    /// <summary>The minimum share of content words (<see cref="GroundednessScores.Words"/>), in [0, 1].</summary>
    /// <value>Default 0.5 (our choice: an answer in other words keeps the names and terms).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0 or above 1.</exception>
    public double MinWordShare { get; init => field = Checked(value, nameof(MinWordShare)); } = 0.5;

    /// <summary>The minimum share of numbers (<see cref="GroundednessScores.Numbers"/>), in [0, 1].</summary>
    /// <value>Default 1 (our choice: an invented number is an invented fact). Lower it for computing tasks.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0 or above 1.</exception>
    public double MinNumberShare { get; init => field = Checked(value, nameof(MinNumberShare)); } = 1;

    /// <summary>The minimum share of word triples (<see cref="GroundednessScores.Phrases"/>), in [0, 1]. It asks for quotations.</summary>
    /// <value>Default 0 (our choice: answers need not quote).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0 or above 1.</exception>
    public double MinPhraseShare { get; init => field = Checked(value, nameof(MinPhraseShare)); }

    /// <summary>True to drop answers too that the check by a model denies (<see cref="InstructionAnnotations.Judgement"/>).</summary>
    /// <value>Default true. Without a check there is no such annotation, and nothing is dropped for it.</value>
    public bool UsesJudgement { get; init; } = true;

    /// <inheritdoc/>
    protected override StageResult Evaluate(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        bool isGrounded = IsAtLeast(document, InstructionAnnotations.GroundedWords, MinWordShare)
            && IsAtLeast(document, InstructionAnnotations.GroundedNumbers, MinNumberShare)
            && IsAtLeast(document, InstructionAnnotations.GroundedPhrases, MinPhraseShare)
            && !(UsesJudgement && document.TryGet(InstructionAnnotations.Judgement, out bool judged) && !judged);
        return isGrounded ? StageResult.Keep : StageResult.Drop(NotGrounded);
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(MinWordShare), MinWordShare);
        writer.Add(nameof(MinNumberShare), MinNumberShare);
        writer.Add(nameof(MinPhraseShare), MinPhraseShare);
        writer.Add(nameof(UsesJudgement), UsesJudgement);
    }

    private static bool IsAtLeast(Document document, AnnotationKey<double> key, double minimum) =>
        !document.TryGet(key, out double share) || share >= minimum;

    private static double Checked(double value, string name) => value is >= 0 and <= 1 ? value
        : throw new ArgumentOutOfRangeException(name, value, "A share is between 0 and 1.");
}
