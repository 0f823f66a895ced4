namespace DataCuration.LanguageModels;

/// <summary>What a model costs, in any currency: the same one for all models and the budget.</summary>
/// <param name="InputPerMillion">The price of a million tokens of prompts, 0 or more.</param>
/// <param name="OutputPerMillion">The price of a million tokens of answers, 0 or more.</param>
public readonly record struct ModelPrice(decimal InputPerMillion, decimal OutputPerMillion)
{
    /// <summary>The price of a million tokens of prompts, 0 or more.</summary>
    public decimal InputPerMillion { get; init => field = NotNegative(value); } = NotNegative(InputPerMillion);

    /// <summary>The price of a million tokens of answers, 0 or more.</summary>
    public decimal OutputPerMillion { get; init => field = NotNegative(value); } = NotNegative(OutputPerMillion);

    /// <summary>The price of a million tokens of prompts that the server took from its cache (<see cref="LanguageModelAnswer.CachedInputTokens"/>), 0 or more; null for the price of all others. Default: null.</summary>
    /// <remarks>Budgets set aside the full price before a call, since nobody can tell what is in the cache, and count this one afterwards.</remarks>
    public decimal? CachedInputPerMillion { get; init => field = value is { } price ? NotNegative(price) : null; }

    /// <summary>The cost of some tokens.</summary>
    /// <param name="inputTokens">Tokens of prompts.</param>
    /// <param name="outputTokens">Tokens of answers.</param>
    public decimal CostOf(long inputTokens, long outputTokens) => CostOf(inputTokens, outputTokens, 0);

    /// <summary>The cost of some tokens.</summary>
    /// <param name="inputTokens">Tokens of prompts, the cached ones included.</param>
    /// <param name="outputTokens">Tokens of answers.</param>
    /// <param name="cachedInputTokens">Those of the prompts' tokens that the server took from its cache.</param>
    public decimal CostOf(long inputTokens, long outputTokens, long cachedInputTokens) =>
        ((inputTokens - cachedInputTokens) * InputPerMillion + cachedInputTokens * (CachedInputPerMillion ?? InputPerMillion) + outputTokens * OutputPerMillion) / 1_000_000m;

    private static decimal NotNegative(decimal price) => price >= 0 ? price : throw new ArgumentOutOfRangeException(nameof(price), price, "A price is not negative.");
}
