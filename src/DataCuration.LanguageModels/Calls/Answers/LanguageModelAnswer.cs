namespace DataCuration.LanguageModels;

/// <summary>A model's answer, as it is recorded.</summary>
/// <param name="Text">The answer's text.</param>
/// <param name="FinishReason">Why it ended, in the server's words (<c>stop</c>, <c>length</c>, <c>content_filter</c>); null if it did not say.</param>
/// <param name="Model">The model that the call named.</param>
/// <param name="InputTokens">The prompt's length in tokens.</param>
/// <param name="OutputTokens">The answer's length in tokens.</param>
public sealed record LanguageModelAnswer(string Text, string? FinishReason, string Model, long InputTokens, long OutputTokens)
{
    /// <summary>Whether the server did not report the tokens, so that they are estimates from the texts' lengths.</summary>
    public bool TokensAreEstimated { get; init; }

    /// <summary>Those of the prompt's tokens that the server took from its cache, and mostly charges less for (<see cref="ModelPrice.CachedInputPerMillion"/>); 0 if it did not say. At most <see cref="InputTokens"/>.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>The exact model that answered, if the server said so (an alias stands for another one from time to time).</summary>
    public string? ServedBy { get; init; }

    /// <summary>The time from sending the request that succeeded to having the whole answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Whether it was recorded before, so that nothing was sent.</summary>
    public bool FromLedger { get; init; }

    /// <summary>What is wrong with it at first sight; see <see cref="AnswerInspection"/>.</summary>
    public AnswerProblem Problem => AnswerInspection.Inspect(Text, FinishReason);
}
