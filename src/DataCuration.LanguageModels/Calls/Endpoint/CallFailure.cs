namespace DataCuration.LanguageModels;

/// <summary>Why a request to a language model failed.</summary>
public enum CallFailure
{
    /// <summary>Too many requests (429). Tried again, when the server says so if it does.</summary>
    RateLimited,

    /// <summary>The server failed (5xx) or asks to come again (408, 409, 425). Tried again.</summary>
    ServerError,

    /// <summary>No answer within <see cref="EndpointOptions.Timeout"/>. Tried again.</summary>
    Timeout,

    /// <summary>The connection could not be made, or broke. Tried again.</summary>
    Connection,

    /// <summary>The response is not what the protocol says: cut JSON, no choices, a stream without an end, an answer beyond all bounds. Tried again, but for the last: the same prompt would bring it about again.</summary>
    MalformedResponse,

    /// <summary>The server does not take this request (400, 413, 422: too long a prompt, a parameter it does not know). Final, and this document's fault.</summary>
    BadRequest,

    /// <summary>The server takes no request of ours (401, 402, 403, 404, no quota left). Final, and no document's fault: the run stops.</summary>
    Refused,

    /// <summary>
    /// The client itself failed, with an exception that tells a mistake in code or settings on this side (<see cref="ArgumentException"/>, <see cref="InvalidOperationException"/>, <see cref="NotSupportedException"/>,
    /// <see cref="NullReferenceException"/>; see <see cref="CallErrors.Classify"/>). Final, since the same code fails the same way, and not taken for paid; many in a row stop the run
    /// (<see cref="EndpointOptions.MaxFailedCallsInARow"/>).
    /// </summary>
    ClientFault,
}
