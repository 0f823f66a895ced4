using System.Globalization;

namespace DataCuration.LanguageModels;

/// <summary>
/// Lets each try of a call begin only if the budget covers it: what it may cost is set aside first and replaced by what it did cost. A call that fits but for what is set aside for others waits for them, so that the budget
/// is used up to the last call that fits.
/// </summary>
internal sealed class BudgetGate
{
    private readonly CallBudget? budget;
    private readonly IReadOnlyDictionary<string, ModelPrice> prices;
    private readonly string ledgerFolder;
    private readonly CallSpending spending;
    private bool exhausted;

    public BudgetGate(CallBudget? budget, IReadOnlyDictionary<string, ModelPrice> prices, CallLedger ledger)
    {
        this.budget = budget;
        this.prices = prices;
        ledgerFolder = ledger.Folder;
        spending = ledger.Spending;
        lock (spending.Gate)
        {
            foreach ((string model, ModelPrice price) in prices) spending.Prices.TryAdd(model, price);
            Sum(spending.Spent, isPriceRequired: budget?.MaxCost is not null); // a price that is missing is told before anything is sent
            if (budget?.MaxCost is not null) spending.IsInMoney = true;
        }
    }

    public (long Tokens, decimal Cost) Spent
    {
        get { lock (spending.Gate) return Sum(spending.Spent, isPriceRequired: false); }
    }

    private bool HasLimit => budget is not (null or { MaxTokens: null, MaxCost: null });

    /// <summary>By this object's prices, or else by those of others on the ledger.</summary>
    public decimal CostOf(string model, TokenCounts tokens, bool isRequired = false)
    {
        bool isKnown = prices.TryGetValue(model, out ModelPrice price);
        if (!isKnown)
        {
            lock (spending.Gate) isKnown = spending.Prices.TryGetValue(model, out price);
        }
        if (isKnown) return price.CostOf(tokens.Input, tokens.Output, tokens.CachedInput);
        return isRequired ? throw new RunStoppedException($"The ledger's budget is in money, and model '{model}' has no price: add one to {nameof(CallOptions)}.{nameof(CallOptions.Prices)}, of nothing if it costs nothing.") : 0;
    }

    /// <summary>Sets aside what a call may cost, without a limit of this object's own as well: others on the ledger have to leave room for it.</summary>
    /// <exception cref="BudgetExhaustedException">It cannot be afforded.</exception>
    public async ValueTask ReserveAsync(string model, TokenCounts tokens, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task wait;
            lock (spending.Gate)
            {
                bool isInMoney = budget?.MaxCost is not null;
                decimal cost = CostOf(model, tokens, isRequired: spending.IsInMoney); // whoever has a budget in money could not reckon with this call
                if (!HasLimit)
                {
                    spending.Reserve(model, tokens);
                    return;
                }
                (long spentTokens, decimal spentCost) = Sum(spending.Spent, isInMoney);
                if (exhausted || !Fits(spentTokens + tokens.Total, spentCost + cost)) throw Exhausted(model, tokens.Total, cost, spentTokens, spentCost);
                (long reservedTokens, decimal reservedCost) = Sum(spending.Reserved, isInMoney);
                if (Fits(spentTokens + reservedTokens + tokens.Total, spentCost + reservedCost + cost))
                {
                    spending.Reserve(model, tokens);
                    return;
                }
                wait = spending.Changed;
            }
            await wait.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Notes what was spent.</summary>
    public void Spend(string model, TokenCounts tokens)
    {
        lock (spending.Gate) spending.Spend(model, tokens);
    }

    /// <summary>Takes back what <see cref="ReserveAsync"/> set aside; what was spent of it has been noted before.</summary>
    public void Release(string model, TokenCounts tokens)
    {
        lock (spending.Gate) spending.Release(model, tokens);
    }

    private (long Tokens, decimal Cost) Sum(IReadOnlyDictionary<string, TokenCounts> byModel, bool isPriceRequired)
    {
        long tokens = 0;
        decimal cost = 0;
        foreach ((string model, TokenCounts counts) in byModel)
        {
            tokens += counts.Total;
            cost += CostOf(model, counts, isPriceRequired);
        }
        return (tokens, cost);
    }

    private bool Fits(long tokens, decimal cost) => (budget!.MaxTokens is not { } maxTokens || tokens <= maxTokens) && (budget.MaxCost is not { } maxCost || cost <= maxCost);

    private BudgetExhaustedException Exhausted(string model, long tokens, decimal cost, long spentTokens, decimal spentCost)
    {
        exhausted = true; // later calls may be smaller; the run ends at the first that does not fit, the same on every machine as far as can be
        string spent = string.Create(CultureInfo.InvariantCulture, $"{spentTokens} tokens, {spentCost:0.####} in money by the prices given");
        string next = string.Create(CultureInfo.InvariantCulture, $"{tokens} tokens, {cost:0.####} in money");
        return new BudgetExhaustedException(
            $"The budget ({budget}) has no room for the next call to '{model}' (up to {next}). Spent so far: {spent}. All answers are recorded in '{ledgerFolder}': set a larger budget and run again, and it goes on where it stopped.")
        { SpentTokens = spentTokens, SpentCost = spentCost, Budget = budget };
    }
}
