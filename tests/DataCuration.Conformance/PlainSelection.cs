namespace DataCuration.Conformance;

/// <summary>
/// The reference's choice in a few lines, held in memory, on the library's weights and noise: shows which document each target took, which the library's keep list
/// does not tell.
/// </summary>
internal static class PlainSelection
{
    /// <summary>How many documents each target gets: its share rounded down, the rest to the last one.</summary>
    public static long[] Amounts(ReadOnlySpan<double> proportions, long total)
    {
        var amounts = new long[proportions.Length];
        long left = total;
        for (int k = 0; k < amounts.Length - 1; k++) left -= amounts[k] = Math.Min(left, (long)(total * proportions[k]));
        amounts[^1] = left;
        return amounts;
    }

    /// <summary>The places that each target chooses, ascending.</summary>
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
                if (weights[place].Tokens >= parameters.MinExampleLength && !taken.Contains(place)) keys.Add((weights[place].Weights[k] + (parameters.TopK ? 0 : noise.NextGumbel()), place));
            int[] best = [.. keys.OrderByDescending(key => key.Key).ThenBy(key => key.Place).Take((int)amounts[k]).Select(key => key.Place)];
            taken.UnionWith(best);
            rounds.Add([.. best.Order().Select(place => (long)place)]);
        }
        return rounds;
    }
}
