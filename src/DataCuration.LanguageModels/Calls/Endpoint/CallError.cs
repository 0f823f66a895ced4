namespace DataCuration.LanguageModels;

/// <summary>The meaning of a chat client's exception.</summary>
/// <param name="Failure">The kind of failure.</param>
/// <param name="Message">The server's or client's message, shortened.</param>
/// <param name="RetryAfter">The wait that the server asks for; null if it names none.</param>
public sealed record CallError(CallFailure Failure, string Message, TimeSpan? RetryAfter = null)
{
    /// <summary>True if the same request may succeed later. False after an overlong answer, which was paid and would come again.</summary>
    public bool IsTransient => Failure is not (CallFailure.BadRequest or CallFailure.Refused or CallFailure.ClientFault) && PaidOutput is null;

    /// <summary>True if the request was never sent, because no connection was made.</summary>
    internal bool NeverSent { get; init; }

    /// <summary>The prompt's tokens as counted by the server; null if not counted.</summary>
    internal long? PaidInput { get; init; }

    /// <summary>The tokens of an answer that was received but cannot be used; null if no answer was received.</summary>
    internal long? PaidOutput { get; init; }

    /// <summary>True if the request may have been charged although no answer was received.</summary>
    internal bool MayHaveBeenPaid => !NeverSent && Failure is CallFailure.Timeout or CallFailure.Connection or CallFailure.MalformedResponse;
}
