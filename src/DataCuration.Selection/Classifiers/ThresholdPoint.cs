namespace DataCuration.Selection;

/// <summary>What keeping documents from a score on would give.</summary>
/// <param name="Threshold">The score: documents with at least this much are kept.</param>
/// <param name="TruePositives">Positive documents that are kept.</param>
/// <param name="FalsePositives">Negative ones that are kept.</param>
/// <param name="FalseNegatives">Positive ones that are not.</param>
public sealed record ThresholdPoint(double Threshold, long TruePositives, long FalsePositives, long FalseNegatives)
{
    /// <summary>The positive share of what is kept; NaN if nothing is.</summary>
    public double Precision => (double)TruePositives / (TruePositives + FalsePositives);

    /// <summary>The share of the positives that is kept; NaN if there are none.</summary>
    public double Recall => (double)TruePositives / (TruePositives + FalseNegatives);

    /// <summary>The harmonic mean of the two: 2 TP / (2 TP + FP + FN); NaN if there is nothing to keep and nothing kept.</summary>
    public double F1 => 2.0 * TruePositives / (2 * TruePositives + FalsePositives + FalseNegatives);
}
