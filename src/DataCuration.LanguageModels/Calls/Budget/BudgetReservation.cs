namespace DataCuration.LanguageModels;

/// <summary>
/// Reserves budget for a try before it is sent, and releases the reservation afterwards. A retry must fit in addition to what earlier tries may have cost.
/// </summary>
internal sealed class BudgetReservation(BudgetGate budget, ITryStep next) : ITryStep
{
    public async Task<TryResult> SendAsync(CallTry attempt, CancellationToken cancellationToken)
    {
        PendingCall call = attempt.Pending;
        await budget.ReserveAsync(call.Model, call.Expected, cancellationToken).ConfigureAwait(false);
        try
        {
            return await next.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            budget.Release(call.Model, call.Expected);
        }
    }
}
