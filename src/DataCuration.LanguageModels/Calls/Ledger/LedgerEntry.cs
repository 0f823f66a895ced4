namespace DataCuration.LanguageModels;

/// <summary>A recorded call.</summary>
public sealed record LedgerEntry
{
    /// <summary>The document's id.</summary>
    public required string DocumentId { get; init; }

    /// <summary>The call's task.</summary>
    public required string Task { get; init; }

    /// <summary>The prompt's version.</summary>
    public required string PromptVersion { get; init; }

    /// <summary>The index of this answer among several answers to the same prompt, from 0. Default: 0.</summary>
    public int Attempt { get; init; }

    /// <summary>The call's parameters as text (<see cref="CallParameters.ToString"/>).</summary>
    public required string Parameters { get; init; }

    /// <summary>The answer.</summary>
    public required LanguageModelAnswer Answer { get; init; }
}
