namespace DataCuration.Training.TorchSharp;

/// <summary>The reason for the end of a generated sequence.</summary>
public enum GenerationEnd
{
    /// <summary>The model chose a stop token, which is not part of the sequence.</summary>
    StopToken,

    /// <summary>The text contained a stop string. The text ends before it; the tokens that spell it are part of the sequence.</summary>
    StopString,

    /// <summary>The sequence has <see cref="GenerationOptions.MaxNewTokens"/> tokens.</summary>
    MaxNewTokens,

    /// <summary>Prompt and sequence fill the model's context.</summary>
    ContextLength,
}
