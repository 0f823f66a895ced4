namespace DataCuration.LanguageModels;

/// <summary>One recorded call, as a ledger gives it back.</summary>
/// <param name="DocumentId">The document's id.</param>
/// <param name="Task">What it was asked for.</param>
/// <param name="PromptVersion">The prompt's version.</param>
/// <param name="Attempt">Which answer to the prompt it is, from 0.</param>
/// <param name="Parameters">The parameters in words (<see cref="CallParameters.ToString"/>).</param>
/// <param name="Answer">The answer.</param>
public sealed record LedgerEntry(string DocumentId, string Task, string PromptVersion, int Attempt, string Parameters, LanguageModelAnswer Answer);
