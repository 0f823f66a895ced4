using System.Runtime.CompilerServices;

namespace DataCuration.Synthesis;

/// <summary>Draws indices in proportion to weights.</summary>
internal sealed class WeightedChoice
{
    private readonly double[] cumulative;

    /// <summary>Creates the choice.</summary>
    /// <param name="weights">Weights that are finite and not negative.</param>
    /// <param name="what">The name of the weights, for the message.</param>
    /// <exception cref="ArgumentException">No weight is above 0.</exception>
    public WeightedChoice(ReadOnlySpan<double> weights, string what)
    {
        cumulative = new double[weights.Length];
        double sum = 0;
        for (int i = 0; i < weights.Length; i++) cumulative[i] = sum += weights[i];
        if (!(sum > 0) || !double.IsFinite(sum)) throw new ArgumentException($"The sum of {what} is {sum}: at least one must be above 0.");
    }

    /// <summary>Requires a weight that is finite and not negative.</summary>
    public static double Check(double value, [CallerMemberName] string name = "") => value >= 0 && double.IsFinite(value)
        ? value : throw new ArgumentOutOfRangeException(name, value, "A weight is finite and not negative.");

    /// <summary>Draws an index. One of weight 0 is never drawn.</summary>
    public int Next(ref SeededRandom random)
    {
        double at = random.NextDouble() * cumulative[^1];
        int index = Array.BinarySearch(cumulative, at);
        // An exact hit is the end of an interval, which belongs to the next one. Intervals of weight 0 repeat their end.
        if (index < 0) index = ~index;
        while (index < cumulative.Length - 1 && cumulative[index] <= at) index++;
        // Rounding may have drawn the very end: take the last index that has a weight.
        while (index > 0 && cumulative[index] <= cumulative[index - 1]) index--;
        return index;
    }
}
