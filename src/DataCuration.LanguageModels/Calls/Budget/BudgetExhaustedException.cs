namespace DataCuration.LanguageModels;

/// <summary>
/// The exception thrown if the budget does not cover another call. Calls in flight are finished and recorded, then the run stops. With a larger budget, the
/// next run continues from there.
/// </summary>
public sealed class BudgetExhaustedException : RunStoppedException
{
    /// <summary>Creates an exception.</summary>
    public BudgetExhaustedException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">The error message.</param>
    public BudgetExhaustedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">The error message.</param>
    /// <param name="innerException">The cause.</param>
    public BudgetExhaustedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The tokens spent so far, prompts and answers together, including earlier runs on the same ledger.</summary>
    public long SpentTokens { get; init; }

    /// <summary>The money spent so far by the configured prices, including earlier runs on the same ledger.</summary>
    public decimal SpentCost { get; init; }

    /// <summary>The budget.</summary>
    public CallBudget? Budget { get; init; }
}
