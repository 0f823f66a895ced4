namespace DataCuration.LanguageModels;

/// <summary>What a model costs, in any currency: the same one for all models and the budget.</summary>
/// <param name="InputPerMillion">The price of a million tokens of prompts.</param>
/// <param name="OutputPerMillion">The price of a million tokens of answers.</param>
public readonly record struct ModelPrice(decimal InputPerMillion, decimal OutputPerMillion)
{
    /// <summary>The cost of some tokens.</summary>
    /// <param name="inputTokens">Tokens of prompts.</param>
    /// <param name="outputTokens">Tokens of answers.</param>
    public decimal CostOf(long inputTokens, long outputTokens) => (inputTokens * InputPerMillion + outputTokens * OutputPerMillion) / 1_000_000m;
}
