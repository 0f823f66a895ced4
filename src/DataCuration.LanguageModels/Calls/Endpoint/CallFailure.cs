namespace DataCuration.LanguageModels;

/// <summary>The kinds of failed requests.</summary>
public enum CallFailure
{
    /// <summary>Too many requests (429). Retried, after the server's Retry-After if it sends one.</summary>
    RateLimited,

    /// <summary>The server failed (5xx) or asks to retry (408, 409, 425). Retried.</summary>
    ServerError,

    /// <summary>No answer within <see cref="EndpointOptions.Timeout"/>. Retried.</summary>
    Timeout,

    /// <summary>The connection failed or broke. Retried.</summary>
    Connection,

    /// <summary>
    /// The response violates the protocol: truncated JSON, no choices, a stream without an end, an answer longer than
    /// <see cref="EndpointOptions.MaxAnswerChars"/>. Retried, except for the overlong answer, which the same prompt would produce again.
    /// </summary>
    MalformedResponse,

    /// <summary>The server rejects this request (400, 413, 422: a prompt that is too long, an unknown parameter). Final; a fault of the document.</summary>
    BadRequest,

    /// <summary>The server rejects every request (401, 402, 403, 404, no quota left). Final; not a fault of the document, and the run stops.</summary>
    Refused,

    /// <summary>
    /// The client threw an exception that indicates a mistake in code or settings: <see cref="ArgumentException"/>, <see cref="InvalidOperationException"/>,
    /// <see cref="NotSupportedException"/>, <see cref="NullReferenceException"/> (see <see cref="CallErrors.Classify"/>).
    /// Final, since the same code fails again, and not counted as paid. Many in a row stop the run (<see cref="EndpointOptions.MaxFailedCallsInARow"/>).
    /// </summary>
    ClientFault,
}
