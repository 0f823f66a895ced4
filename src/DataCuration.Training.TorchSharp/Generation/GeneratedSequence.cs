namespace DataCuration.Training.TorchSharp;

/// <summary>A sequence that a model generated after a prompt.</summary>
public sealed record GeneratedSequence
{
    /// <summary>The new tokens, without the prompt and without a stop token.</summary>
    public required IReadOnlyList<int> Tokens { get; init; }

    /// <summary>The new text, without the prompt and without a stop string; null if the prompt was given as tokens.</summary>
    public string? Text { get; init; }

    /// <summary>The number of tokens of the prompt.</summary>
    public required int PromptTokens { get; init; }

    /// <summary>The reason for the end.</summary>
    public required GenerationEnd End { get; init; }
}
