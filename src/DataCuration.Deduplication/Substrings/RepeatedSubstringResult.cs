namespace DataCuration.Deduplication;

/// <summary>The repeated substrings of a sequence.</summary>
public sealed record RepeatedSubstringResult
{
    /// <summary>The number of marked windows; <c>deduplicate-text-datasets</c> reports it as "duplicates found".</summary>
    public required long Windows { get; init; }

    /// <summary>The marked ranges in order, without overlap.</summary>
    public required IReadOnlyList<SubstringRange> Ranges { get; init; }
}
