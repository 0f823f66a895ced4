namespace DataCuration.Deduplication;

/// <summary>Chooses bands and rows for a threshold, as datasketch, text-dedup, RedPajama and Data-Juicer do.</summary>
public static class MinHashBands
{
    private const int MaxHashes = 4_096;
    private const int Panels = 64;

    // The nodes and weights of the Gauss-Legendre rule of 8 points on [-1, 1] (Abramowitz and Stegun 1964, table 25.4); each with both signs.
    private static readonly double[] Nodes = [0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363];
    private static readonly double[] Weights = [0.3626837833783620, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763];

    /// <summary>Returns the probability that a pair becomes a candidate: 1 - (1 - s^rows)^bands.</summary>
    /// <param name="similarity">The Jaccard similarity of the two documents' shingles, in [0, 1].</param>
    /// <param name="bands">The number of bands.</param>
    /// <param name="rows">The number of rows of a band.</param>
    public static double CandidateProbability(double similarity, int bands, int rows) => 1 - Math.Pow(1 - Math.Pow(similarity, rows), bands);

    /// <summary>
    /// Finds the bands and rows with the smallest weighted sum of false positives (the area under the curve of <see cref="CandidateProbability"/> below the
    /// threshold) and false negatives (the area above the curve from the threshold on).
    /// </summary>
    /// <param name="threshold">The threshold, in (0, 1].</param>
    /// <param name="hashes">The number of hash functions to use at most, 1 to 4,096.</param>
    /// <param name="falsePositiveWeight">The weight of false positives. Default: 0.5 (datasketch).</param>
    /// <param name="falseNegativeWeight">The weight of false negatives. Default: 0.5 (datasketch).</param>
    /// <returns>Bands and rows. Among equal sums the fewest bands, then the fewest rows.</returns>
    public static (int Bands, int Rows) Optimal(double threshold, int hashes, double falsePositiveWeight = 0.5, double falseNegativeWeight = 0.5)
    {
        if (threshold is not (> 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold is above 0 and at most 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(hashes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hashes, MaxHashes);
        ArgumentOutOfRangeException.ThrowIfNegative(falsePositiveWeight);
        ArgumentOutOfRangeException.ThrowIfNegative(falseNegativeWeight);
        (int Bands, int Rows) best = (1, 1);
        double least = double.PositiveInfinity;
        for (int bands = 1; bands <= hashes; bands++)
        {
            for (int rows = 1; rows <= hashes / bands; rows++)
            {
                double falsePositives = Area(0, threshold, bands, rows), falseNegatives = 1 - threshold - Area(threshold, 1, bands, rows);
                double error = falsePositives * falsePositiveWeight + falseNegatives * falseNegativeWeight;
                if (error < least) (least, best) = (error, (bands, rows));
            }
        }
        return best;
    }

    private static double Area(double from, double to, int bands, int rows)
    {
        double sum = 0, half = (to - from) / Panels / 2;
        for (int panel = 0; panel < Panels; panel++)
        {
            double middle = from + (2 * panel + 1) * half;
            for (int i = 0; i < Nodes.Length; i++)
            {
                sum += Weights[i] * (CandidateProbability(middle - half * Nodes[i], bands, rows) + CandidateProbability(middle + half * Nodes[i], bands, rows));
            }
        }
        return sum * half;
    }
}
