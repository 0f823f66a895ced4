namespace DataCuration.Selection;

/// <summary>A numeric annotation over a whole corpus.</summary>
public sealed record FieldSummary
{
    /// <summary>The name of the annotation.</summary>
    public required string Field { get; init; }

    /// <summary>The number of documents that have the annotation.</summary>
    public long Count { get; init; }

    /// <summary>The number of documents without the annotation, or whose value is not a finite number.</summary>
    public long Missing { get; init; }

    /// <summary>The mean. NaN if no document has the annotation.</summary>
    public required double Mean { get; init; }

    /// <summary>The standard deviation (population form). NaN if no document has the annotation.</summary>
    public required double Deviation { get; init; }

    /// <summary>The smallest value. NaN if no document has the annotation.</summary>
    public required double Min { get; init; }

    /// <summary>The largest value. NaN if no document has the annotation.</summary>
    public required double Max { get; init; }
}
