using System.Globalization;

namespace DataCuration.LanguageModels;

/// <summary>What all calls recorded in a ledger may cost together, earlier runs included: to go on after it is spent, set a larger one.</summary>
public sealed record CallBudget
{
    /// <summary>The most tokens, prompts and answers together; null for no limit. Default: null.</summary>
    public long? MaxTokens { get; init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A budget is not negative."); }

    /// <summary>The most money, in the currency of the prices; null for no limit. Every model on the ledger then needs a price, of nothing if it costs nothing, in <see cref="CallOptions.Prices"/> of one of those who call. Default: null.</summary>
    public decimal? MaxCost { get; init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A budget is not negative."); }

    /// <summary>The budget in words.</summary>
    public override string ToString() => (MaxTokens, MaxCost) switch
    {
        (null, null) => "no limit",
        (not null, null) => string.Create(CultureInfo.InvariantCulture, $"{MaxTokens} tokens"),
        (null, not null) => string.Create(CultureInfo.InvariantCulture, $"{MaxCost} in money"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{MaxTokens} tokens and {MaxCost} in money"),
    };
}
