namespace DataCuration.LanguageModels;

/// <summary>A step that handles a whole call and passes it to the next step.</summary>
internal interface ICallStep
{
    /// <exception cref="LanguageModelCallException">The call failed; a fault of the document.</exception>
    /// <exception cref="RunStoppedException">The run cannot continue.</exception>
    Task<LanguageModelAnswer> SendAsync(PendingCall call, CancellationToken cancellationToken);
}
