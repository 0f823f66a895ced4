namespace DataCuration.Tokenization;

/// <summary>Facts about a token of a byte-pair encoding.</summary>
internal struct TokenParts
{
    /// <summary>The left part in the merge that makes the token; the token itself if no merge does.</summary>
    public int Left;

    /// <summary>The right part.</summary>
    public int Right;

    /// <summary>
    /// When the token is made: the highest rank of the merges that make it and its parts; -1 if no merge makes it. If a merge has a lower rank than one before
    /// it, it follows at once.
    /// </summary>
    public int Time;

    /// <summary>A merge across the right border of the token comes before its last merge if its rank is lower than this.</summary>
    public int RightBorderLimit;

    /// <summary>A merge across the left border of the token comes before its last merge if its rank is not higher than this.</summary>
    public int LeftBorderLimit;

    /// <summary>The number of bytes; -1 for a token that text never becomes.</summary>
    public int Length;
}
