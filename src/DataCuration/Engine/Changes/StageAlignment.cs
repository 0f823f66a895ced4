namespace DataCuration;

/// <summary>Finds which stages of two pipelines are the same stage: the pairing with the fewest additions, removals and changes of name.</summary>
internal static class StageAlignment
{
    /// <summary>Pairs stages. A stage without a partner was removed (no second) or added (no first).</summary>
    public static List<(RecipeScope? Before, RecipeScope? Now)> Align(IReadOnlyList<RecipeScope> before, IReadOnlyList<RecipeScope> now)
    {
        // The cost of the best pairing of what is left from (i, j) on.
        var cost = new int[before.Count + 1, now.Count + 1];
        for (int i = before.Count; i >= 0; i--)
        {
            for (int j = now.Count; j >= 0; j--)
            {
                if (i == before.Count && j == now.Count) continue;
                int best = int.MaxValue;
                if (i < before.Count) best = Math.Min(best, cost[i + 1, j] + AddOrRemove);
                if (j < now.Count) best = Math.Min(best, cost[i, j + 1] + AddOrRemove);
                if (i < before.Count && j < now.Count && Cost(before[i], now[j]) is { } pair) best = Math.Min(best, cost[i + 1, j + 1] + pair);
                cost[i, j] = best;
            }
        }
        var pairs = new List<(RecipeScope?, RecipeScope?)>();
        for (int i = 0, j = 0; i < before.Count || j < now.Count;)
        {
            if (i < before.Count && j < now.Count && Cost(before[i], now[j]) is { } pair && cost[i, j] == cost[i + 1, j + 1] + pair)
                pairs.Add((before[i++], now[j++]));
            else if (i < before.Count && cost[i, j] == cost[i + 1, j] + AddOrRemove) pairs.Add((before[i++], null));
            else pairs.Add((null, now[j++]));
        }
        return pairs;
    }

    private const int AddOrRemove = 4;

    /// <summary>The cost of taking two stages for one; null if they are of different types.</summary>
    private static int? Cost(RecipeScope before, RecipeScope now)
    {
        if (before.Type != now.Type) return null;
        int cost = before.Name == now.Name ? 0 : 2;
        return cost + (before.Options.Select(option => option.Value).SequenceEqual(now.Options.Select(option => option.Value)) ? 0 : 1);
    }
}
