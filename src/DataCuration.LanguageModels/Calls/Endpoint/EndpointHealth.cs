namespace DataCuration.LanguageModels;

/// <summary>The state of an endpoint, shared by all of its calls: its successes and failures so far, and the outage that ended its use.</summary>
/// <param name="address">The server's address; null if the client does not tell it.</param>
/// <param name="time">The clock.</param>
internal sealed class EndpointHealth(Uri? address, TimeProvider time)
{
    private readonly Lock gate = new();
    private long? firstTry;
    private int failedInARow;
    private int refused;
    private int refusedInARow;
    private bool isWarned;
    private volatile bool hasSucceeded;
    private volatile bool wasReached;
    private volatile string? outage;

    /// <summary>True after a success.</summary>
    public bool HasSucceeded => hasSucceeded;

    /// <summary>True after a response of any kind.</summary>
    public bool WasReached => wasReached;

    /// <exception cref="EndpointUnavailableException">The endpoint was stopped.</exception>
    public void RequireAvailable()
    {
        if (outage is { } reason) throw new EndpointUnavailableException(reason);
    }

    public void RecordSuccess()
    {
        wasReached = true;
        hasSucceeded = true;
        Volatile.Write(ref failedInARow, 0);
        Volatile.Write(ref refusedInARow, 0);
    }

    /// <summary>Records that the server answered, if only with an error.</summary>
    public void RecordContact() => wasReached = true;

    /// <summary>Returns the time since the first try of all calls; zero at this try.</summary>
    public TimeSpan SinceFirstTry()
    {
        lock (gate)
        {
            firstTry ??= time.GetTimestamp();
            return time.GetElapsedTime(firstTry.Value);
        }
    }

    /// <summary>Counts a call that failed in all of its tries.</summary>
    /// <returns>The number of failed calls in a row.</returns>
    public int RecordFailure() => Interlocked.Increment(ref failedInARow);

    /// <summary>Counts a call that the server refused.</summary>
    /// <returns>The number of refused calls in all, and since the last answer.</returns>
    public (int All, int InARow) RecordRefusal() => (Interlocked.Increment(ref refused), Interlocked.Increment(ref refusedInARow));

    /// <summary>Returns true for the first failure that is worth a warning: one before any success.</summary>
    public bool IsFirstWarning()
    {
        lock (gate)
        {
            bool isFirst = !isWarned && !hasSucceeded;
            isWarned = true;
            return isFirst;
        }
    }

    /// <summary>Returns a model's name with the server's address, of which only the harmless parts are shown.</summary>
    public string Name(string model) => address is null ? $"'{model}'" : $"'{model}' at {ServerAddress.Show(address)}";

    /// <summary>Stops the endpoint. Calls that wait for their next try stop too.</summary>
    /// <returns>The exception to throw.</returns>
    public EndpointUnavailableException Stop(PendingCall call, CallError error, string reason, Exception cause)
    {
        string advice = error.Advice.Length > 0 ? error.Advice + ". " : "";
        string message = $"The endpoint of {Name(call.Model)} is not available: {reason}. "
            + $"Last error, for document '{AnswerText.OneLine(call.Call.DocumentId, 200)}': {error.Failure}: {error.Message}. {advice}"
            + "All answers so far are in the ledger; run again when the endpoint is back.";
        outage = message;
        return new EndpointUnavailableException(message, CallErrors.Redacted(cause)) { Failure = error.Failure };
    }
}
