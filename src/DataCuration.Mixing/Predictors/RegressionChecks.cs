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
