namespace DataCuration.Selection;

/// <summary>The log importance weight of a document.</summary>
public sealed record DocumentWeight
{
    /// <summary>The number of the shard in the corpus.</summary>
    public int Shard { get; init; }

    /// <summary>The number of the record in the shard.</summary>
    public long Record { get; init; }

    /// <summary>The document's length in wordpunct tokens, as the reference counts it.</summary>
    public long Tokens { get; init; }

    /// <summary>The weight for each target.</summary>
    public required IReadOnlyList<double> Weights { get; init; }
}
