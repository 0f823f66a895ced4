namespace DataCuration.LanguageModels;

/// <summary>
/// Answers a call from the ledger if possible. Equal calls that run at the same time, through any object on the ledger, become one: the later ones wait for the
/// first one's answer, and share its failure.
/// </summary>
internal sealed class KnownAnswers(CallLedger ledger, UsageCounters usage, ICallStep next) : ICallStep
{
    public async Task<LanguageModelAnswer> SendAsync(PendingCall call, CancellationToken cancellationToken)
    {
        while (true)
        {
            var done = new TaskCompletionSource<LanguageModelCallException?>(TaskCreationOptions.RunContinuationsAsynchronously);
            Task<LanguageModelCallException?> first = ledger.InFlight.GetOrAdd(call.Key, done.Task);
            if (first != done.Task)
            {
                LanguageModelCallException? shared = await first.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (shared is not null) throw new LanguageModelCallException(shared.Message, shared) { Failure = shared.Failure, Tries = shared.Tries };
                continue; // its answer is in the ledger; if the first call was canceled instead, this one is sent
            }
            LanguageModelCallException? failure = null;
            try
            {
                if (Find(call.Key) is { } known)
                {
                    usage.For(call.Call.Task, call.Model).AddCached();
                    return known;
                }
                return await next.SendAsync(call, cancellationToken).ConfigureAwait(false);
            }
            catch (LanguageModelCallException e)
            {
                failure = e;
                throw;
            }
            finally
            {
                ledger.InFlight.TryRemove(call.Key, out _);
                done.SetResult(failure);
            }
        }
    }

    private LanguageModelAnswer? Find(UInt128 key)
    {
        try
        {
            return ledger.Find(key);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new RunStoppedException($"The ledger '{ledger.Folder}' cannot be read: {e.Message}", e);
        }
    }
}
