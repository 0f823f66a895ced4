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
/// <param name="Parts">The parts inside.</param>
/// <param name="Min">The smallest number of times of a repetition.</param>
internal sealed record PatternTree(PatternPart Part, IReadOnlyList<PatternTree> Parts, int Min = 0)
{
    public PointSet? Set { get; init; }

    public PlaceKind Place { get; init; }

    public bool IsNegated { get; init; }

    public int Max { get; init; }

    public RepeatKind Kind { get; init; }

    /// <summary>True if the part can match without reading a character.</summary>
    /// <remarks>Known when the part is made, since the parts inside are made first: a property that asks them each time would call itself.</remarks>
    public bool CanBeEmpty { get; } = Part switch
    {
        PatternPart.Set => false,
        PatternPart.Place or PatternPart.Look => true,
        PatternPart.Choice => Parts.Any(static part => part.CanBeEmpty),
        PatternPart.Repeat => Min == 0 || Parts[0].CanBeEmpty,
        _ => Parts.All(static part => part.CanBeEmpty),
    };

    /// <summary>The number of repetitions inside each other, this one included.</summary>
    public int RepeatDepth { get; } = Parts.Select(static part => part.RepeatDepth).DefaultIfEmpty().Max() + (Part == PatternPart.Repeat ? 1 : 0);
}
