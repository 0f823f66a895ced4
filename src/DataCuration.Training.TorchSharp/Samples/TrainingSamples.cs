namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Texts that a model in training writes at each evaluation, so that its progress can be read: <see cref="TorchSharpBackend.Samples"/>. They are in
/// <c>training.jsonl</c> of <see cref="TrainingOptions.LogFolder"/>, and change nothing in the training.
/// </summary>
public sealed record TrainingSamples
{
    /// <summary>The prompts that the model continues.</summary>
    /// <exception cref="ArgumentException">There is no prompt.</exception>
    public required IReadOnlyList<string> Prompts
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value.Count > 0 ? [.. value] : throw new ArgumentException("There is no prompt.", nameof(value));
        }
    }

    /// <summary>The encoder of the training tokens. It must also be an <see cref="ITokenTextDecoder"/>.</summary>
    public required ITokenEncoder Encoder { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); }

    /// <summary>The options of the generation.</summary>
    /// <value>Default: the most likely tokens, at most 64 (our choice).</value>
    public GenerationOptions Generation { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new() { MaxNewTokens = 64 };

    /// <summary>Receives each text, on the training's thread.</summary>
    /// <value>Default null.</value>
    public IProgress<TrainingSample>? Progress { get; init; }
}
