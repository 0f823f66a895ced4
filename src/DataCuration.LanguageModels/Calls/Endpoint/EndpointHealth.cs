namespace DataCuration.LanguageModels;

/// <summary>The state of an endpoint, shared by all of its calls: failed calls in a row, and the outage that ended its use.</summary>
internal sealed class EndpointHealth
{
    private int failedInARow;
    private string? outage;

    /// <exception cref="EndpointUnavailableException">The endpoint was stopped.</exception>
    public void RequireAvailable()
    {
        if (Volatile.Read(ref outage) is { } reason) throw new EndpointUnavailableException(reason);
    }

    public void RecordSuccess() => Volatile.Write(ref failedInARow, 0);

    /// <summary>Counts a call that failed in all of its tries.</summary>
    /// <returns>The number of failed calls in a row.</returns>
    public int RecordFailure() => Interlocked.Increment(ref failedInARow);

    /// <summary>Stops the endpoint. Calls that wait for their next try stop too.</summary>
    /// <returns>The exception to throw.</returns>
    public EndpointUnavailableException Stop(string model, CallError error, string reason, Exception cause)
    {
        string message = $"The endpoint of '{model}' is not available: {reason}. Last error: {error.Failure}: {error.Message}. "
            + "All answers so far are in the ledger; run again when the endpoint is back.";
        Volatile.Write(ref outage, message);
        return new EndpointUnavailableException(message, CallErrors.Redacted(cause)) { Failure = error.Failure };
    }
}
