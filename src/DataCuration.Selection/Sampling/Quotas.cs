namespace DataCuration.Selection;

/// <summary>
/// Divides a budget. Every share is rounded down, and the remainder goes to the largest part; what does not fit there goes to the next largest. The
/// reference of DataMan rounds down twice and loses the remainder (methods of DataMan, section 1.7, defect e).
/// </summary>
internal static class Quotas
{
    /// <summary>Divides a budget by weight.</summary>
    /// <param name="weights">The size of each part; not negative.</param>
    /// <param name="budget">The budget.</param>
    public static long[] Share(ReadOnlySpan<long> weights, long budget)
    {
        var shares = new long[weights.Length];
        if (weights.IsEmpty) return shares;
        UInt128 total = 0;
        int largest = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            total += (UInt128)weights[i];
            if (weights[i] > weights[largest]) largest = i; // the first one if several are equal
        }
        long left = budget;
        for (int i = 0; i < weights.Length && total > 0; i++)
        {
            shares[i] = (long)((UInt128)weights[i] * (UInt128)budget / total);
            left -= shares[i];
        }
        if ((UInt128)budget > total || left <= weights[largest] - shares[largest])
        {
            shares[largest] += left;
            return shares;
        }
        // Many small parts can leave a larger remainder than the largest part has room for. The next largest parts take the rest.
        int[] order = [.. Enumerable.Range(0, weights.Length)];
        order.AsSpan().Sort(BySize(weights.ToArray()));
        for (int i = 0; left > 0; i++)
        {
            long more = Math.Min(left, weights[order[i]] - shares[order[i]]);
            shares[order[i]] += more;
            left -= more;
        }
        return shares;
    }

    private static Comparison<int> BySize(long[] weights) =>
        (left, right) => weights[left] != weights[right] ? weights[right].CompareTo(weights[left]) : left.CompareTo(right);

    /// <summary>Divides a budget into equal shares.</summary>
    public static long[] Equal(ReadOnlySpan<long> weights, long budget)
    {
        var shares = new long[weights.Length];
        if (weights.IsEmpty) return shares;
        shares.AsSpan().Fill(budget / weights.Length);
        int largest = 0;
        for (int i = 0; i < weights.Length; i++)
            if (weights[i] > weights[largest]) largest = i;
        shares[largest] += budget % weights.Length;
        return shares;
    }

    /// <summary>
    /// Divides a budget as evenly as possible. Parts are taken in ascending order of their size. Each gets the rest of the budget divided by the number of
    /// remaining parts, rounded down, or all that it has.
    /// </summary>
    /// <param name="available">The size of each part; not negative.</param>
    /// <param name="budget">The budget.</param>
    public static long[] Even(ReadOnlySpan<long> available, long budget)
    {
        var shares = new long[available.Length];
        long[] sizes = available.ToArray();
        int[] order = [.. Enumerable.Range(0, sizes.Length).OrderBy(i => sizes[i]).ThenBy(i => i)];
        for (int n = 0; n < order.Length; n++)
        {
            // Divides the rest of the budget by the number of remaining parts, so the last ones are rounded up.
            shares[order[n]] = Math.Min(sizes[order[n]], budget / (order.Length - n));
            budget -= shares[order[n]];
        }
        return shares;
    }

    /// <summary>Divides a budget by weight among sources, and each source's share by weight among its domains.</summary>
    /// <param name="strata">The strata, grouped by their first part.</param>
    /// <param name="budget">The budget.</param>
    public static long[] ShareTwice(IReadOnlyList<Stratum> strata, long budget)
    {
        IGrouping<int, Stratum>[] sources = [.. strata.GroupBy(stratum => stratum.First)];
        long[] bySource = Share([.. sources.Select(source => source.Sum(stratum => stratum.Available))], budget);
        return [.. sources.SelectMany((source, i) => Share([.. source.Select(stratum => stratum.Available)], bySource[i]))];
    }
}
