namespace DataCuration.Training;

/// <summary>
/// A decoder-only language model in the form of Llama (Touvron et al. 2023, section 2.2): RMS normalisation before each block, rotary positions, SwiGLU
/// feed-forward, grouped-query attention (Ainslie et al. 2023), no biases.
/// </summary>
public sealed record DecoderOptions
{
    /// <summary>About 0.38 million parameters over bytes, context 256: trains quickly on a processor, to compare data with.</summary>
    public static DecoderOptions Tiny { get; } = new();

    /// <summary>About 4.6 million parameters over bytes, context 512: still for a processor, with more patience.</summary>
    public static DecoderOptions Small { get; } = new() { Layers = 6, Width = 256, Heads = 8, KeyValueHeads = 4, FeedForwardWidth = 704, ContextLength = 512 };

    /// <summary>The size of GPT-2 small (114 million parameters with a vocabulary of 50,304), context 1,024: for a GPU.</summary>
    public static DecoderOptions Base { get; } = new()
    {
        VocabularySize = 50_304,
        Layers = 12,
        Width = 768,
        Heads = 12,
        KeyValueHeads = 4,
        FeedForwardWidth = 2_048,
        ContextLength = 1_024,
        TieEmbeddings = true,
    };

    /// <summary>How many token ids there are: the encoder's vocabulary size, or more.</summary>
    /// <value>Default 257: <see cref="ByteTokenEncoder"/>.</value>
    public int VocabularySize { get; init => field = AtLeast(value, 2, nameof(VocabularySize)); } = 257;

    /// <summary>How many blocks (attention and feed-forward) there are.</summary>
    /// <value>Default 3.</value>
    public int Layers { get; init => field = AtLeast(value, 1, nameof(Layers)); } = 3;

    /// <summary>The width of the residual stream; a multiple of <see cref="Heads"/>.</summary>
    /// <value>Default 96.</value>
    public int Width { get; init => field = AtLeast(value, 2, nameof(Width)); } = 96;

    /// <summary>How many query heads each attention has; <see cref="HeadWidth"/> must come out even.</summary>
    /// <value>Default 3, that is 32 wide each.</value>
    public int Heads { get; init => field = AtLeast(value, 1, nameof(Heads)); } = 3;

    /// <summary>How many heads of keys and values the query heads share; divides <see cref="Heads"/>. As many as <see cref="Heads"/> is ordinary multi-head attention.</summary>
    /// <value>Default 3.</value>
    public int KeyValueHeads { get; init => field = AtLeast(value, 1, nameof(KeyValueHeads)); } = 3;

    /// <summary>The inner width of the feed-forward blocks.</summary>
    /// <value>Default 256: 8/3 of the width, as in Llama.</value>
    public int FeedForwardWidth { get; init => field = AtLeast(value, 1, nameof(FeedForwardWidth)); } = 256;

    /// <summary>How many tokens the model sees at once.</summary>
    /// <value>Default 256.</value>
    public int ContextLength { get; init => field = AtLeast(value, 2, nameof(ContextLength)); } = 256;

    /// <summary>The base of the rotary positions' wave lengths (Su et al. 2021).</summary>
    /// <value>Default 10,000: RoFormer and Llama 1 and 2.</value>
    public double RopeTheta { get; init => field = Positive(value, nameof(RopeTheta)); } = 10_000;

    /// <summary>Added to the mean square in RMS normalisation.</summary>
    /// <value>Default 1e-5: Llama 2.</value>
    public double NormEpsilon { get; init => field = Positive(value, nameof(NormEpsilon)); } = 1e-5;

    /// <summary>Whether the output matrix is the embedding matrix: saves parameters where the vocabulary is large for the model.</summary>
    /// <value>Default false, as in Llama.</value>
    public bool TieEmbeddings { get; init; }

    /// <summary>The width of one head.</summary>
    public int HeadWidth => Width / Heads;

    /// <summary>How many parameters the model has, embeddings included.</summary>
    public long ParameterCount
    {
        get
        {
            long attention = (long)Width * HeadWidth * (Heads + 2 * KeyValueHeads) + (long)Width * Width;
            long feedForward = 3L * Width * FeedForwardWidth;
            long embeddings = (TieEmbeddings ? 1L : 2L) * VocabularySize * Width;
            return embeddings + Layers * (attention + feedForward + 2L * Width) + Width;
        }
    }

    /// <summary>Checks what no single option can: that the widths and heads fit together.</summary>
    /// <exception cref="ArgumentException">They do not; the message names them.</exception>
    public void Validate()
    {
        if (Width % Heads != 0) throw new ArgumentException($"{nameof(Width)} {Width} is no multiple of {nameof(Heads)} {Heads}.");
        if (HeadWidth % 2 != 0) throw new ArgumentException($"A head of {nameof(Width)} {Width} / {nameof(Heads)} {Heads} = {HeadWidth} is odd; rotary positions turn pairs.");
        if (Heads % KeyValueHeads != 0) throw new ArgumentException($"{nameof(Heads)} {Heads} is no multiple of {nameof(KeyValueHeads)} {KeyValueHeads}.");
    }

    /// <summary>Writes every option: all of them change the model.</summary>
    /// <param name="writer">Takes the options.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(VocabularySize), VocabularySize);
        writer.Add(nameof(Layers), Layers);
        writer.Add(nameof(Width), Width);
        writer.Add(nameof(Heads), Heads);
        writer.Add(nameof(KeyValueHeads), KeyValueHeads);
        writer.Add(nameof(FeedForwardWidth), FeedForwardWidth);
        writer.Add(nameof(ContextLength), ContextLength);
        writer.Add(nameof(RopeTheta), RopeTheta);
        writer.Add(nameof(NormEpsilon), NormEpsilon);
        writer.Add(nameof(TieEmbeddings), TieEmbeddings);
    }

    private static int AtLeast(int value, int minimum, string name) =>
        value >= minimum ? value : throw new ArgumentOutOfRangeException(name, value, $"Must be at least {minimum}.");

    private static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "Must be positive and finite.");
}
