namespace DataCuration.Filters;

/// <summary>The places at which a text is inserted: anywhere, in a range of token positions, or at given positions.</summary>
/// <remarks>A position counts the tokens of all documents in the order of the shards, from 0.</remarks>
public sealed class CanaryPlacement
{
    private CanaryPlacement(long from, long to, IReadOnlyList<long>? positions) => (From, To, Positions) = (from, to, positions);

    /// <summary>Random places in the whole data.</summary>
    public static CanaryPlacement Anywhere { get; } = new(0, long.MaxValue, null);

    /// <summary>The first position that a text may take.</summary>
    public long From { get; }

    /// <summary>The position after the last one that a text may take.</summary>
    public long To { get; }

    /// <summary>The positions of the texts' first tokens; null for random places.</summary>
    public IReadOnlyList<long>? Positions { get; }

    /// <summary>Random places in a range of positions, such as the last tenth of the training.</summary>
    /// <param name="from">The first position that a text may take.</param>
    /// <param name="to">The position after the last one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty or begins before 0.</exception>
    public static CanaryPlacement Within(long from, long to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        return new(from, to, null);
    }

    /// <summary>Given positions of the texts' first tokens.</summary>
    /// <param name="positions">The positions, each one insertion.</param>
    /// <exception cref="ArgumentException">There is no position, or one is negative.</exception>
    public static CanaryPlacement At(params IReadOnlyList<long> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        long[] copy = [.. positions];
        if (copy.Length == 0) throw new ArgumentException("Name at least one position.", nameof(positions));
        if (Array.Exists(copy, static position => position < 0)) throw new ArgumentException("A position is negative.", nameof(positions));
        return new(0, long.MaxValue, copy);
    }
}
