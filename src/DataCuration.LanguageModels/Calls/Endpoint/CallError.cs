namespace DataCuration.LanguageModels;

/// <summary>The meaning of a chat client's exception.</summary>
/// <param name="Failure">The kind of failure.</param>
/// <param name="Message">The server's or client's message, shortened.</param>
/// <param name="RetryAfter">The wait that the server asks for; null if it names none.</param>
public sealed record CallError(CallFailure Failure, string Message, TimeSpan? RetryAfter = null)
{
    /// <summary>True if the same request may succeed later. False after an overlong answer, which was paid and would come again.</summary>
    public bool IsTransient => Failure is not (CallFailure.BadRequest or CallFailure.Refused or CallFailure.ClientFault) && !IsOverlong;

    /// <summary>True after an answer or response that is too long. The document causes it, and the same prompt would cause it again.</summary>
    internal bool IsOverlong { get; init; }

    /// <summary>
    /// True after a refusal that may come from something in front of the server, such as a firewall in a bad moment: a web page, or a 403 without a word.
    /// It is tried again once or twice before it is final.
    /// </summary>
    internal bool IsDoubtful { get; init; }

    /// <summary>Advice for the user: the settings to check. May be empty.</summary>
    internal string Advice { get; init; } = "";

    /// <summary>True if the request was never sent, because no connection was made.</summary>
    internal bool NeverSent { get; init; }

    /// <summary>The prompt's tokens as counted by the server; null if not counted.</summary>
    internal long? PaidInput { get; init; }

    /// <summary>The tokens of an answer that was received but cannot be used; null if no answer was received or the server did not count it.</summary>
    internal long? PaidOutput { get; init; }

    /// <summary>True if the request may have been charged although no answer was received. Errors that a server reports are not.</summary>
    internal bool MayHaveBeenPaid => !NeverSent && Failure is CallFailure.Timeout or CallFailure.Connection or CallFailure.MalformedResponse;
}
