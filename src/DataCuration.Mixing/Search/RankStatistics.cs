namespace DataCuration.Mixing;

/// <summary>Statistics of ranks.</summary>
internal static class RankStatistics
{
    /// <summary>Returns Spearman's rank correlation. Equal values share their mean rank. Null if all values of a list are equal.</summary>
    public static double? Correlation(double[] left, double[] right)
    {
        double[] a = Ranks(left), b = Ranks(right);
        double mean = (a.Length + 1) / 2.0, product = 0, squaresA = 0, squaresB = 0;
        for (int i = 0; i < a.Length; i++)
        {
            product += (a[i] - mean) * (b[i] - mean);
            squaresA += (a[i] - mean) * (a[i] - mean);
            squaresB += (b[i] - mean) * (b[i] - mean);
        }
        return squaresA == 0 || squaresB == 0 ? null : product / Math.Sqrt(squaresA * squaresB);
    }

    /// <summary>Returns the rank of each value, from 1.</summary>
    public static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        var ranks = new double[values.Length];
        for (int first = 0; first < order.Length;)
        {
            int end = first + 1;
            while (end < order.Length && values[order[end]] == values[order[first]]) end++;
            for (int i = first; i < end; i++) ranks[order[i]] = (first + 1 + end) / 2.0;
            first = end;
        }
        return ranks;
    }
}
