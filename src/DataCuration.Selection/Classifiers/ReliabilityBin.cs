namespace DataCuration.Selection;

/// <summary>A point of a reliability curve: the predicted and the observed share of positives.</summary>
public sealed record ReliabilityBin
{
    /// <summary>The lower bound of the bin's scores, inclusive.</summary>
    public required double Low { get; init; }

    /// <summary>The upper bound of the bin's scores, exclusive except in the last bin.</summary>
    public required double High { get; init; }

    /// <summary>The number of documents in the bin.</summary>
    public long Documents { get; init; }

    /// <summary>The mean score of these documents. NaN if the bin is empty.</summary>
    public required double MeanScore { get; init; }

    /// <summary>The share of these documents that is positive. NaN if the bin is empty.</summary>
    public required double PositiveShare { get; init; }
}
