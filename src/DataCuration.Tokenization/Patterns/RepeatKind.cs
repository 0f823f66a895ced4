namespace DataCuration.Tokenization;

/// <summary>The ways to repeat a part of a pattern.</summary>
internal enum RepeatKind
{
    /// <summary>As often as possible, then less often.</summary>
    Greedy,

    /// <summary>As rarely as possible, then more often.</summary>
    Lazy,

    /// <summary>As often as possible, without a second try.</summary>
    Possessive,
}

/// <summary>Conditions on a place between two characters.</summary>
internal enum PlaceKind
{
    Start,
    End,
    EndOrLastBreak,
    LineStart,
    LineEnd,
    Behind,
    WordBoundary,
}
