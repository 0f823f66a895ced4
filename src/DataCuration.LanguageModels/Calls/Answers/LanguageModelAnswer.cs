namespace DataCuration.LanguageModels;

/// <summary>A model's answer, as recorded in the ledger.</summary>
public sealed record LanguageModelAnswer
{
    /// <summary>The answer's text.</summary>
    public required string Text { get; init; }

    /// <summary>The server's finish reason (<c>stop</c>, <c>length</c>, <c>content_filter</c>); null if it sent none. Default: null.</summary>
    public string? FinishReason { get; init; }

    /// <summary>The model named by the call.</summary>
    public required string Model { get; init; }

    /// <summary>The prompt's length in tokens.</summary>
    public required long InputTokens { get; init; }

    /// <summary>The answer's length in tokens.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>
    /// The reasoning tokens in <see cref="OutputTokens"/>, whose text is not in <see cref="Text"/>: as the server reported them, otherwise by the share of the
    /// reasoning in the answer's length. 0 if there was no reasoning, or if the server hides and does not count it. Default: 0.
    /// </summary>
    public long ReasoningTokens { get; init; }

    /// <summary>The length of <see cref="Text"/> in tokens: <see cref="OutputTokens"/> without <see cref="ReasoningTokens"/>.</summary>
    public long TextTokens => Math.Max(0, OutputTokens - ReasoningTokens);

    /// <summary>True if the server did not report token counts, so that they are estimated from the texts' lengths. Default: false.</summary>
    public bool TokensAreEstimated { get; init; }

    /// <summary>
    /// The number of prompt tokens that the server read from its cache; at most <see cref="InputTokens"/>, and 0 if the server did not say.
    /// Most servers charge less for them (<c>ModelPrice.CachedInputPerMillion</c>). Default: 0.
    /// </summary>
    public long CachedInputTokens { get; init; }

    /// <summary>The exact model that answered, if the server named it: an alias may point to different models over time. Default: null.</summary>
    public string? ServedBy { get; init; }

    /// <summary>The time from sending the successful request to receiving the whole answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>True if the answer was read from the ledger and no request was sent. Default: false.</summary>
    public bool FromLedger { get; init; }

    /// <summary>The problem found by <see cref="AnswerInspection"/>, if any.</summary>
    public AnswerProblem Problem => AnswerInspection.Inspect(Text, FinishReason);
}
