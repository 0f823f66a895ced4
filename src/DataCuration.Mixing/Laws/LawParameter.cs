namespace DataCuration.Mixing;

/// <summary>A parameter of a <see cref="ParametricLaw"/>, and the range in which a fit starts. The fitted value can be outside of the range.</summary>
public sealed record LawParameter
{
    private LawParameter(string name, bool isPositive, double low, double high)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!(double.IsFinite(low) && double.IsFinite(high) && low < high && (!isPositive || low > 0)))
            throw new ArgumentException(FormattableString.Invariant(
                $"The range of '{name}' is {low} to {high}: both ends must be finite, the first one lower{(isPositive ? ", and positive" : "")}."),
                nameof(low));
        (Name, IsPositive, Low, High) = (name, isPositive, low, high);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>True if the value is positive. Such a parameter is fitted in log space, and its starts are spread evenly over the logarithm.</summary>
    public bool IsPositive { get; }

    /// <summary>The lower end of the range of starts.</summary>
    public double Low { get; }

    /// <summary>The upper end of the range of starts.</summary>
    public double High { get; }

    /// <summary>Creates a positive parameter, which is fitted in log space.</summary>
    /// <param name="name">The name.</param>
    /// <param name="low">The lower end of the range of starts; positive.</param>
    /// <param name="high">The upper end of the range of starts.</param>
    public static LawParameter Positive(string name, double low, double high) => new(name, true, low, high);

    /// <summary>Creates a parameter of any sign, which is fitted as it is.</summary>
    /// <param name="name">The name.</param>
    /// <param name="low">The lower end of the range of starts.</param>
    /// <param name="high">The upper end of the range of starts.</param>
    public static LawParameter Free(string name, double low, double high) => new(name, false, low, high);
}
