namespace DataCuration.Selection;

/// <summary>
/// The rare words of a reference corpus: the least frequent ones, which together make a given share of its words. The mass of rare tokens is the second
/// statistic by which Han and others 2023 (arXiv 2306.15091) compare pretraining data.
/// </summary>
public static class RareWords
{
    /// <summary>
    /// Finds the largest number of occurrences at which a word is rare: words with at most this count make at most the share of all occurrences.
    /// </summary>
    /// <param name="counts">The numbers of occurrences of the reference's words, in any order.</param>
    /// <param name="share">The share of all occurrences, 0 to 1.</param>
    /// <returns>The count; 0 if only words that the reference does not have are rare.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in that range, or a count is negative.</exception>
    public static long MaxCount(ReadOnlySpan<long> counts, double share)
    {
        if (!(share is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "A share is between 0 and 1.");
        long[] sorted = counts.ToArray();
        Array.Sort(sorted);
        if (sorted.Length > 0 && sorted[0] < 0) throw new ArgumentOutOfRangeException(nameof(counts), sorted[0], "A count is not negative.");
        long total = 0;
        foreach (long count in sorted) total = checked(total + count);
        long sum = 0, max = 0;
        for (int start = 0; start < sorted.Length;)
        {
            int end = start;
            while (end < sorted.Length && sorted[end] == sorted[start]) sum += sorted[end++];
            // Words of equal count are rare together, or not at all.
            if (sum > (decimal)share * total) break;
            max = sorted[start];
            start = end;
        }
        return max;
    }

    /// <summary>Finds the largest number of occurrences at which a word of a corpus is rare.</summary>
    /// <param name="counts">The reference's words.</param>
    /// <param name="share">The share of all occurrences, 0 to 1.</param>
    /// <remarks>Memory: 8 bytes for each word.</remarks>
    public static long MaxCount(WordCounts counts, double share)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var numbers = new long[counts.Count];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = counts.GetCount(i);
        return MaxCount(numbers, share);
    }
}
