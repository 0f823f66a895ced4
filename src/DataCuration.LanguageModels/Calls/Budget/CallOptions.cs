namespace DataCuration.LanguageModels;

/// <summary>What calls may cost. Nothing of it changes an answer.</summary>
public sealed record CallOptions
{
    /// <summary>What all calls of the ledger may cost together; null for no limit. Each <see cref="LanguageModelCalls"/> keeps to its own: give all on one ledger the same. With several ranks, each counts what it spends itself and what the others had recorded when it began. Default: null.</summary>
    public CallBudget? Budget { get; init; }

    /// <summary>The price of each model by its name. A model that is not in it costs what others on the same open ledger say; if they say nothing, it costs nothing in reports, and cannot be called while one of them has a budget in money. Default: none.</summary>
    public IReadOnlyDictionary<string, ModelPrice> Prices { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new Dictionary<string, ModelPrice>();

    /// <summary>How long an answer is taken to be, in tokens, where a call sets no <see cref="CallParameters.MaxOutputTokens"/>: for budgets and token rates. Default: 1,024 (our choice).</summary>
    public int EstimatedOutputTokens { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A number of tokens is not negative."); } = 1_024;

    /// <summary>Counts prompts for budgets and rates; null for a third of their bytes. What was really used comes from the server. Default: null.</summary>
    public ITokenEncoder? TokenEncoder { get; init; }
}
