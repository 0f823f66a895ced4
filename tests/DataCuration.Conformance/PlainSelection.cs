namespace DataCuration.Conformance;

/// <summary>
/// The reference's selection in a few lines, in memory, on the library's weights and noise. It shows which document each target took, which the library's
/// keep list does not say.
/// </summary>
internal static class PlainSelection
{
    /// <summary>Returns the number of documents of each target: its share rounded down, and the rest to the last one.</summary>
    public static long[] Amounts(ReadOnlySpan<double> proportions, long total)
    {
        var amounts = new long[proportions.Length];
        long left = total;
        for (int k = 0; k < amounts.Length - 1; k++) left -= amounts[k] = Math.Min(left, (long)(total * proportions[k]));
        amounts[^1] = left;
        return amounts;
    }

    /// <summary>Returns the places that each target selects, in ascending order.</summary>
    public static IReadOnlyList<long[]> Rounds(IReadOnlyList<DocumentWeight> weights, ReadOnlySpan<double> proportions, ReferenceParameters parameters)
    {
        long[] amounts = Amounts(proportions, parameters.NumToSample);
        var noise = new NumPyLegacyRandom(parameters.Seed);
        var taken = new HashSet<int>();
        var rounds = new List<long[]>();
        for (int k = 0; k < amounts.Length; k++)
        {
            var keys = new List<(double Key, int Place)>();
            for (int place = 0; place < weights.Count; place++)
                if (weights[place].Tokens >= parameters.MinExampleLength && !taken.Contains(place))
                    keys.Add((weights[place].Weights[k] + (parameters.TopK ? 0 : noise.NextGumbel()), place));
            int[] best = [.. keys.OrderByDescending(key => key.Key).ThenBy(key => key.Place).Take((int)amounts[k]).Select(key => key.Place)];
            taken.UnionWith(best);
            rounds.Add([.. best.Order().Select(place => (long)place)]);
        }
        return rounds;
    }
}
