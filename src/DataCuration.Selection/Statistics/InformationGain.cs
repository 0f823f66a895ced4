namespace DataCuration.Selection;

/// <summary>
/// The information gain of a longer context (Han and others 2023, arXiv 2306.15091): IG(l, s) = CE(context of s tokens) − CE(context of l tokens),
/// the mean over the tokens of a text. Data which support in-context learning gain less than random data: their long context is hard to use.
/// </summary>
public static class InformationGain
{
    /// <summary>Computes the gain in nats per token.</summary>
    /// <param name="shortContext">The losses with the short context.</param>
    /// <param name="longContext">The losses of the same tokens with the long one.</param>
    /// <returns>The gain; NaN without tokens. It is 0 for a model without memory.</returns>
    /// <exception cref="ArgumentException">The tokens differ.</exception>
    public static double Of(IReadOnlyList<TokenLoss> shortContext, IReadOnlyList<TokenLoss> longContext)
    {
        ArgumentNullException.ThrowIfNull(shortContext);
        ArgumentNullException.ThrowIfNull(longContext);
        if (shortContext.Count != longContext.Count)
            throw new ArgumentException($"There are losses of {shortContext.Count} and of {longContext.Count} tokens.", nameof(longContext));
        CompensatedSum sum = default;
        for (int i = 0; i < shortContext.Count; i++)
        {
            if (shortContext[i].Token != longContext[i].Token)
                throw new ArgumentException($"Token {i} is {shortContext[i].Token} in one list and {longContext[i].Token} in the other.", nameof(longContext));
            sum.Add(shortContext[i].Nats - longContext[i].Nats);
        }
        return shortContext.Count == 0 ? double.NaN : sum.Value / shortContext.Count;
    }
}
