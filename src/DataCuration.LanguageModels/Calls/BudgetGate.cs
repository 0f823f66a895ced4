using System.Globalization;

namespace DataCuration.LanguageModels;

/// <summary>
/// Lets each try of a call begin only if the budget covers it: what it may cost is set aside first and replaced by what it did cost. A call that fits but for what is set aside for others waits for them, so that the budget
/// is used up to the last call that fits.
/// </summary>
internal sealed class BudgetGate
{
    private readonly Lock gate = new();
    private readonly CallBudget? budget;
    private readonly IReadOnlyDictionary<string, ModelPrice> prices;
    private readonly string ledgerFolder;
    private long spentTokens, reservedTokens;
    private decimal spentCost, reservedCost;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool exhausted;

    public BudgetGate(CallBudget? budget, IReadOnlyDictionary<string, ModelPrice> prices, CallLedger ledger)
    {
        this.budget = budget;
        this.prices = prices;
        ledgerFolder = ledger.Folder;
        foreach ((string model, (_, long input, long output)) in ledger.UsageByModel())
        {
            spentTokens += input + output;
            spentCost += CostOf(model, input, output, isRequired: budget?.MaxCost is not null);
        }
    }

    public (long Tokens, decimal Cost) Spent
    {
        get { lock (gate) return (spentTokens, spentCost); }
    }

    public decimal CostOf(string model, long input, long output, bool isRequired = false)
    {
        if (prices.TryGetValue(model, out ModelPrice price)) return price.CostOf(input, output);
        return isRequired ? throw new RunStoppedException($"The budget is in money, and model '{model}' has no price: add one to {nameof(CallOptions)}.{nameof(CallOptions.Prices)}.") : 0;
    }

    /// <summary>Sets aside what a call may cost.</summary>
    /// <exception cref="BudgetExhaustedException">It cannot be afforded.</exception>
    public async ValueTask ReserveAsync(string model, long input, long output, CancellationToken cancellationToken)
    {
        if (budget is null or { MaxTokens: null, MaxCost: null }) return;
        decimal cost = CostOf(model, input, output, isRequired: budget.MaxCost is not null);
        while (true)
        {
            Task wait;
            lock (gate)
            {
                if (exhausted || !Fits(spentTokens, spentCost, input + output, cost)) throw Exhausted(model, input + output, cost);
                if (Fits(spentTokens + reservedTokens, spentCost + reservedCost, input + output, cost))
                {
                    reservedTokens += input + output;
                    reservedCost += cost;
                    return;
                }
                wait = changed.Task;
            }
            await wait.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Notes what was spent outside of the ledger or in it.</summary>
    public void Spend(string model, long input, long output)
    {
        decimal cost = CostOf(model, input, output);
        lock (gate)
        {
            spentTokens += input + output;
            spentCost += cost;
        }
    }

    /// <summary>Takes back what <see cref="ReserveAsync"/> set aside; what was spent of it has been noted before.</summary>
    public void Release(string model, long input, long output)
    {
        if (budget is null or { MaxTokens: null, MaxCost: null }) return;
        decimal cost = CostOf(model, input, output);
        TaskCompletionSource signal;
        lock (gate)
        {
            reservedTokens -= input + output;
            reservedCost -= cost;
            signal = changed;
            changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        signal.SetResult();
    }

    private bool Fits(long tokens, decimal cost, long moreTokens, decimal moreCost) =>
        (budget!.MaxTokens is not { } maxTokens || tokens + moreTokens <= maxTokens) && (budget.MaxCost is not { } maxCost || cost + moreCost <= maxCost);

    private BudgetExhaustedException Exhausted(string model, long tokens, decimal cost)
    {
        exhausted = true; // later calls may be smaller; the run ends at the first that does not fit, the same on every machine as far as can be
        string spent = string.Create(CultureInfo.InvariantCulture, $"{spentTokens} tokens, {spentCost:0.####} in money by the prices given");
        string next = string.Create(CultureInfo.InvariantCulture, $"{tokens} tokens, {cost:0.####} in money");
        return new BudgetExhaustedException(
            $"The budget ({budget}) has no room for the next call to '{model}' (up to {next}). Spent so far: {spent}. All answers are recorded in '{ledgerFolder}': set a larger budget and run again, and it goes on where it stopped.")
        { SpentTokens = spentTokens, SpentCost = spentCost, Budget = budget };
    }
}
