namespace DataCuration.LanguageModels;

/// <summary>The budget and prices of calls, and the treatment of answers.</summary>
public sealed record CallOptions
{
    /// <summary>The budget of all calls on the ledger; null for no limit. Default: null.</summary>
    /// <remarks>
    /// Each <c>LanguageModelCalls</c> object enforces its own budget: use the same one for all objects on a ledger. With several ranks, each rank counts its
    /// own spending and what the other ranks had recorded when it started.
    /// </remarks>
    public CallBudget? Budget { get; init; }

    /// <summary>The price of each model, by its name. Default: empty.</summary>
    /// <remarks>
    /// A model without a price here has the price that another object on the same open ledger gives. Without any price, the model costs nothing in reports. It
    /// then cannot be called while any object on the ledger has a budget in money.
    /// </remarks>
    public IReadOnlyDictionary<string, ModelPrice> Prices
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = new Dictionary<string, ModelPrice>();

    /// <summary>
    /// True to remove the reasoning in front of an answer, in tags such as <c>&lt;think&gt;</c>, before the answer is inspected, parsed or returned. The ledger
    /// keeps it, so the option also applies to recorded answers. Reasoning that a server sends in a field of its own is never part of the text. Default: true.
    /// </summary>
    public bool RemoveReasoning { get; init; } = true;

    /// <summary>
    /// The assumed length of an answer in tokens for calls without <see cref="CallParameters.MaxOutputTokens"/>; used by budgets and token rates.
    /// Default: 1,024 (our choice).
    /// </summary>
    public int EstimatedOutputTokens
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A number of tokens must not be negative.");
    } = 1_024;

    /// <summary>
    /// Counts the tokens of prompts for budgets and rates; null to estimate a third of their bytes. The actual usage is taken from the server. Default: null.
    /// </summary>
    public ITokenEncoder? TokenEncoder { get; init; }
}
