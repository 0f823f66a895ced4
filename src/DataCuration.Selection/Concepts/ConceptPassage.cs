using System.Collections.Immutable;

namespace DataCuration.Selection;

/// <summary>A passage that a bank of concepts found.</summary>
public sealed record ConceptPassage
{
    /// <summary>The passage's id in the index.</summary>
    public required string Id { get; init; }

    /// <summary>The passage's text.</summary>
    public required string Text { get; init; }

    /// <summary>The concepts whose queries found it, in the order of the bank.</summary>
    public required ImmutableArray<string> Concepts { get; init; }

    /// <summary>The best score of its queries, in the retriever's scale.</summary>
    public required double Score { get; init; }
}
