using System.Collections.Immutable;

namespace DataCuration.LanguageModels;

/// <summary>The usage of one task on one model.</summary>
/// <param name="Task">The task.</param>
/// <param name="Model">The model.</param>
public sealed record UsageLine(string Task, string Model)
{
    /// <summary>The number of calls, repairs included.</summary>
    public long Calls { get; init; }

    /// <summary>The number of calls answered from the ledger.</summary>
    public long Cached { get; init; }

    /// <summary>The number of requests sent, failed tries included.</summary>
    public long Requests { get; init; }

    /// <summary>The number of failed tries that were retried.</summary>
    public long Retried { get; init; }

    /// <summary>The number of repair calls.</summary>
    public long Repairs { get; init; }

    /// <summary>
    /// The number of failed calls by reason, in ordinal order: answers that could not be used after all repairs, by their error code, and calls without an
    /// answer, by <see cref="CallFailure"/>.
    /// </summary>
    public ImmutableSortedDictionary<string, long> Failed { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>The tokens of answered prompts, including prompts whose answers exceeded <see cref="EndpointOptions.MaxAnswerChars"/>.</summary>
    public long InputTokens { get; init; }

    /// <summary>The tokens of answers, including answers longer than <see cref="EndpointOptions.MaxAnswerChars"/>.</summary>
    public long OutputTokens { get; init; }

    /// <summary>The part of <see cref="InputTokens"/> that servers read from their caches.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>
    /// The tokens of lost answers and their prompts (timeouts, broken connections), which the server may have charged. An estimate: each answer counts with its
    /// maximum length.
    /// </summary>
    public long UncertainTokens { get; init; }

    /// <summary>The cost of input and output tokens by the configured prices.</summary>
    public decimal Cost { get; init; }

    /// <summary>The median latency of the answers, in seconds.</summary>
    public double LatencyP50 { get; init; }

    /// <summary>The 90th percentile of the latency, in seconds.</summary>
    public double LatencyP90 { get; init; }

    /// <summary>The 99th percentile of the latency, in seconds.</summary>
    public double LatencyP99 { get; init; }
}
