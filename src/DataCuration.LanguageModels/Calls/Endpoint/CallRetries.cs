namespace DataCuration.LanguageModels;

/// <summary>Tries a call until it is answered, its tries are used up, or its error is final.</summary>
/// <param name="options">The limits.</param>
/// <param name="health">The endpoint's state.</param>
/// <param name="pause">The endpoint's pause.</param>
/// <param name="hasAnswered">Returns true if the ledger has an answer of a model, so that its server is known to work.</param>
/// <param name="time">The clock.</param>
/// <param name="warnings">Receives the first failure.</param>
/// <param name="next">The next step.</param>
internal sealed class CallRetries(EndpointOptions options, EndpointHealth health, EndpointPause pause, Func<string, bool> hasAnswered, TimeProvider time,
    EndpointWarnings warnings, ITryStep next) : ICallStep
{
    /// <summary>The longest wait between tries for a server that was never reached.</summary>
    private static readonly TimeSpan LongestStartDelay = TimeSpan.FromSeconds(2);

    public async Task<LanguageModelAnswer> SendAsync(PendingCall call, CancellationToken cancellationToken)
    {
        // Tries of a server that does not run yet do not count: what is left for a failing server would depend on how late it starts.
        int tries = 1, waits = 0;
        while (true)
        {
            health.RequireAvailable();
            _ = health.SinceFirstTry();
            var attempt = new CallTry(call, tries, IsLast: tries >= options.MaxTries);
            TryResult result = await next.SendAsync(attempt, cancellationToken).ConfigureAwait(false);
            if (result.IsAnswered)
            {
                health.RecordSuccess();
                return result.Answer;
            }
            CallError error = result.Error;
            if (error.NeverSent && !health.WasReached)
            {
                await WaitForServerAsync(call, ++waits, error, result.Cause, cancellationToken).ConfigureAwait(false);
                continue;
            }
            if (!error.NeverSent && error.Failure is not (CallFailure.Timeout or CallFailure.ClientFault)) health.RecordContact();
            if (!attempt.IsRetriedAfter(error)) throw Fail(call, error, tries, result.Cause);
            Warn(call, error);
            await BackOffAsync(call, tries, error, result.Cause, cancellationToken).ConfigureAwait(false);
            tries++;
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

    /// <summary>Waits before the next try of a server that was never reached. Its tries are limited by time, not by number.</summary>
    private async Task WaitForServerAsync(PendingCall call, int waits, CallError error, Exception cause, CancellationToken cancellationToken)
    {
        TimeSpan left = options.StartupTimeout - health.SinceFirstTry();
        bool isOver = left <= TimeSpan.Zero;
        if (isOver && waits > 1)
            throw health.Stop(call, error, $"no connection within {options.StartupTimeout} ({nameof(EndpointOptions.StartupTimeout)})", cause);
        Warn(call, error);
        TimeSpan delay = DelayAfter(options, call.Key, waits);
        if (delay > LongestStartDelay) delay = LongestStartDelay;
        await Delays.WaitAsync(isOver || delay < left ? delay : left, time, cancellationToken).ConfigureAwait(false);
    }

    private void Warn(PendingCall call, CallError error)
    {
        if (error.Failure == CallFailure.RateLimited) return; // the endpoint says itself that it pauses
        if (!health.IsFirstWarning()) return;
        warnings.Send(call.Call, "a first request failed",
            logger => EndpointLog.FirstFailure(logger, health.Name(call.Model), error.Failure,
                error.Advice.Length > 0 ? $"{error.Message.TrimEnd('.')}. {error.Advice}" : error.Message));
    }

    private async Task BackOffAsync(PendingCall call, int tries, CallError error, Exception cause, CancellationToken cancellationToken)
    {
        TimeSpan delay = DelayAfter(options, call.Key, tries);
        if (error.RetryAfter is { } asked)
        {
            if (asked > options.MaxRetryAfter)
                throw health.Stop(call, error,
                    $"it asks for a wait of {asked}; the longest wait allowed is {options.MaxRetryAfter} ({nameof(EndpointOptions.MaxRetryAfter)})", cause);
            // A 429 applies to all calls of the endpoint. The spread keeps them from coming back at the same moment.
            if (error.Failure == CallFailure.RateLimited) pause.Extend(call, asked, error.Message);
            // Retry-After only lengthens our own wait: servers send 0, and dates that our clock has already passed.
            TimeSpan spread = asked + TimeSpan.FromTicks((long)(0.1 * Math.Min(delay.Ticks, asked.Ticks)));
            if (spread > delay) delay = spread;
        }
        await Delays.WaitAsync(delay, time, cancellationToken).ConfigureAwait(false);
    }

    private Exception Fail(PendingCall call, CallError error, int tries, Exception cause)
    {
        if (error.Failure == CallFailure.Refused) return health.Stop(call, error, "it refuses every request", cause);
        if (error.Failure == CallFailure.BadRequest)
        {
            // One refused document is the document's fault. Before any success, it may as well be a wrong model or address.
            (int all, int inARow) = health.RecordRefusal();
            if (!health.HasSucceeded && !hasAnswered(call.Model) && all >= options.MaxRefusedCallsAtStart)
                return health.Stop(call, error, $"it refused the first {options.MaxRefusedCallsAtStart} calls and has answered none "
                    + $"({nameof(EndpointOptions.MaxRefusedCallsAtStart)})", cause);
            if (inARow >= options.MaxRefusedCallsInARow)
                return health.Stop(call, error, $"it refused {options.MaxRefusedCallsInARow} calls in a row, and answered none in between "
                    + $"({nameof(EndpointOptions.MaxRefusedCallsInARow)})", cause);
        }
        // An endless answer is caused by the document; other failures are the endpoint's and affect every call.
        else if (!error.IsOverlong && health.RecordFailure() >= options.MaxFailedCallsInARow)
        {
            return health.Stop(call, error,
                $"{options.MaxFailedCallsInARow} calls in a row failed in all of their tries ({nameof(EndpointOptions.MaxFailedCallsInARow)})", cause);
        }
        string count = tries == 1 ? "1 try" : $"{tries} tries";
        string advice = error.Advice.Length > 0 && !health.HasSucceeded ? $". {error.Advice}" : "";
        return new LanguageModelCallException(
            $"Task '{call.Call.Task}', document '{call.Call.DocumentId}': {error.Failure} after {count}: {error.Message}{advice}", CallErrors.Redacted(cause))
        { Failure = error.Failure, Tries = tries };
    }
}
