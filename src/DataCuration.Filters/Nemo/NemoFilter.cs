namespace DataCuration.Filters;

/// <summary>
/// The base of NeMo Curator's heuristic filters (nemo_curator/stages/text/filters/heuristic, commit 1e2e4275): one score for a document, and limits for it.
/// The drop reason is the name that the filter has in NeMo Curator. Measure: <c>score</c>.
/// </summary>
/// <remarks>
/// On a text without words or lines that commit divides by zero in many filters. These drop such a text here, as later versions of NeMo Curator do, with the
/// score that is documented for each.
/// </remarks>
public abstract class NemoFilter : RuleFilter
{
    private readonly string reason;

    private protected NemoFilter(string name)
        : base("nemo_" + name) => reason = name;

    /// <inheritdoc/>
    protected sealed override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(measures);
        double score = Score(document, context.Scratch<TextScratch>());
        measures.Add("score", score);
        return Keeps(score) ? StageResult.Keep : measures.Drop(Reason, "score", Bounds.Min, Bounds.Max);
    }

    /// <summary>The drop reason.</summary>
    private protected virtual string Reason => reason;

    /// <summary>Measures the document.</summary>
    private protected abstract double Score(Document document, TextScratch scratch);

    /// <summary>Compares the score with the limits.</summary>
    private protected abstract bool Keeps(double score);

    /// <summary>The bounds of the scores that are kept; null for none.</summary>
    private protected abstract (double? Min, double? Max) Bounds { get; }
}
