using System.Collections.Immutable;

namespace DataCuration.LanguageModels;

/// <summary>The usage of one task on one model.</summary>
/// <param name="Task">The task.</param>
/// <param name="Model">The model.</param>
public sealed record UsageLine(string Task, string Model)
{
    /// <summary>How many calls were asked for, repairs included.</summary>
    public long Calls { get; init; }

    /// <summary>How many of them were answered from the ledger.</summary>
    public long Cached { get; init; }

    /// <summary>How many requests were sent, tries that failed included.</summary>
    public long Requests { get; init; }

    /// <summary>How many tries failed and were followed by another.</summary>
    public long Retried { get; init; }

    /// <summary>How many calls were made to have an answer put right.</summary>
    public long Repairs { get; init; }

    /// <summary>Answers that stayed unusable after all repairs, by what was wrong, and calls without an answer, by <see cref="CallFailure"/>; in ordinal order.</summary>
    public ImmutableSortedDictionary<string, long> Failed { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Tokens of the prompts that were sent and answered, answers beyond <see cref="EndpointOptions.MaxAnswerChars"/> included.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens of the answers, those beyond <see cref="EndpointOptions.MaxAnswerChars"/> included.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Those of <see cref="InputTokens"/> that servers took from their caches.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>Tokens of prompts and answers that were lost on the way (time-outs, broken connections): the server may have charged them. An estimate that takes each answer to be as long as it was allowed to be.</summary>
    public long UncertainTokens { get; init; }

    /// <summary>The cost of input and output tokens by the prices given.</summary>
    public decimal Cost { get; init; }

    /// <summary>Half of the answers took no longer than this, in seconds.</summary>
    public double LatencyP50 { get; init; }

    /// <summary>Nine tenths of the answers took no longer than this, in seconds.</summary>
    public double LatencyP90 { get; init; }

    /// <summary>99 % of the answers took no longer than this, in seconds.</summary>
    public double LatencyP99 { get; init; }
}
