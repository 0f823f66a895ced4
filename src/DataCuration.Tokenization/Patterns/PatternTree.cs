namespace DataCuration.Tokenization;

/// <summary>The kinds of parts of a pattern.</summary>
internal enum PatternPart
{
    Set,
    Place,
    Look,
    Atomic,
    Choice,
    Sequence,
    Repeat,
}

/// <summary>A part of a pattern, before it is compiled.</summary>
/// <param name="Part">The kind.</param>
internal sealed record PatternTree(PatternPart Part)
{
    public IReadOnlyList<PatternTree> Parts { get; init; } = [];

    public PointSet? Set { get; init; }

    public PlaceKind Place { get; init; }

    public bool IsNegated { get; init; }

    public int Min { get; init; }

    public int Max { get; init; }

    public RepeatKind Kind { get; init; }

    /// <summary>True if the part can match without reading a character.</summary>
    public bool CanBeEmpty => Part switch
    {
        PatternPart.Set => false,
        PatternPart.Place or PatternPart.Look => true,
        PatternPart.Choice => Parts.Any(static part => part.CanBeEmpty),
        PatternPart.Repeat => Min == 0 || Parts[0].CanBeEmpty,
        _ => Parts.All(static part => part.CanBeEmpty),
    };
}
