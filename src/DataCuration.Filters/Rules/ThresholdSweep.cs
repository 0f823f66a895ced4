using System.Globalization;

namespace DataCuration.Filters;

/// <summary>
/// A series of thresholds on one annotation, from the most lenient to the strictest. The subsets are nested: what a stricter threshold keeps, every more
/// lenient one keeps too. Ablations train on each of them (A Pretrainer's Guide, arXiv 2305.13169).
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// Corpus tagged = Corpus.FromJsonl("tagged/*.jsonl");
/// var sweep = new ThresholdSweep("fineweb_quality.line_punct_ratio", [0.05, 0.12, 0.2]);
/// foreach (ThresholdFilter filter in sweep.Filters) await tagged.Pipe(filter).WriteJsonlAsync($"sweep/{filter.Min}", run);
/// await tagged.WritePartitionedAsync("bands", document =&gt; sweep.GetBand(document), run); // one pass: disjoint bands
/// </code>
/// </example>
public sealed class ThresholdSweep
{
    private readonly AnnotationKey<double> annotation;
    private readonly double[] thresholds;

    /// <summary>Creates a sweep.</summary>
    /// <param name="annotation">The annotation or field with the number.</param>
    /// <param name="thresholds">The thresholds, in any order, without repetition.</param>
    /// <param name="keepsHigher">True if values from the threshold on are kept, false if those up to it are. Default: true.</param>
    /// <exception cref="ArgumentException">There is no threshold, or one is given twice or is not a number.</exception>
    public ThresholdSweep(string annotation, IEnumerable<double> thresholds, bool keepsHigher = true)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        this.annotation = new(annotation);
        this.thresholds = [.. keepsHigher ? thresholds.Order() : thresholds.OrderDescending()];
        KeepsHigher = keepsHigher;
        if (this.thresholds.Length == 0) throw new ArgumentException("Name at least one threshold.", nameof(thresholds));
        for (int i = 0; i < this.thresholds.Length; i++)
        {
            if (!double.IsFinite(this.thresholds[i])) throw new ArgumentException($"Threshold {this.thresholds[i]} is not finite.", nameof(thresholds));
            if (i > 0 && this.thresholds[i] == this.thresholds[i - 1])
                throw new ArgumentException($"Threshold {this.thresholds[i].ToString(CultureInfo.InvariantCulture)} is given twice.", nameof(thresholds));
        }
        Filters = [.. this.thresholds.Select(one =>
            keepsHigher ? new ThresholdFilter(annotation) { Min = one } : new ThresholdFilter(annotation) { Max = one })];
    }

    /// <summary>The thresholds, from the most lenient to the strictest.</summary>
    public IReadOnlyList<double> Thresholds => Array.AsReadOnly(thresholds);

    /// <summary>True if values from a threshold on are kept.</summary>
    public bool KeepsHigher { get; }

    /// <summary>A filter for each threshold, in the same order. A filter's name shows annotation and threshold.</summary>
    public IReadOnlyList<ThresholdFilter> Filters { get; }

    /// <summary>Counts the thresholds that a document passes. The subset of the threshold at index i has all documents with a count above i.</summary>
    /// <param name="document">The document.</param>
    /// <returns>A number from 0 to the number of thresholds.</returns>
    /// <exception cref="KeyNotFoundException">The document has no such annotation.</exception>
    public int CountPassed(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        double value = ThresholdFilter.Read(document, annotation);
        int passed = 0;
        while (passed < thresholds.Length && (KeepsHigher ? value >= thresholds[passed] : value <= thresholds[passed])) passed++;
        return passed;
    }

    /// <summary>
    /// Names the band of a document, as a key of <c>WritePartitionedAsync</c>: the strictest threshold that it passes, or <c>none</c>. The bands from a
    /// threshold to the strictest together are that threshold's subset.
    /// </summary>
    /// <param name="document">The document.</param>
    /// <returns>The threshold in invariant form, or <c>none</c>.</returns>
    public string GetBand(Document document) =>
        CountPassed(document) is > 0 and var passed ? thresholds[passed - 1].ToString("R", CultureInfo.InvariantCulture) : "none";
}
