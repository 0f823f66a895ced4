namespace DataCuration.Selection;

/// <summary>The number of examples of a label from a source that a classifier was built with.</summary>
public sealed record ExampleCount
{
    /// <summary>The label.</summary>
    public required string Label { get; init; }

    /// <summary>The source. Empty for documents without a source.</summary>
    public required string Source { get; init; }

    /// <summary>The number of examples in the corpus.</summary>
    public long Available { get; init; }

    /// <summary>The number of training examples.</summary>
    public long Train { get; init; }

    /// <summary>The number of test examples.</summary>
    public long Test { get; init; }
}
