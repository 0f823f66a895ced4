namespace DataCuration.FastText;

/// <summary>The counts and metrics of one label, or of all labels together.</summary>
public readonly record struct FastTextLabelScore
{
    /// <summary>The label without its prefix; null for all labels together.</summary>
    public string? Label { get; init; }

    /// <summary>The number of times that the label is in the file.</summary>
    public required long Gold { get; init; }

    /// <summary>The number of times that the label was predicted.</summary>
    public required long Predicted { get; init; }

    /// <summary>The number of times that the label was predicted and is correct.</summary>
    public required long Correct { get; init; }

    /// <summary>The fraction of predictions that are correct, 0 to 1; <see cref="double.NaN"/> without predictions.</summary>
    public double Precision => Predicted == 0 ? double.NaN : (double)Correct / Predicted;

    /// <summary>The fraction of the labels in the file that were predicted, 0 to 1; <see cref="double.NaN"/> without labels.</summary>
    public double Recall => Gold == 0 ? double.NaN : (double)Correct / Gold;

    /// <summary>The harmonic mean of precision and recall, 0 to 1; <see cref="double.NaN"/> without predictions and labels.</summary>
    public double F1 => Gold + Predicted == 0 ? double.NaN : 2.0 * Correct / (Gold + Predicted);
}
