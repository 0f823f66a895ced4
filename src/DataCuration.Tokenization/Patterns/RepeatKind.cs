namespace DataCuration.Tokenization;

/// <summary>The ways to repeat a part of a pattern.</summary>
internal enum RepeatKind
{
    /// <summary>The largest number of times, then fewer.</summary>
    Greedy,

    /// <summary>The smallest number of times, then more.</summary>
    Lazy,

    /// <summary>The largest number of times, without a second try.</summary>
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
