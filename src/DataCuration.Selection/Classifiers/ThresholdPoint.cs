namespace DataCuration.Selection;

/// <summary>The result of keeping all documents that reach a threshold.</summary>
public sealed record ThresholdPoint
{
    /// <summary>The threshold: documents with at least this score are kept.</summary>
    public required double Threshold { get; init; }

    /// <summary>The number of positive documents that are kept.</summary>
    public long TruePositives { get; init; }

    /// <summary>The number of negative documents that are kept.</summary>
    public long FalsePositives { get; init; }

    /// <summary>The number of positive documents that are not kept.</summary>
    public long FalseNegatives { get; init; }

    /// <summary>The share of kept documents that are positive. NaN if nothing is kept.</summary>
    public double Precision => (double)TruePositives / (TruePositives + FalsePositives);

    /// <summary>The share of positive documents that are kept. NaN without positive documents.</summary>
    public double Recall => (double)TruePositives / (TruePositives + FalseNegatives);

    /// <summary>The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN). NaN if there are no positive documents and nothing is kept.</summary>
    public double F1 => 2.0 * TruePositives / (2 * TruePositives + FalsePositives + FalseNegatives);
}
