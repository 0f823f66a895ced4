namespace DataCuration.LanguageModels;

/// <summary>Tries a call until it is answered, its tries are used up, or its error is final.</summary>
internal sealed class CallRetries(EndpointOptions options, EndpointHealth health, EndpointPause pause, TimeProvider time, ITryStep next) : ICallStep
{
    public async Task<LanguageModelAnswer> SendAsync(PendingCall call, CancellationToken cancellationToken)
    {
        for (int tries = 1; ; tries++)
        {
            health.RequireAvailable();
            var attempt = new CallTry(call, IsLast: tries >= options.MaxTries);
            TryResult result = await next.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
            if (result.IsAnswered)
            {
                health.RecordSuccess();
                return result.Answer;
            }
            if (!attempt.IsRetriedAfter(result.Error)) throw Fail(call, result.Error, tries, result.Cause);
            await BackOffAsync(call, tries, result.Error, result.Cause, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Returns the wait after a failed try. Half of it is fixed and half is derived from the call's key: calls that failed together do not come back together,
    /// and a rerun waits equally long.
    /// </summary>
    internal static TimeSpan DelayAfter(EndpointOptions options, UInt128 key, int tries)
    {
        double longest = Math.Min(options.MaxRetryDelay.TotalSeconds, options.RetryDelay.TotalSeconds * Math.Pow(2, Math.Min(tries - 1, 30)));
        var random = new SeededRandom(unchecked((ulong)key ^ (ulong)(key >> 64) ^ ((ulong)tries * 0x9E3779B97F4A7C15UL)));
        return TimeSpan.FromSeconds(longest * (0.5 + 0.5 * random.NextDouble()));
    }

    private async Task BackOffAsync(PendingCall call, int tries, CallError error, Exception cause, CancellationToken cancellationToken)
    {
        TimeSpan delay = DelayAfter(options, call.Key, tries);
        if (error.RetryAfter is { } asked)
        {
            if (asked > options.MaxRetryAfter)
                throw health.Stop(call.Model, error,
                    $"it asks for a wait of {asked}; the longest wait allowed is {options.MaxRetryAfter} ({nameof(EndpointOptions.MaxRetryAfter)})", cause);
            // A 429 applies to all calls of the endpoint. The spread keeps them from coming back at the same moment.
            if (error.Failure == CallFailure.RateLimited) pause.Extend(call.Model, asked, error.Message);
            // Retry-After only lengthens our own wait: servers send 0, and dates that our clock has already passed.
            TimeSpan spread = asked + TimeSpan.FromTicks((long)(0.1 * Math.Min(delay.Ticks, asked.Ticks)));
            if (spread > delay) delay = spread;
        }
        await Delays.WaitAsync(delay, time, cancellationToken).ConfigureAwait(false);
    }

    private Exception Fail(PendingCall call, CallError error, int tries, Exception cause)
    {
        if (error.Failure == CallFailure.Refused) return health.Stop(call.Model, error, "it refuses every request", cause);
        // A refused request and an endless answer are caused by the document; other failures are the endpoint's and affect every call.
        if (error.Failure != CallFailure.BadRequest && error.PaidOutput is null && health.RecordFailure() >= options.MaxFailedCallsInARow)
            return health.Stop(call.Model, error,
                $"{options.MaxFailedCallsInARow} calls in a row failed in all of their tries ({nameof(EndpointOptions.MaxFailedCallsInARow)})", cause);
        string count = tries == 1 ? "1 try" : $"{tries} tries";
        return new LanguageModelCallException(
            $"Task '{call.Call.Task}', document '{call.Call.DocumentId}': {error.Failure} after {count}: {error.Message}", CallErrors.Redacted(cause))
        { Failure = error.Failure, Tries = tries };
    }
}
