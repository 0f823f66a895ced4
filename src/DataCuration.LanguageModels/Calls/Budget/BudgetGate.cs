using System.Globalization;

namespace DataCuration.LanguageModels;

/// <summary>
/// Admits a try of a call only if the budget covers it. The expected cost is reserved first and replaced by the actual cost afterwards. If only the
/// reservations of other calls are in the way, the call waits for them, so that the budget is used up to the last call that fits.
/// </summary>
internal sealed class BudgetGate
{
    private readonly CallBudget? budget;
    private readonly IReadOnlyDictionary<string, ModelPrice> prices;
    private readonly CallSpending spending;
    private readonly string ledgerFolder;
    private bool exhausted;

    public BudgetGate(CallBudget? budget, IReadOnlyDictionary<string, ModelPrice> prices, CallSpending spending, string ledgerFolder)
    {
        this.budget = budget;
        this.prices = prices;
        this.spending = spending;
        this.ledgerFolder = ledgerFolder;
        lock (spending.Gate)
        {
            foreach ((string model, ModelPrice price) in prices) spending.Prices.TryAdd(model, price);
            Sum(spending.Spent, isPriceRequired: budget?.MaxCost is not null); // a missing price is reported before anything is sent
            if (budget?.MaxCost is not null) spending.IsInMoney = true;
        }
    }

    public (long Tokens, decimal Cost) Spent
    {
        get { lock (spending.Gate) return Sum(spending.Spent, isPriceRequired: false); }
    }

    private bool HasLimit => budget is not (null or { MaxTokens: null, MaxCost: null });

    /// <summary>Returns the cost by this object's prices, or by the prices of other objects on the ledger.</summary>
    public decimal CostOf(string model, TokenCounts tokens, bool isRequired = false)
    {
        bool isKnown = prices.TryGetValue(model, out ModelPrice price);
        if (!isKnown)
        {
            lock (spending.Gate) isKnown = spending.Prices.TryGetValue(model, out price);
        }
        if (isKnown) return price.CostOf(tokens.Input, tokens.Output, tokens.CachedInput);
        if (!isRequired) return 0;
        throw new RunStoppedException(
            $"The ledger's budget is in money, and model '{model}' has no price. Add one to {nameof(CallOptions)}.{nameof(CallOptions.Prices)}, or a "
                + $"price of 0 for a free model.");
    }

    /// <summary>
    /// Reserves a call's expected cost. It is reserved even without a limit of this object's own, since other objects on the ledger must leave room for it.
    /// </summary>
    /// <exception cref="BudgetExhaustedException">The budget does not cover the call.</exception>
    /// <exception cref="RunStoppedException">The ledger can no longer be written, or the model has no price.</exception>
    public async ValueTask ReserveAsync(string model, TokenCounts tokens, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task wait;
            lock (spending.Gate)
            {
                spending.RequireOpen();
                bool isInMoney = budget?.MaxCost is not null;
                decimal cost = CostOf(model, tokens, isRequired: spending.IsInMoney); // a budget in money cannot account for a call without a price
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

    /// <summary>Records spent tokens.</summary>
    public void Spend(string model, TokenCounts tokens)
    {
        lock (spending.Gate) spending.Spend(model, tokens);
    }

    /// <summary>Releases a reservation of <see cref="ReserveAsync"/>. The actual cost is recorded before.</summary>
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

    private bool Fits(long tokens, decimal cost) =>
        (budget!.MaxTokens is not { } maxTokens || tokens <= maxTokens) && (budget.MaxCost is not { } maxCost || cost <= maxCost);

    private BudgetExhaustedException Exhausted(string model, long tokens, decimal cost, long spentTokens, decimal spentCost)
    {
        exhausted = true; // a later call may be smaller, but the run ends at the first that does not fit, so that machines differ as little as possible
        string spent = string.Create(CultureInfo.InvariantCulture, $"{spentTokens} tokens, {spentCost:0.####} in money by the configured prices");
        string next = string.Create(CultureInfo.InvariantCulture, $"{tokens} tokens, {cost:0.####} in money");
        return new BudgetExhaustedException(
            $"The budget ({budget}) does not cover the next call to '{model}' (up to {next}). Spent so far: {spent}. "
                + $"All answers are recorded in '{ledgerFolder}': set a larger budget and run again to continue from here.")
        { SpentTokens = spentTokens, SpentCost = spentCost, Budget = budget };
    }
}
