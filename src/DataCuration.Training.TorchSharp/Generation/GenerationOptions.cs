namespace DataCuration.Training.TorchSharp;

/// <summary>Options of a generation by <see cref="TorchSharpModel"/>.</summary>
public sealed record GenerationOptions
{
    /// <summary>The most new tokens of a sequence, at least 1.</summary>
    /// <value>Default 256: our choice.</value>
    public int MaxNewTokens
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one token must be allowed.");
    } = 256;

    /// <summary>The temperature that logits are divided by, 0 or more. 0 takes the most likely token; of equal ones, that with the lowest id.</summary>
    /// <value>Default 0.</value>
    public double Temperature
    {
        get;
        init => field = value is >= 0 and < double.PositiveInfinity ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A temperature must be finite and not negative.");
    }

    /// <summary>The number of most likely tokens that are sampled from (Fan et al. 2018); 0 for all. Of equal tokens, the lowest ids are taken.</summary>
    /// <value>Default 0.</value>
    public int TopK
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of tokens must not be negative.");
    }

    /// <summary>
    /// The probability mass of nucleus sampling (Holtzman et al. 2020), above 0 and at most 1: the fewest most likely tokens with at least this probability
    /// are sampled from. The probabilities are those among the tokens of <see cref="TopK"/>, after <see cref="Temperature"/>.
    /// </summary>
    /// <value>Default 1: all tokens.</value>
    public double TopP
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A probability mass must be above 0 and at most 1.");
    } = 1;

    /// <summary>
    /// The seed of the samples. A draw is keyed by the seed, the prompt's id and the position of the token, so it does not depend on the batch.
    /// </summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>The ids of the prompts, which key the draws; null for their indices.</summary>
    /// <value>Default null.</value>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>The tokens that end a sequence. For prompts of text, the encoder's end-of-document token is always one of them.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<int> StopTokens { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>The texts that end a sequence, also where they span several tokens. Only for prompts of text.</summary>
    /// <value>Default empty.</value>
    /// <exception cref="ArgumentException">A text is null or empty.</exception>
    public IReadOnlyList<string> StopStrings
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Any(string.IsNullOrEmpty)) throw new ArgumentException("A stop string must not be empty.", nameof(value));
            field = value;
        }
    } = [];

    /// <summary>
    /// The number of sequences that are computed at once, at least 1. A sequence that ends makes room for the next prompt. Keys and values of all of them are
    /// in memory.
    /// </summary>
    /// <value>Default 32: our choice.</value>
    public int BatchSize
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A batch needs at least one sequence.");
    } = 32;

    /// <summary>True to keep the keys and values of earlier tokens. False computes the whole sequence for each new token: a reference, and slow.</summary>
    /// <value>Default true.</value>
    public bool UseCache { get; init; } = true;

    /// <summary>The number of threads on a CPU; 0 for that of a training.</summary>
    /// <value>Default 0.</value>
    public int Threads
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of threads must not be negative.");
    }
}
