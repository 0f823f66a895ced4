namespace DataCuration.LanguageModels;

/// <summary>Charges each try to the budget and counts it in the usage report.</summary>
internal sealed class UsageMeter(BudgetGate budget, UsageCounters usage, ITryStep next) : ITryStep
{
    public async Task<TryResult> SendAsync(CallTry attempt, CancellationToken cancellationToken)
    {
        TryResult result = await next.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
        PendingCall call = attempt.Pending;
        UsageCounter counter = usage.For(call.Call.Task, call.Model);
        if (result.IsAnswered)
        {
            LanguageModelAnswer answer = result.Answer;
            budget.Spend(call.Model, new(answer.InputTokens, answer.OutputTokens, answer.CachedInputTokens));
            counter.AddAnswer(answer);
            return result;
        }
        CallError error = result.Error;
        // A lost answer is charged at its maximum length.
        TokenCounts paid = error.PaidOutput is { } output ? new(error.PaidInput ?? call.Expected.Input, output) : default;
        TokenCounts uncertain = error.PaidOutput is null && error.MayHaveBeenPaid ? call.Expected : default;
        if (paid.Total + uncertain.Total > 0) budget.Spend(call.Model, paid + uncertain);
        counter.AddFailedTry(attempt.IsRetriedAfter(error), paid, uncertain.Total);
        return result;
    }
}
