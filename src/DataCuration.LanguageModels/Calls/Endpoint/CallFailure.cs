namespace DataCuration.LanguageModels;

/// <summary>The kinds of failed requests.</summary>
public enum CallFailure
{
    /// <summary>Too many requests (429). Retried, after the server's Retry-After if it sends one.</summary>
    RateLimited,

    /// <summary>The server failed (5xx) or asks to retry (408, 409, 424, 425, 498, 499). Retried.</summary>
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

    /// <summary>
    /// The server rejects this request: 400, 403, 404, 413, 422 and other 4xx (a prompt that is too long, a content filter), or a firewall's web page comes
    /// instead of an answer. Final; a fault of the document. If it happens to the first calls and none has succeeded, the run stops
    /// (<see cref="EndpointOptions.MaxRefusedCallsAtStart"/>), as it does after many in a row (<see cref="EndpointOptions.MaxRefusedCallsInARow"/>). A web
    /// page, or a 403 without a body, is tried again once or twice first.
    /// </summary>
    BadRequest,

    /// <summary>
    /// The server rejects every request: a wrong key (401), no money or quota left (402, 429), a redirect (3xx). Final; not a fault of the document, and the
    /// run stops.
    /// </summary>
    Refused,

    /// <summary>
    /// The client threw an exception that indicates a mistake in code or settings: <see cref="ArgumentException"/>, <see cref="InvalidOperationException"/>,
    /// <see cref="NotSupportedException"/>, <see cref="NullReferenceException"/> (see <see cref="CallErrors.Classify"/>).
    /// Final, since the same code fails again, and not counted as paid. Many in a row stop the run (<see cref="EndpointOptions.MaxFailedCallsInARow"/>).
    /// </summary>
    ClientFault,
}
