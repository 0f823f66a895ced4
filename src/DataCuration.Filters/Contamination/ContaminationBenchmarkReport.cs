namespace DataCuration.Filters;

/// <summary>The matches of one benchmark in a corpus.</summary>
public sealed record ContaminationBenchmarkReport
{
    /// <summary>The benchmark.</summary>
    public required string Benchmark { get; init; }

    /// <summary>The number of items.</summary>
    public required int Items { get; init; }

    /// <summary>The number of items of which a document has an n-gram or paragraph.</summary>
    public required int MatchedItems { get; init; }

    /// <summary>The number of distinct n-grams or paragraphs, summed over items.</summary>
    public required long Units { get; init; }

    /// <summary>The number of those that a document has.</summary>
    public required long MatchedUnits { get; init; }
}
