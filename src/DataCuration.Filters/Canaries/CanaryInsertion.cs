namespace DataCuration.Filters;

/// <summary>A place at which a text was inserted.</summary>
public sealed record CanaryInsertion
{
    /// <summary>The text's id.</summary>
    public required string Canary { get; init; }

    /// <summary>The number of the insertion among those of the same text, from 0.</summary>
    public required int Repetition { get; init; }

    /// <summary>The position of the text's first token in the whole data.</summary>
    public required long Position { get; init; }

    /// <summary>The number of the document that the text is in, as <see cref="TokenShards"/> counts.</summary>
    public required long Document { get; init; }

    /// <summary>The index of the text's first token in the document.</summary>
    public required int Start { get; init; }

    /// <summary>The text's tokens, without the end-of-document tokens around it.</summary>
    public required IReadOnlyList<int> Tokens { get; init; }
}
