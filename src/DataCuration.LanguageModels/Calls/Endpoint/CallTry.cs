namespace DataCuration.LanguageModels;

/// <summary>One try of a call.</summary>
/// <param name="Pending">The call.</param>
/// <param name="Number">The try's number, from 1.</param>
/// <param name="IsLast">True if no further try is allowed.</param>
internal readonly record struct CallTry(PendingCall Pending, int Number, bool IsLast)
{
    /// <summary>The tries of a call whose refusal may not be the server's own. Two more requests are little beside a document lost.</summary>
    private const int MaxDoubtfulTries = 3;

    /// <summary>Returns true if another try follows after an error.</summary>
    public bool IsRetriedAfter(CallError error) =>
        !IsLast && (error.IsTransient || (error is { IsDoubtful: true, Failure: CallFailure.BadRequest } && Number < MaxDoubtfulTries));
}
