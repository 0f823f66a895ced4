namespace DataCuration.Models;

/// <summary>
/// The dimensions and special tokens of a Llama, Qwen 2 or Qwen 3 model, as Hugging Face's <c>config.json</c> describes them. What the library cannot compute
/// (other architectures, sliding windows, other activations, quantised weights) is refused, with the file, the field and the value.
/// </summary>
public sealed record ModelConfiguration
{
    /// <summary>The name of the file in a Hugging Face folder.</summary>
    public const string FileName = "config.json";

    /// <summary>The architecture.</summary>
    public required ModelArchitecture Architecture { get; init; }

    /// <summary>The number of token ids (<c>vocab_size</c>).</summary>
    public required int VocabularySize { get; init => field = AtLeast(value, 1, nameof(VocabularySize)); }

    /// <summary>The number of blocks (<c>num_hidden_layers</c>).</summary>
    public required int Layers { get; init => field = AtLeast(value, 1, nameof(Layers)); }

    /// <summary>The width of the residual stream (<c>hidden_size</c>).</summary>
    public required int Width { get; init => field = AtLeast(value, 1, nameof(Width)); }

    /// <summary>The number of query heads (<c>num_attention_heads</c>).</summary>
    public required int Heads { get; init => field = AtLeast(value, 1, nameof(Heads)); }

    /// <summary>The number of key and value heads (<c>num_key_value_heads</c>), a divisor of <see cref="Heads"/>.</summary>
    public required int KeyValueHeads { get; init => field = AtLeast(value, 1, nameof(KeyValueHeads)); }

    /// <summary>The width of a head (<c>head_dim</c>), an even number.</summary>
    public required int HeadWidth { get; init => field = AtLeast(value, 2, nameof(HeadWidth)); }

    /// <summary>The inner width of the feed-forward blocks (<c>intermediate_size</c>).</summary>
    public required int FeedForwardWidth { get; init => field = AtLeast(value, 1, nameof(FeedForwardWidth)); }

    /// <summary>The context length in tokens (<c>max_position_embeddings</c>).</summary>
    public required int ContextLength { get; init => field = AtLeast(value, 1, nameof(ContextLength)); }

    /// <summary>The base of the wavelengths of rotary positions (<c>rope_theta</c>).</summary>
    /// <value>Default 10,000: Su et al. 2021, and the default of all three architectures in transformers.</value>
    public double RopeTheta { get; init => field = Positive(value, nameof(RopeTheta)); } = 10_000;

    /// <summary>The change of rotary frequencies for longer contexts (<c>rope_scaling</c>); null for no change.</summary>
    /// <value>Default null.</value>
    public RopeScaling? RopeScaling { get; init; }

    /// <summary>Added to the mean square in RMS normalisation (<c>rms_norm_eps</c>).</summary>
    /// <value>Default 1e-6: the default of all three architectures in transformers.</value>
    public double NormEpsilon { get; init => field = Positive(value, nameof(NormEpsilon)); } = 1e-6;

    /// <summary>True if the embedding matrix is also the output matrix (<c>tie_word_embeddings</c>).</summary>
    /// <value>Default false: the default of all three architectures in transformers.</value>
    public bool TieEmbeddings { get; init; }

    /// <summary>The token that begins a text (<c>bos_token_id</c>); null if there is no such token.</summary>
    /// <value>Default null.</value>
    public int? BeginTokenId { get; init; }

    /// <summary>The tokens that end a text (<c>eos_token_id</c>).</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<int> EndTokenIds { get; init; } = [];

    /// <summary>The token that fills a batch (<c>pad_token_id</c>); null if there is no such token.</summary>
    /// <value>Default null.</value>
    public int? PaddingTokenId { get; init; }

    /// <summary>The number format of the weights (<c>torch_dtype</c>).</summary>
    /// <value>Default <see cref="TensorElementType.Float32"/>.</value>
    public TensorElementType ElementType { get; init; }

    /// <summary>The standard deviation of initial weights (<c>initializer_range</c>). It is written, and no weight depends on it here.</summary>
    /// <value>Default 0.02: GPT-2 and the default of all three architectures in transformers.</value>
    public double InitializerRange { get; init => field = Positive(value, nameof(InitializerRange)); } = 0.02;

    /// <summary>Reads a <c>config.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="files">The store that the file is in; null for the local file system.</param>
    /// <exception cref="ModelFileException">The file is damaged, or its model is not supported. The message names the field and the value.</exception>
    public static ModelConfiguration Read(string path, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        files ??= LocalFileStore.Instance;
        string full = files.GetFullPath(path);
        return ModelConfigurationJson.Parse(StrictJson.ReadFile(files, full, ModelConfigurationJson.MaxBytes), full);
    }

    /// <summary>Reads the text of a <c>config.json</c>.</summary>
    /// <param name="utf8">The JSON.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <exception cref="ModelFileException">The text is damaged, or its model is not supported. The message names the field and the value.</exception>
    public static ModelConfiguration Parse(ReadOnlyMemory<byte> utf8, string name = FileName)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ModelConfigurationJson.Parse(utf8, name);
    }

    /// <summary>Returns the text of a <c>config.json</c> that transformers reads.</summary>
    public byte[] ToJson()
    {
        Validate();
        return ModelConfigurationJson.Write(this);
    }

    /// <summary>Writes a <c>config.json</c>. It appears complete or not at all.</summary>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <param name="files">The store to write to; null for the local file system.</param>
    public void Write(string path, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicStoreFile.Write(files ?? LocalFileStore.Instance, path, ToJson());
    }

    /// <summary>Checks that the values fit together.</summary>
    /// <exception cref="ArgumentException">They do not; the message names the values.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(Architecture)) throw new ArgumentException($"There is no architecture {Architecture}.");
        if (HeadWidth % 2 != 0) throw new ArgumentException($"{nameof(HeadWidth)} {HeadWidth} is odd; rotary positions rotate pairs of dimensions.");
        if (Heads % KeyValueHeads != 0) throw new ArgumentException($"{nameof(Heads)} {Heads} is not a multiple of {nameof(KeyValueHeads)} {KeyValueHeads}.");
        if ((long)Heads * HeadWidth > int.MaxValue) throw new ArgumentException($"{nameof(Heads)} {Heads} times {nameof(HeadWidth)} {HeadWidth} is too large.");
        RopeScaling?.Validate();
        TensorElementTypes.CheckModelType(ElementType, nameof(ElementType));
        foreach (int id in EndTokenIds) CheckToken(id, nameof(EndTokenIds));
        CheckToken(BeginTokenId, nameof(BeginTokenId));
        CheckToken(PaddingTokenId, nameof(PaddingTokenId));
    }

    private void CheckToken(int? id, string name)
    {
        if (id is { } value && (uint)value >= (uint)VocabularySize)
            throw new ArgumentException($"{name} {value} is not below {nameof(VocabularySize)} {VocabularySize}.");
    }

    private static int AtLeast(int value, int minimum, string name) =>
        value >= minimum ? value : throw new ArgumentOutOfRangeException(name, value, $"Must be at least {minimum}.");

    private static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "Must be positive and finite.");
}
