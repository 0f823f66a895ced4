namespace DataCuration.LanguageModels;

/// <summary>Delays a request until the endpoint's pause is over and its rates allow it.</summary>
/// <param name="requests">The limit of requests; null for none.</param>
/// <param name="tokens">The limit of tokens; null for none.</param>
/// <param name="pause">The endpoint's pause.</param>
/// <param name="time">The clock.</param>
/// <param name="next">The next step.</param>
internal sealed class RequestPacing(RateLimit? requests, RateLimit? tokens, EndpointPause pause, TimeProvider time, ITryStep next) : ITryStep
{
    public async Task<TryResult> SendAsync(CallTry attempt, CancellationToken cancellationToken)
    {
        long estimated = attempt.Pending.Expected.Total;
        await WaitForTurnAsync(estimated, cancellationToken).ConfigureAwait(false);
        TryResult result = await next.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
        // The bucket was charged the estimate; correct it by the server's count.
        if (result is { Answer: { TokensAreEstimated: false } answer }) tokens?.Return(estimated - answer.InputTokens - answer.OutputTokens);
        return result;
    }

    private async ValueTask WaitForTurnAsync(long estimatedTokens, CancellationToken cancellationToken)
    {
        await pause.WaitAsync(cancellationToken).ConfigureAwait(false);
        TimeSpan wait = requests?.Take(1) ?? TimeSpan.Zero;
        TimeSpan tokenWait = tokens?.Take(estimatedTokens) ?? TimeSpan.Zero;
        if (tokenWait > wait) wait = tokenWait;
        if (wait <= TimeSpan.Zero) return;
        do
        {
            // If another call started a pause in the meantime, the full wait is repeated after it. The turns were one after the other, and all calls would
            // otherwise leave at the end of the pause.
            await pause.WaitAsync(cancellationToken).ConfigureAwait(false);
            await Delays.WaitAsync(wait, time, cancellationToken).ConfigureAwait(false);
        }
        while (pause.Left > TimeSpan.Zero);
    }
}
