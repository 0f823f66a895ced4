namespace DataCuration.LanguageModels;

/// <summary>What an exception of a chat client means for a call.</summary>
/// <param name="Failure">The kind.</param>
/// <param name="Message">What the server or client said, in short.</param>
/// <param name="RetryAfter">How long the server asks to wait; null if it does not say.</param>
public sealed record CallError(CallFailure Failure, string Message, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether the same request may succeed later. Not so where it brought about an answer beyond all bounds, which was paid for and would come again.</summary>
    public bool IsTransient => Failure is not (CallFailure.BadRequest or CallFailure.Refused or CallFailure.ClientFault) && PaidOutput is null;

    /// <summary>Whether the request never left: no connection came about.</summary>
    internal bool NeverSent { get; init; }

    /// <summary>The prompt's tokens as the server counted them; null if it did not.</summary>
    internal long? PaidInput { get; init; }

    /// <summary>The tokens of an answer that came and was of no use; null if none came.</summary>
    internal long? PaidOutput { get; init; }

    /// <summary>Whether the request may have been charged though no answer came through.</summary>
    internal bool MayHaveBeenPaid => !NeverSent && Failure is CallFailure.Timeout or CallFailure.Connection or CallFailure.MalformedResponse;
}
