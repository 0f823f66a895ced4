namespace DataCuration.LanguageModels;

/// <summary>
/// The measures by which refining models are compared (paper, table 4): F1 of the removed lines, and F1 of kept documents. Replacements are not scored. Not
/// thread-safe.
/// </summary>
public sealed class ProXMetrics
{
    private long hits, excess, missed;
    private double sum;
    private long keptBoth, keptOnlyByModel, keptOnlyByLabel;

    /// <summary>The number of chunks or documents whose lines were compared.</summary>
    public long Examples { get; private set; }

    /// <summary>The number of compared decisions on documents.</summary>
    public long Decisions { get; private set; }

    /// <summary>F1 of the removed lines of all examples together.</summary>
    public double MicroLineF1 => F1(hits, excess, missed);

    /// <summary>The mean of the examples' F1, where an example without any line to remove and without any removed line has 1; NaN without an example.</summary>
    public double MacroLineF1 => sum / Examples;

    /// <summary>F1 of the document stage with keeping as the positive class. An unknown decision keeps.</summary>
    public double DocumentF1 => F1(keptBoth, keptOnlyByModel, keptOnlyByLabel);

    /// <summary>Computes F1 = 2 TP / (2 TP + FP + FN).</summary>
    /// <param name="truePositives">The number of true positives.</param>
    /// <param name="falsePositives">The number of false positives.</param>
    /// <param name="falseNegatives">The number of false negatives.</param>
    /// <returns>F1; 1 if all three are 0 (our choice; the paper says nothing).</returns>
    public static double F1(long truePositives, long falsePositives, long falseNegatives)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(truePositives);
        ArgumentOutOfRangeException.ThrowIfNegative(falsePositives);
        ArgumentOutOfRangeException.ThrowIfNegative(falseNegatives);
        double twice = 2.0 * truePositives, all = twice + falsePositives + falseNegatives;
        return all == 0 ? 1 : twice / all;
    }

    /// <summary>Compares the removed lines of an example.</summary>
    /// <param name="predicted">The lines that the model removes. Ranges may overlap.</param>
    /// <param name="expected">The lines that the label removes.</param>
    /// <returns>F1 of the example.</returns>
    public double AddLines(IEnumerable<ProXLineRange> predicted, IEnumerable<ProXLineRange> expected)
    {
        List<ProXLineRange> left = Sorted(predicted), right = Sorted(expected);
        long both = 0;
        for (int i = 0, j = 0; i < left.Count && j < right.Count;)
        {
            both += Math.Max(0, (long)Math.Min(left[i].Last, right[j].Last) - Math.Max(left[i].First, right[j].First) + 1);
            if (left[i].Last < right[j].Last) i++;
            else j++;
        }
        long onlyLeft = left.Sum(range => (long)range.Count) - both, onlyRight = right.Sum(range => (long)range.Count) - both;
        hits += both;
        excess += onlyLeft;
        missed += onlyRight;
        Examples++;
        double f1 = F1(both, onlyLeft, onlyRight);
        sum += f1;
        return f1;
    }

    /// <summary>Compares a decision of the document stage.</summary>
    /// <param name="predicted">The model's decision.</param>
    /// <param name="expected">The label.</param>
    public void AddDecision(ProXDocumentDecision predicted, ProXDocumentDecision expected)
    {
        bool isKept = predicted != ProXDocumentDecision.Drop, isGood = expected != ProXDocumentDecision.Drop;
        if (isKept && isGood) keptBoth++;
        else if (isKept) keptOnlyByModel++;
        else if (isGood) keptOnlyByLabel++;
        Decisions++;
    }

    private static List<ProXLineRange> Sorted(IEnumerable<ProXLineRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        List<ProXLineRange> merged = [];
        foreach (ProXLineRange range in ranges.OrderBy(range => range.First))
        {
            if (range.Last < range.First) throw new ArgumentException($"The range {range} ends before it starts.", nameof(ranges));
            if (merged.Count > 0 && range.First <= (long)merged[^1].Last + 1) merged[^1] = new(merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            else merged.Add(range);
        }
        return merged;
    }
}
