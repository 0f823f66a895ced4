namespace DataCuration.LanguageModels;

/// <summary>One try of a call.</summary>
/// <param name="Pending">The call.</param>
/// <param name="IsLast">True if no further try is allowed.</param>
internal readonly record struct CallTry(PendingCall Pending, bool IsLast)
{
    /// <summary>Returns true if another try follows after an error.</summary>
    public bool IsRetriedAfter(CallError error) => error.IsTransient && !IsLast;
}
