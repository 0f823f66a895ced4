namespace DataCuration.Selection;

/// <summary>
/// The predictive strength of a text (PreSelect: Shum and others 2025, arXiv 2503.00808, section 3): the share of pairs of models in which the better model
/// has the lower loss. S(d) = Σ 1[C_i(d) &gt; C_j(d)] / Z over i &lt; j, models in ascending order of their benchmark.
/// </summary>
public static class PredictiveStrength
{
    /// <summary>
    /// Counts the pairs of models whose losses are in the order of their benchmarks. Equal losses count as wrong, as in the paper's code. Pairs with equal
    /// benchmarks are not compared.
    /// </summary>
    /// <param name="losses">The loss of each model on the text, total or per character. Both give the same order, since the text is the same.</param>
    /// <param name="benchmarks">The models' benchmark averages, in any order; larger is better.</param>
    /// <returns>The number of pairs in order (0 to 15 for the paper's six models), and the number of pairs compared.</returns>
    /// <exception cref="ArgumentException">The lists differ in length, or contain a number that is not finite.</exception>
    public static (int Ordered, int Pairs) Count(ReadOnlySpan<double> losses, ReadOnlySpan<double> benchmarks)
    {
        if (losses.Length != benchmarks.Length)
            throw new ArgumentException($"There are {losses.Length} losses, but {benchmarks.Length} benchmarks.", nameof(losses));
        int ordered = 0, pairs = 0;
        for (int i = 0; i < losses.Length; i++)
        {
            if (!double.IsFinite(losses[i]) || !double.IsFinite(benchmarks[i])) throw new ArgumentException(
                FormattableString.Invariant($"Model {i} has a loss of {losses[i]} and a benchmark of {benchmarks[i]}; both must be finite."), nameof(losses));
            for (int j = 0; j < i; j++)
            {
                if (benchmarks[i] == benchmarks[j]) continue;
                pairs++;
                bool isOrdered = benchmarks[i] > benchmarks[j] ? losses[i] < losses[j] : losses[j] < losses[i];
                if (isOrdered) ordered++;
            }
        }
        return (ordered, pairs);
    }

    /// <summary>Computes the predictive strength: 0 to 1, or NaN if no two models differ.</summary>
    /// <param name="losses">The losses, as for <see cref="Count"/>.</param>
    /// <param name="benchmarks">The benchmarks, as for <see cref="Count"/>.</param>
    public static double Score(ReadOnlySpan<double> losses, ReadOnlySpan<double> benchmarks)
    {
        (int ordered, int pairs) = Count(losses, benchmarks);
        return pairs == 0 ? double.NaN : (double)ordered / pairs;
    }

    /// <summary>
    /// Converts a loss to bits per character, which does not depend on a model's tokenizer: nats / (characters · ln 2). NaN for a text without characters.
    /// </summary>
    /// <param name="totalNats">The sum of −ln p over the text's tokens.</param>
    /// <param name="characters">The text's length in Unicode code points.</param>
    public static double BitsPerCharacter(double totalNats, long characters)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(characters);
        return characters == 0 ? double.NaN : totalNats / (characters * Ln2);
    }

    private const double Ln2 = 0.69314718055994530942;
}
