namespace DataCuration.Selection;

/// <summary>The correlation of two annotations.</summary>
public sealed record FieldCorrelation
{
    /// <summary>The first annotation.</summary>
    public required string First { get; init; }

    /// <summary>The second annotation.</summary>
    public required string Second { get; init; }

    /// <summary>The number of documents that have both.</summary>
    public long Count { get; init; }

    /// <summary>Pearson's coefficient over all of these documents. NaN if one of the two annotations is constant.</summary>
    public required double Pearson { get; init; }

    /// <summary>Spearman's rank correlation over the sample. NaN if one of the two annotations is constant.</summary>
    public required double Spearman { get; init; }
}
