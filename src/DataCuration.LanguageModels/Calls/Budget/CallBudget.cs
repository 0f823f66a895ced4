using System.Globalization;

namespace DataCuration.LanguageModels;

/// <summary>A budget for all calls recorded in a ledger, earlier runs included. To continue after it is spent, set a larger budget.</summary>
public sealed record CallBudget
{
    /// <summary>The maximum number of tokens, prompts and answers together; null for no limit. Default: null.</summary>
    public long? MaxTokens
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A budget must not be negative.");
    }

    /// <summary>The maximum cost in the currency of the prices; null for no limit. Default: null.</summary>
    /// <remarks>
    /// With a limit, every model on the ledger needs a price (0 for a free model) in the <see cref="CallOptions.Prices"/> of at least one object on the ledger.
    /// </remarks>
    public decimal? MaxCost
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A budget must not be negative.");
    }

    /// <summary>Returns the budget as text.</summary>
    public override string ToString() => (MaxTokens, MaxCost) switch
    {
        (null, null) => "no limit",
        (not null, null) => string.Create(CultureInfo.InvariantCulture, $"{MaxTokens} tokens"),
        (null, not null) => string.Create(CultureInfo.InvariantCulture, $"{MaxCost} in money"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{MaxTokens} tokens and {MaxCost} in money"),
    };
}
