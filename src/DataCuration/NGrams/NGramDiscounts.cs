using System.Globalization;

namespace DataCuration;

/// <summary>The discounts of an order for adjusted counts of 1, 2, and 3 or more (Chen and Goodman 1998, equation 26).</summary>
internal readonly record struct NGramDiscounts(double One, double Two, double Three)
{
    /// <summary>Returns what is taken from a count; 0 from 0.</summary>
    public double Of(long count) => count switch { <= 0 => 0, 1 => One, 2 => Two, _ => Three };

    /// <summary>
    /// Computes the discounts: Y = n1 / (n1 + 2 n2), D1 = 1 − 2 Y n2 / n1, D2 = 2 − 3 Y n3 / n2, D3+ = 3 − 4 Y n4 / n3. As in lmplz, n1, n2 and n3 must not
    /// be 0, and a discount must be between 0 and its count; otherwise the fallback counts.
    /// </summary>
    /// <param name="order">The order, for messages.</param>
    /// <param name="counts">n1 to n4.</param>
    /// <param name="fallback">Three discounts; empty to throw.</param>
    /// <param name="warn">Receives a warning if the fallback counts, with its kind.</param>
    public static NGramDiscounts Estimate(int order, ReadOnlySpan<long> counts, IReadOnlyList<double> fallback, Action<string, string?> warn)
    {
        string? problem = null;
        Span<double> found = stackalloc double[3];
        double y = counts[0] == 0 ? 0 : counts[0] / (counts[0] + 2.0 * counts[1]);
        for (int j = 1; j <= 3 && problem is null; j++)
        {
            if (counts[j - 1] == 0)
            {
                problem = string.Create(CultureInfo.InvariantCulture, $"no {order}-gram has the adjusted count {j}");
                break;
            }
            found[j - 1] = j - ((j + 1) * y * counts[j] / counts[j - 1]);
            if (!(found[j - 1] >= 0 && found[j - 1] <= j)) problem = string.Create(CultureInfo.InvariantCulture,
                $"the discount of {order}-grams with the adjusted count {j} would be {found[j - 1]:R}");
        }
        if (problem is null) return new(found[0], found[1], found[2]);
        string message = $"Kneser-Ney discounts cannot be computed, because {problem}: the corpus is small or artificial.";
        if (fallback.Count == 0)
            throw new CurationException($"{message} Train on more text, or set {nameof(NGramModelFit)}.{nameof(NGramModelFit.FallbackDiscounts)}.");
        warn($"{message} The fallback discounts of {nameof(NGramModelFit)} are used for this order.", "discounts");
        return new(fallback[0], fallback[1], fallback[2]);
    }
}
