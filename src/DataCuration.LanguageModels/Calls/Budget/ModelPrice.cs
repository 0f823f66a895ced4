namespace DataCuration.LanguageModels;

/// <summary>The price of a model. The currency is arbitrary, but must be the same for all models and the budget.</summary>
/// <param name="InputPerMillion">The price of a million prompt tokens, 0 or more.</param>
/// <param name="OutputPerMillion">The price of a million answer tokens, 0 or more.</param>
public readonly record struct ModelPrice(decimal InputPerMillion, decimal OutputPerMillion)
{
    /// <summary>The price of a million prompt tokens, 0 or more.</summary>
    public decimal InputPerMillion { get; init => field = NotNegative(value); } = NotNegative(InputPerMillion);

    /// <summary>The price of a million answer tokens, 0 or more.</summary>
    public decimal OutputPerMillion { get; init => field = NotNegative(value); } = NotNegative(OutputPerMillion);

    /// <summary>
    /// The price of a million prompt tokens that the server read from its cache (<see cref="LanguageModelAnswer.CachedInputTokens"/>), 0 or more; null for
    /// <see cref="InputPerMillion"/>. Default: null.
    /// </summary>
    /// <remarks>Before a call, budgets reserve the full price, since the cache's content is unknown. Afterwards they charge this price.</remarks>
    public decimal? CachedInputPerMillion { get; init => field = value is { } price ? NotNegative(price) : null; }

    /// <summary>Returns the cost of a number of tokens.</summary>
    /// <param name="inputTokens">The prompt tokens.</param>
    /// <param name="outputTokens">The answer tokens.</param>
    public decimal CostOf(long inputTokens, long outputTokens) => CostOf(inputTokens, outputTokens, 0);

    /// <summary>Returns the cost of a number of tokens.</summary>
    /// <param name="inputTokens">The prompt tokens, including the cached ones.</param>
    /// <param name="outputTokens">The answer tokens.</param>
    /// <param name="cachedInputTokens">The prompt tokens that the server read from its cache.</param>
    public decimal CostOf(long inputTokens, long outputTokens, long cachedInputTokens) =>
        ((inputTokens - cachedInputTokens) * InputPerMillion + cachedInputTokens * (CachedInputPerMillion ?? InputPerMillion)
            + outputTokens * OutputPerMillion) / 1_000_000m;

    private static decimal NotNegative(decimal price) =>
        price >= 0 ? price : throw new ArgumentOutOfRangeException(nameof(price), price, "A price must not be negative.");
}
