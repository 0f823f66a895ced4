namespace DataCuration.LanguageModels;

/// <summary>A step that handles one try of a call and passes it to the next step. A failed try is a result, not an exception.</summary>
internal interface ITryStep
{
    /// <exception cref="RunStoppedException">The run cannot continue.</exception>
    Task<TryResult> SendAsync(CallTry attempt, CancellationToken cancellationToken);
}
