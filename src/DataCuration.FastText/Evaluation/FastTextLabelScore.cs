namespace DataCuration.FastText;

/// <summary>How well one label, or all together, were predicted.</summary>
/// <param name="Label">The label; null for all together.</param>
/// <param name="Gold">How often it was right.</param>
/// <param name="Predicted">How often it was predicted.</param>
/// <param name="Correct">How often both.</param>
public readonly record struct FastTextLabelScore(string? Label, long Gold, long Predicted, long Correct)
{
    /// <summary>The share of the predictions that are right, 0 to 1; <see cref="double.NaN"/> without predictions.</summary>
    public double Precision => Predicted == 0 ? double.NaN : (double)Correct / Predicted;

    /// <summary>The share of the right labels that were predicted, 0 to 1; <see cref="double.NaN"/> where there are none.</summary>
    public double Recall => Gold == 0 ? double.NaN : (double)Correct / Gold;

    /// <summary>The harmonic mean of both, 0 to 1; <see cref="double.NaN"/> without either.</summary>
    public double F1 => Gold + Predicted == 0 ? double.NaN : 2.0 * Correct / (Gold + Predicted);
}
