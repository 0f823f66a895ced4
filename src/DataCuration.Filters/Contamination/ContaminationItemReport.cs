namespace DataCuration.Filters;

/// <summary>The matches of one benchmark item in a corpus.</summary>
public sealed record ContaminationItemReport
{
    /// <summary>The benchmark.</summary>
    public required string Benchmark { get; init; }

    /// <summary>The item's id.</summary>
    public required string Id { get; init; }

    /// <summary>The number of the item's distinct n-grams or paragraphs.</summary>
    public required int Units { get; init; }

    /// <summary>The number of those that are anywhere in the corpus.</summary>
    public required int MatchedUnits { get; init; }

    /// <summary>The number of documents with a match.</summary>
    public required long Documents { get; init; }

    /// <summary>The share of the item's n-grams that are in the corpus: PaLM calls an item with 0.7 or more of its 8-grams contaminated. 0 without
    /// n-grams.</summary>
    public double Share => Units == 0 ? 0 : (double)MatchedUnits / Units;
}
