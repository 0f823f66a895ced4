namespace DataCuration.Selection;

/// <summary>
/// DSIR's estimates from n-gram counts, in the reference's arithmetic (p-lambda/dsir <c>hashed_ngram_dsir.py</c>: <c>fit_importance_estimator</c>), and the
/// KL reduction of Xie et al. 2023, section 5.
/// </summary>
internal static class DsirMath
{
    /// <summary>The constant that is added inside both logarithms of a log ratio, so that empty buckets stay finite (the reference's 1e-8).</summary>
    public const double Epsilon = 1e-8;

    private const int PairwiseBlock = 128;

    /// <summary>
    /// Computes the raw distribution: counts divided by their sum, without smoothing. A corpus without n-grams has no distribution (NaN).
    /// </summary>
    public static void RawProbabilities(ReadOnlySpan<long> counts, Span<double> probabilities)
    {
        double total = Total(counts);
        for (int i = 0; i < counts.Length; i++)
        {
            probabilities[i] = counts[i] / total;
        }
    }

    /// <summary>Computes a target's distribution with <paramref name="smoothing"/> added to every bucket (Laplace): (c + a) / sum(c + a).</summary>
    public static void TargetProbabilities(ReadOnlySpan<long> counts, double smoothing, Span<double> probabilities)
    {
        for (int i = 0; i < counts.Length; i++)
        {
            probabilities[i] = counts[i] + smoothing;
        }

        double total = PairwiseSum(probabilities[..counts.Length]);
        for (int i = 0; i < counts.Length; i++)
        {
            probabilities[i] /= total;
        }
    }

    /// <summary>Computes log(target + 1e-8) - log(raw + 1e-8) for each bucket.</summary>
    public static void LogRatios(ReadOnlySpan<double> target, ReadOnlySpan<double> raw, Span<double> logRatios)
    {
        for (int i = 0; i < target.Length; i++)
        {
            logRatios[i] = DeterministicMath.Log(target[i] + Epsilon) - DeterministicMath.Log(raw[i] + Epsilon);
        }
    }

    /// <summary>Computes the share of each target by its n-gram occurrences, as the reference does if no shares are given.</summary>
    public static void TargetProportions(ReadOnlySpan<long> ngramOccurrences, Span<double> proportions)
    {
        double total = Total(ngramOccurrences);
        for (int i = 0; i < ngramOccurrences.Length; i++)
        {
            proportions[i] = ngramOccurrences[i] / total;
        }
    }

    /// <summary>Divides given shares by their sum.</summary>
    public static void TargetProportions(ReadOnlySpan<double> given, Span<double> proportions)
    {
        double total = PairwiseSum(given);
        for (int i = 0; i < given.Length; i++)
        {
            proportions[i] = given[i] / total;
        }
    }

    /// <summary>
    /// Computes KL(p || q): the sum of p (ln(p + e) - ln(q + e)) over the buckets with p above zero. If <paramref name="epsilon"/> is zero, the result is
    /// infinite when q lacks a bucket of p.
    /// </summary>
    public static double KullbackLeibler(ReadOnlySpan<double> p, ReadOnlySpan<double> q, double epsilon = Epsilon)
    {
        var sum = default(CompensatedSum);
        for (int i = 0; i < p.Length; i++)
        {
            if (!(p[i] > 0))
            {
                continue;
            }

            if (q[i] + epsilon == 0)
            {
                return double.PositiveInfinity;
            }

            sum.Add(p[i] * (DeterministicMath.Log(p[i] + epsilon) - DeterministicMath.Log(q[i] + epsilon)));
        }

        return sum.Value;
    }

    /// <summary>
    /// Computes the KL reduction of Xie et al. 2023 for one target: KL(target || raw) - KL(target || selected). Larger is better. The paper averages it
    /// over targets. Its code is not published; 1e-8 inside the logarithms is our choice, as in the log ratios.
    /// </summary>
    public static double KullbackLeiblerReduction(
        ReadOnlySpan<double> target, ReadOnlySpan<double> raw, ReadOnlySpan<double> selected, double epsilon = Epsilon) =>
        KullbackLeibler(target, raw, epsilon) - KullbackLeibler(target, selected, epsilon);

    /// <summary>
    /// Computes NumPy's pairwise sum (numpy/core/src/umath/loops_utils.h.src, <c>pairwise_sum</c>): eight accumulators for up to 128 elements, halves
    /// above. The divisor of fractionally smoothed counts depends on its rounding.
    /// </summary>
    public static double PairwiseSum(ReadOnlySpan<double> values)
    {
        if (values.Length < 8)
        {
            double sum = 0;
            foreach (double value in values)
            {
                sum += value;
            }

            return sum;
        }

        if (values.Length > PairwiseBlock)
        {
            int half = values.Length / 2;
            half -= half % 8;
            return PairwiseSum(values[..half]) + PairwiseSum(values[half..]);
        }

        Span<double> lanes = stackalloc double[8];
        values[..8].CopyTo(lanes);
        int position = 8;
        for (; position + 8 <= values.Length; position += 8)
        {
            for (int lane = 0; lane < 8; lane++)
            {
                lanes[lane] += values[position + lane];
            }
        }

        double result = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
        for (; position < values.Length; position++)
        {
            result += values[position];
        }

        return result;
    }

    private static double Total(ReadOnlySpan<long> counts)
    {
        long total = 0;
        foreach (long count in counts)
        {
            total = checked(total + count);
        }

        return total;
    }
}
