namespace ContinuePretraining;

/// <summary>The settings of the job.</summary>
internal sealed record Settings
{
    /// <summary>The number of tokens that the first model is trained on.</summary>
    public required long BaseTokens { get; init; }

    /// <summary>The number of tokens that each continued model is trained on.</summary>
    public required long Tokens { get; init; }

    /// <summary>The share of general text in the tokens of the model with replay.</summary>
    public required double Replay { get; init; }
}
