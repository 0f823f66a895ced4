namespace DataCuration.Synthesis;

/// <summary>The relative frequencies of the styles of graph problems. A weight of 0 leaves it out.</summary>
public sealed record GraphStyleWeights
{
    /// <summary>Creates the weights for one value only: 1 for it and 0 for the others.</summary>
    /// <param name="value">The value.</param>
    public static GraphStyleWeights Only(GraphStyle value) => new()
    {
        Plain = value == GraphStyle.Plain ? 1 : 0,
        ChainOfThought = value == GraphStyle.ChainOfThought ? 1 : 0,
        Trace = value == GraphStyle.Trace ? 1 : 0,
        Program = value == GraphStyle.Program ? 1 : 0,
    };

    /// <summary>The weight of <see cref="GraphStyle.Plain"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all styles alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Plain { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weight of <see cref="GraphStyle.ChainOfThought"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all styles alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double ChainOfThought { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weight of <see cref="GraphStyle.Trace"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all styles alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Trace { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weight of <see cref="GraphStyle.Program"/>.</summary>
    /// <value>Not negative and finite; default 1 (our choice: all styles alike).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Program { get; init => field = WeightedChoice.Check(value); } = 1;

    /// <summary>The weights in the order of <see cref="GraphStyle"/>.</summary>
    internal double[] ToArray() =>
    [
        Plain, ChainOfThought, Trace, Program,
    ];
}
