namespace DataCuration.Tokenization;

/// <summary>The settings of a byte-pair encoding in <c>tokenizer.json</c>.</summary>
internal sealed record BpeSettings
{
    /// <summary>True if pieces of text are given as bytes, and the vocabulary spells bytes by the characters of <see cref="ByteAlphabet"/>.</summary>
    public bool IsBytes { get; init; }

    /// <summary>The token of unknown characters; -1 to leave them out.</summary>
    public int Unknown { get; init; } = -1;

    /// <summary>True to make one token of unknown characters in a row.</summary>
    public bool FusesUnknown { get; init; }

    /// <summary>The tokens of bytes, for unknown characters; null if the model has none. -1 for a byte without a token.</summary>
    public int[]? ByteTokens { get; init; }

    /// <summary>True to take a piece that is a token as it is.</summary>
    public bool IgnoresMerges { get; init; }

    /// <summary>A text before each symbol but the first of a piece; empty for none.</summary>
    public byte[] ContinuingPrefix { get; init; } = [];

    /// <summary>A text after the last symbol of a piece; empty for none.</summary>
    public byte[] EndSuffix { get; init; } = [];
}
