namespace DataCuration.Mixing;

/// <summary>
/// Changes the weights of topics by the change of their validation losses, as Llama-3-SynE does during training (arXiv 2407.18743): a topic that got worse
/// gets more weight.
/// </summary>
public static class TopicReweighting
{
    /// <summary>Multiplies each weight by 1 + α · δ · w and divides by the sum. δ is the relative change of the topic's loss, and w its importance.</summary>
    /// <param name="weights">The weights before.</param>
    /// <param name="before">The validation loss or perplexity of each topic at the last change, positive.</param>
    /// <param name="now">The same now.</param>
    /// <param name="alpha">The coefficient α, at least 0: the strength of the change.</param>
    /// <param name="importance">The importance w of each topic, at least 0; null for 1.</param>
    /// <exception cref="ArgumentException">A topic has no loss, a number is out of range, or a factor is not positive. The message names the topic.</exception>
    public static MixtureWeights Apply(MixtureWeights weights, IReadOnlyDictionary<string, double> before, IReadOnlyDictionary<string, double> now,
        double alpha, IReadOnlyDictionary<string, double>? importance = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(now);
        if (!(alpha >= 0 && double.IsFinite(alpha))) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Must be finite and not negative.");
        var changed = new double[weights.Names.Length];
        for (int i = 0; i < changed.Length; i++)
        {
            string name = weights.Names[i];
            double first = Positive(before, name, nameof(before)), change = (Positive(now, name, nameof(now)) - first) / first;
            double own = importance is null ? 1
                : importance.TryGetValue(name, out double found) && found >= 0 && double.IsFinite(found) ? found
                : throw new ArgumentException($"'{name}' has no importance, or one that is not a number of at least 0.", nameof(importance));
            double factor = 1 + (alpha * change * own);
            if (!(factor > 0))
                throw new ArgumentException(FormattableString.Invariant($"The factor of '{name}' is {factor}; it must be positive. Use a smaller alpha than ")
                    + FormattableString.Invariant($"{alpha}."), nameof(alpha));
            changed[i] = weights.Weights[i] * factor;
        }
        return MixtureWeights.Normalize(weights.Names, changed);
    }

    private static double Positive(IReadOnlyDictionary<string, double> losses, string name, string parameter)
    {
        if (!losses.TryGetValue(name, out double loss)) throw new ArgumentException($"'{name}' has no loss.", parameter);
        return loss > 0 && double.IsFinite(loss) ? loss
            : throw new ArgumentException(FormattableString.Invariant($"The loss of '{name}' is {loss}; it must be positive and finite."), parameter);
    }
}
