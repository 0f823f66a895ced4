namespace DataCuration;

/// <summary>Drops documents that repeat too much of other texts verbatim, to keep evaluation text out of training data.</summary>
/// <param name="index">The index of the other texts.</param>
/// <example>
/// <code>
/// using DataCuration;
///
/// using var run = new CurationRun();
/// VerbatimIndex evaluationText = await VerbatimIndex.CreateAsync(Corpus.FromJsonl("heldout/*.jsonl"), run);
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new VerbatimOverlapFilter(evaluationText) { MaxShare = 0.2 }).WriteJsonlAsync("clean", run);
/// </code>
/// </example>
public sealed class VerbatimOverlapFilter(VerbatimIndex index) : DocumentFilter
{
    private readonly VerbatimIndex index = index ?? throw new ArgumentNullException(nameof(index));

    /// <summary>The drop reason.</summary>
    public const string Reason = "verbatim_overlap";

    /// <summary>The maximum share of a document's bytes inside matches, in [0, 1]. Default: 0.2.</summary>
    public double MaxShare
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is between 0 and 1.");
    } = 0.2;

    /// <inheritdoc/>
    protected internal override StageResult Evaluate(Document document, StageContext context) =>
        index.MatchedShare(document) <= MaxShare ? StageResult.Keep : StageResult.Drop(Reason);

    /// <inheritdoc/>
    protected internal override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("index", index);
        writer.Add(nameof(index.WindowBytes), index.WindowBytes);
        writer.Add(nameof(MaxShare), MaxShare);
    }
}
