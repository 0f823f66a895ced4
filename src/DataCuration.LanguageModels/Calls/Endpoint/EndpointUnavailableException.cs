namespace DataCuration.LanguageModels;

/// <summary>
/// The exception thrown if the endpoint rejects every request (a wrong key, an unknown model, no quota left) or fails for all calls. The run stops; the next
/// run continues from the ledger.
/// </summary>
public sealed class EndpointUnavailableException : RunStoppedException
{
    /// <summary>Creates an exception.</summary>
    public EndpointUnavailableException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">The error message.</param>
    public EndpointUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">The error message.</param>
    /// <param name="innerException">The cause.</param>
    public EndpointUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The reason of the last failed request.</summary>
    public CallFailure Failure { get; init; }
}
