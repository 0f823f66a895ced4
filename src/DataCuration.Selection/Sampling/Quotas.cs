namespace DataCuration.Selection;

/// <summary>
/// How a budget is shared out. Every share is rounded down and what is left goes to the largest part (what does not fit there, to the next largest): the reference of DataMan rounds down on rounding down and loses it (methods of DataMan, section 1.7, defect e).
/// </summary>
internal static class Quotas
{
    /// <summary>Shares by weight.</summary>
    /// <param name="weights">What each part has; not negative.</param>
    /// <param name="budget">What is shared out.</param>
    public static long[] Share(ReadOnlySpan<long> weights, long budget)
    {
        var shares = new long[weights.Length];
        if (weights.IsEmpty) return shares;
        UInt128 total = 0;
        int largest = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            total += (UInt128)weights[i];
            if (weights[i] > weights[largest]) largest = i; // the first of equals
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
        // Many small parts leave more than the largest has room for: the next largest take what it cannot.
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

    private static Comparison<int> BySize(long[] weights) => (left, right) => weights[left] != weights[right] ? weights[right].CompareTo(weights[left]) : left.CompareTo(right);

    /// <summary>Equal shares.</summary>
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

    /// <summary>Shares by weight for the first parts of pairs, and of each share by weight for their second parts.</summary>
    /// <param name="strata">The pairs; those with the same first part stand together.</param>
    /// <param name="budget">What is shared out.</param>
    public static long[] ShareTwice(IReadOnlyList<Stratum> strata, long budget)
    {
        IGrouping<int, Stratum>[] sources = [.. strata.GroupBy(stratum => stratum.First)];
        long[] bySource = Share([.. sources.Select(source => source.Sum(stratum => stratum.Available))], budget);
        return [.. sources.SelectMany((source, i) => Share([.. source.Select(stratum => stratum.Available)], bySource[i]))];
    }
}
