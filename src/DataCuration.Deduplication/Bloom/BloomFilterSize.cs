namespace DataCuration.Deduplication;

/// <summary>The size of a Bloom filter: its bits, the bits for each element, and the rate of false positives that follows (Bloom 1970).</summary>
/// <param name="Bits">The number of bits, 64 or more.</param>
/// <param name="Hashes">The number of bits that an element sets, 1 to 64.</param>
public readonly record struct BloomFilterSize(long Bits, int Hashes)
{
    /// <summary>The number of bytes.</summary>
    public long Bytes => (Bits + 7) / 8;

    /// <summary>
    /// Computes the smallest filter for a number of elements and a rate of false positives: −n ln p / (ln 2)² bits, and bits / n · ln 2 hashes.
    /// </summary>
    /// <param name="elements">The expected number of distinct elements, 1 or more. For n-grams that is at most the number of words.</param>
    /// <param name="falsePositiveRate">The rate for one element, between 0 and 1; DCLM's runs used 0.01.</param>
    /// <returns>The size.</returns>
    public static BloomFilterSize For(long elements, double falsePositiveRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(elements, 1);
        if (falsePositiveRate is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(falsePositiveRate), falsePositiveRate, "A rate of false positives is between 0 and 1.");
        double bits = Math.Ceiling(-elements * Math.Log(falsePositiveRate) / (Math.Log(2) * Math.Log(2)));
        if (bits > long.MaxValue / 2) throw new ArgumentOutOfRangeException(nameof(elements), elements, "No filter of this size can be addressed.");
        long count = Math.Max(64, (long)bits);
        return new(count, BestHashes(count, elements));
    }

    /// <summary>Returns the number of hashes with the fewest false positives: bits / n · ln 2, rounded.</summary>
    /// <param name="bits">The number of bits.</param>
    /// <param name="elements">The expected number of distinct elements.</param>
    public static int BestHashes(long bits, long elements) => (int)Math.Clamp(Math.Round((double)bits / elements * Math.Log(2)), 1, 64);

    /// <summary>Computes the rate of false positives after a number of elements: (1 − e^(−k n / m))^k.</summary>
    /// <param name="elements">The number of distinct elements.</param>
    /// <returns>The probability that an element that was not added is found.</returns>
    public double GetFalsePositiveRate(long elements) => Math.Pow(1 - Math.Exp(-(double)Hashes * elements / Bits), Hashes);
}
