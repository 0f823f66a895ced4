namespace DataCuration.LanguageModels;

/// <summary>Records an answer in the ledger before it is used.</summary>
internal sealed class AnswerRecorder(CallLedger ledger, ITryStep next) : ITryStep
{
    public async Task<TryResult> SendAsync(CallTry attempt, CancellationToken cancellationToken)
    {
        TryResult result = await next.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
        if (!result.IsAnswered) return result;
        LanguageModelCall call = attempt.Pending.Call;
        ledger.Record(attempt.Pending.Key, new()
        {
            DocumentId = call.DocumentId,
            Task = call.Task,
            PromptVersion = call.PromptVersion,
            Attempt = call.Attempt,
            Parameters = attempt.Pending.Parameters,
            Answer = result.Answer,
        });
        return result;
    }
}
