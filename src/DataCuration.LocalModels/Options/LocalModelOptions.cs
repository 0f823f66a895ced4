namespace DataCuration.LocalModels;

/// <summary>Options of a <see cref="LocalModelClient"/>. Those of sampling apply to requests that name none of their own.</summary>
public sealed record LocalModelOptions
{
    /// <summary>The GGUF file. Of a model in several files, the first one.</summary>
    public required string ModelPath
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            field = value;
        }
    }

    /// <summary>The name of the model for responses and for the keys of calls; null for the file's name without its folder.</summary>
    /// <value>Default null. Give another name if a file of the same name gets another content: the ledger of calls would return the old answers.</value>
    public string? Name { get; init; }

    /// <summary>The most tokens of prompt and answer of one request; 0 for the length that the model was trained for, at most 4,096.</summary>
    /// <value>Default 0. The limit is our choice: keys and values of all sequences are allocated at the start.</value>
    public int ContextLength { get; init => field = NotNegative(value); }

    /// <summary>
    /// The number of requests that are answered at once, at least 1. Further requests wait. Each has <see cref="ContextLength"/> tokens of memory.
    /// </summary>
    /// <value>Default 8: our choice.</value>
    public int MaxSequences
    {
        get;
        init => field = value is >= 1 and <= 256 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "1 to 256 sequences are possible (llama.cpp's limit).");
    } = 8;

    /// <summary>The most tokens that are computed in one step, at least 1. Prompts that are longer are read in parts, while other answers continue.</summary>
    /// <value>Default 512, llama.cpp's <c>n_ubatch</c>.</value>
    public int BatchTokens
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A step needs at least one token.");
    } = 512;

    /// <summary>The number of threads; 0 for the number of processors.</summary>
    /// <value>Default 0.</value>
    public int Threads { get; init => field = NotNegative(value); }

    /// <summary>The number of layers on the GPU, if the backend has one; -1 for all.</summary>
    /// <value>Default 0: all on the CPU.</value>
    public int GpuLayers
    {
        get;
        init => field = value >= -1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A number of layers, or -1 for all.");
    }

    /// <summary>The template that renders the messages of a request.</summary>
    /// <value>Default: the one in the model's file.</value>
    public LocalChatTemplate Template { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = LocalChatTemplate.FromFile;

    /// <summary>The temperature, 0 or more. 0 takes the most likely token.</summary>
    /// <value>Default 0.</value>
    public float Temperature
    {
        get;
        init => field = value is >= 0 and < float.PositiveInfinity ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A temperature must be finite and not negative.");
    }

    /// <summary>The number of most likely tokens that are sampled from; 0 for all.</summary>
    /// <value>Default 0.</value>
    public int TopK { get; init => field = NotNegative(value); }

    /// <summary>The probability mass of nucleus sampling, above 0 and at most 1.</summary>
    /// <value>Default 1.</value>
    public float TopP
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A probability mass must be above 0 and at most 1.");
    } = 1;

    /// <summary>The seed. A draw is keyed by the seed, the prompt and the position of the token, so it does not depend on other requests.</summary>
    /// <value>Default 0.</value>
    public long Seed { get; init; }

    /// <summary>The most tokens of an answer; 0 for what the context leaves.</summary>
    /// <value>Default 0.</value>
    public int MaxOutputTokens { get; init => field = NotNegative(value); }

    /// <summary>Texts that end an answer, in addition to those of a request.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<string> StopStrings { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>True to store keys and values in 32 bits. Then logits have the precision of the weights; it takes twice the memory.</summary>
    /// <value>Default false: 16 bits, as llama.cpp.</value>
    public bool FullPrecisionCache { get; init; }

    private static int NotNegative(int value) =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number must not be negative.");
}
