namespace DataCuration.LanguageModels;

/// <summary>The budget has no room for another call. Calls under way have ended and are recorded; the run stops, and with a larger budget the next one goes on where this one stopped.</summary>
public sealed class BudgetExhaustedException : RunStoppedException
{
    /// <summary>Makes an exception.</summary>
    public BudgetExhaustedException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong.</param>
    public BudgetExhaustedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">Its cause.</param>
    public BudgetExhaustedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The tokens spent so far, prompts and answers together, earlier runs on the same ledger included.</summary>
    public long SpentTokens { get; init; }

    /// <summary>The money spent so far, by the prices given, earlier runs on the same ledger included.</summary>
    public decimal SpentCost { get; init; }

    /// <summary>The budget that was set.</summary>
    public CallBudget? Budget { get; init; }
}
