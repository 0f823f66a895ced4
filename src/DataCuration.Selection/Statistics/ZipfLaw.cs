namespace DataCuration.Selection;

/// <summary>
/// Zipf's coefficient of a corpus: the negative slope of log frequency over log rank (Zipf 1935). Han and others 2023 (arXiv 2306.15091) find that
/// pretraining data which support in-context learning have a lower one than random data: a heavier tail of rare tokens.
/// </summary>
public static class ZipfLaw
{
    /// <summary>Fits log f = c − s · log r by least squares over all ranks, each with the same weight, and returns s.</summary>
    /// <param name="counts">The numbers of occurrences, in any order. Zeros are left out.</param>
    /// <param name="maxRank">
    /// The last rank that is fitted, 2 or more. Words that occur once share one frequency over many ranks; a limit keeps them from deciding the slope. Default:
    /// all ranks.
    /// </param>
    /// <returns>The coefficient; NaN with less than two words.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or the last rank is below 2.</exception>
    public static double Coefficient(ReadOnlySpan<long> counts, int maxRank = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRank, 2);
        long[] sorted = counts.ToArray();
        Array.Sort(sorted);
        if (sorted.Length > 0 && sorted[0] < 0) throw new ArgumentOutOfRangeException(nameof(counts), sorted[0], "A count is not negative.");
        Array.Reverse(sorted);
        int n = Math.Min(maxRank, sorted.Length);
        while (n > 0 && sorted[n - 1] == 0) n--;
        if (n < 2) return double.NaN;
        CompensatedSum sumX = default, sumY = default;
        for (int rank = 1; rank <= n; rank++)
        {
            sumX.Add(DeterministicMath.Log(rank));
            sumY.Add(DeterministicMath.Log(sorted[rank - 1]));
        }
        double meanX = sumX.Value / n, meanY = sumY.Value / n;
        CompensatedSum covariance = default, variance = default;
        for (int rank = 1; rank <= n; rank++)
        {
            double x = DeterministicMath.Log(rank) - meanX;
            covariance.Add(x * (DeterministicMath.Log(sorted[rank - 1]) - meanY));
            variance.Add(x * x);
        }
        return -covariance.Value / variance.Value;
    }

    /// <summary>Fits the coefficient of a corpus's words.</summary>
    /// <param name="counts">The words.</param>
    /// <param name="maxRank">The last rank that is fitted. Default: all ranks.</param>
    /// <remarks>Memory: 8 bytes for each word.</remarks>
    public static double Coefficient(WordCounts counts, int maxRank = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var numbers = new long[counts.Count];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = counts.GetCount(i);
        return Coefficient(numbers, maxRank);
    }
}
