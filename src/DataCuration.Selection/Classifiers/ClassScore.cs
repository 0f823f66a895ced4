namespace DataCuration.Selection;

/// <summary>How well a classifier does on one class.</summary>
/// <param name="Label">The class.</param>
/// <param name="Support">Examples that belong to it.</param>
/// <param name="Predicted">Examples that are given to it.</param>
/// <param name="Correct">Examples that are both.</param>
public sealed record ClassScore(string Label, long Support, long Predicted, long Correct)
{
    /// <summary>The share of what is given to the class that belongs to it; NaN if nothing is given to it.</summary>
    public double Precision => (double)Correct / Predicted;

    /// <summary>The share of what belongs to the class that is given to it; NaN if nothing belongs to it.</summary>
    public double Recall => (double)Correct / Support;

    /// <summary>The harmonic mean of the two: 2 · correct / (support + predicted); NaN if the class does not occur.</summary>
    public double F1 => 2.0 * Correct / (Support + Predicted);
}
