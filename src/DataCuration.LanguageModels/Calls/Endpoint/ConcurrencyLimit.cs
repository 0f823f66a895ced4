namespace DataCuration.LanguageModels;

/// <summary>
/// Limits the calls in flight. A call keeps its slot until the next step returns, that is through all of its tries and until its answer is recorded. A process
/// that is killed therefore loses at most <see cref="EndpointOptions.MaxConcurrency"/> paid answers.
/// </summary>
internal sealed class ConcurrencyLimit(SemaphoreSlim slots, ICallStep next) : ICallStep
{
    public async Task<LanguageModelAnswer> SendAsync(PendingCall call, CancellationToken cancellationToken)
    {
        _ = call.Expected; // counting a prompt's tokens takes time, so it is done before the slot is taken
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await next.SendAsync(call, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            slots.Release();
        }
    }
}
