namespace DataCuration.Mixing;

/// <summary>Checks and steps that all regressions share.</summary>
internal static class RegressionChecks
{
    /// <summary>Checks the arguments of a fit.</summary>
    public static void Check(int sources, ReadOnlySpan<double> weights, ReadOnlySpan<double> scores)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sources, 1);
        if (scores.IsEmpty) throw new ArgumentException("There is no score to fit to.", nameof(scores));
        if (weights.Length != (long)sources * scores.Length)
            throw new ArgumentException($"There are {weights.Length} weights and {scores.Length} scores for mixtures of {sources} sources.", nameof(weights));
        foreach (double score in scores)
            if (!double.IsFinite(score)) throw new ArgumentException(FormattableString.Invariant($"The score {score} is not finite."), nameof(scores));
    }

    /// <summary>Checks the arguments of a prediction.</summary>
    public static void CheckPrediction(int sources, ReadOnlySpan<double> weights, Span<double> scores)
    {
        if (weights.Length != (long)sources * scores.Length)
            throw new ArgumentException($"There are {weights.Length} weights for {scores.Length} mixtures of {sources} sources.", nameof(weights));
    }

    /// <summary>Returns mean and standard deviation; a deviation of 1 for equal scores.</summary>
    public static (double Mean, double Deviation) Scale(ReadOnlySpan<double> scores)
    {
        double mean = 0, squares = 0;
        foreach (double score in scores) mean += score / scores.Length;
        foreach (double score in scores) squares += (score - mean) * (score - mean) / scores.Length;
        double deviation = Math.Sqrt(squares);
        return (mean, deviation > 0 && double.IsFinite(deviation) ? deviation : 1);
    }

    /// <summary>Divides mixtures at random: those that are fitted to, and those that are held out for an early stop, both in rising order.</summary>
    /// <param name="count">The number of mixtures.</param>
    /// <param name="heldOut">The part that is held out; 0 for none. Otherwise at least one is held out, and at least one is fitted to.</param>
    /// <param name="seed">The seed of the draw.</param>
    public static (int[] Fitted, int[] HeldOut) Split(int count, double heldOut, ulong seed)
    {
        int held = heldOut == 0 || count < 2 ? 0 : Math.Clamp(count - (int)(count * (1 - heldOut)), 1, count - 1);
        int[] order = Shuffle(count, seed, "held-out");
        return ([.. order.Take(count - held).Order()], [.. order.Skip(count - held).Order()]);
    }

    /// <summary>Returns the numbers below a count in random order.</summary>
    public static int[] Shuffle(int count, ulong seed, string purpose)
    {
        var random = SeededRandom.Create(seed, purpose, "");
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int other = (int)random.NextInt64(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }
        return order;
    }
}
