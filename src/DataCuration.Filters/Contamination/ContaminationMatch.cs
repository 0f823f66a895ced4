namespace DataCuration.Filters;

/// <summary>A place of a document that repeats a benchmark item: one n-gram, or several that overlap.</summary>
public sealed record ContaminationMatch
{
    /// <summary>The benchmark.</summary>
    public required string Benchmark { get; init; }

    /// <summary>The item's id. If several items have the n-gram, the first one.</summary>
    public required string Item { get; init; }

    /// <summary>The first n-gram, in the form in which it was compared; or the paragraph.</summary>
    public required string NGram { get; init; }

    /// <summary>The number of consecutive n-grams that match.</summary>
    public required int NGrams { get; init; }

    /// <summary>The document's id.</summary>
    public required string Document { get; init; }

    /// <summary>The document's source file; null for a document made in memory.</summary>
    public string? Source { get; init; }

    /// <summary>The code point of the text at which the match begins, at a word between white space.</summary>
    public required long Start { get; init; }

    /// <summary>The code point after the match.</summary>
    public required long End { get; init; }
}
