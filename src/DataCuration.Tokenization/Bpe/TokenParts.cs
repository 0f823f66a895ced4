namespace DataCuration.Tokenization;

/// <summary>Facts about a token of a byte-pair encoding.</summary>
internal struct TokenParts
{
    /// <summary>The left part in the merge that makes the token; the token itself if no merge does.</summary>
    public int Left;

    /// <summary>The right part.</summary>
    public int Right;

    /// <summary>The rank of that merge; -1 if no merge makes the token.</summary>
    public int Rank;

    /// <summary>The number of bytes.</summary>
    public int Length;
}
