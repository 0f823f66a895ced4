namespace DataCuration.Selection;

/// <summary>Precision, recall and F1 of a classifier on one class.</summary>
public sealed record ClassScore
{
    /// <summary>The class.</summary>
    public required string Label { get; init; }

    /// <summary>The number of examples of the class.</summary>
    public long Support { get; init; }

    /// <summary>The number of examples that were predicted to be of the class.</summary>
    public long Predicted { get; init; }

    /// <summary>The number of examples of the class that were predicted correctly.</summary>
    public long Correct { get; init; }

    /// <summary>The share of the examples predicted to be of the class that are of the class. NaN if there are no such predictions.</summary>
    public double Precision => (double)Correct / Predicted;

    /// <summary>The share of the examples of the class that are predicted correctly. NaN without examples of the class.</summary>
    public double Recall => (double)Correct / Support;

    /// <summary>The harmonic mean of precision and recall: 2 · correct / (support + predicted). NaN if the class does not occur.</summary>
    public double F1 => 2.0 * Correct / (Support + Predicted);
}
