namespace DataCuration.FastText;

/// <summary>The kinds of <see cref="FastTextMetric"/>.</summary>
public enum FastTextMetricKind
{
    /// <summary>The harmonic mean of precision and recall.</summary>
    F1,

    /// <summary>The best precision with a minimum recall.</summary>
    PrecisionAtRecall,

    /// <summary>The best recall with a minimum precision.</summary>
    RecallAtPrecision,
}
