namespace DataCuration.LanguageModels;

/// <summary>The endpoint takes no requests (a wrong key, no such model, no quota left) or fails for everybody. The run stops, and the next one goes on from the ledger.</summary>
public sealed class EndpointUnavailableException : RunStoppedException
{
    /// <summary>Makes an exception.</summary>
    public EndpointUnavailableException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong.</param>
    public EndpointUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">Its cause.</param>
    public EndpointUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Why the last request failed.</summary>
    public CallFailure Failure { get; init; }
}
