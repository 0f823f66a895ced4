using System.Text.Json.Serialization;
using DataCuration.Models;

namespace DataCuration.Training;

/// <summary>
/// The dimensions of a decoder-only language model with Llama's architecture (Touvron et al. 2023, section 2.2): RMS normalisation before each block, rotary
/// positions, SwiGLU feed-forward, grouped-query attention (Ainslie et al. 2023), no biases. Options add what Qwen 2 and Qwen 3 have.
/// </summary>
public sealed record DecoderOptions
{
    /// <summary>About 0.38 million parameters over bytes, context 256. Trains quickly on a CPU; for comparing data.</summary>
    public static DecoderOptions Tiny { get; } = new();

    /// <summary>About 4.6 million parameters over bytes, context 512. Still trains on a CPU, but slowly.</summary>
    public static DecoderOptions Small { get; } = new() { Layers = 6, Width = 256, Heads = 8, KeyValueHeads = 4, FeedForwardWidth = 704, ContextLength = 512 };

    /// <summary>The size of GPT-2 small: 114 million parameters with a vocabulary of 50,304, context 1,024. For a GPU.</summary>
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

    /// <summary>The number of token ids: at least the encoder's vocabulary size.</summary>
    /// <value>Default 257: <see cref="ByteTokenEncoder"/>.</value>
    public int VocabularySize { get; init => field = AtLeast(value, 2, nameof(VocabularySize)); } = 257;

    /// <summary>The number of blocks, each with attention and feed-forward.</summary>
    /// <value>Default 3.</value>
    public int Layers { get; init => field = AtLeast(value, 1, nameof(Layers)); } = 3;

    /// <summary>The width of the residual stream; a multiple of <see cref="Heads"/> unless <see cref="HeadWidth"/> is set.</summary>
    /// <value>Default 96.</value>
    public int Width { get; init => field = AtLeast(value, 2, nameof(Width)); } = 96;

    /// <summary>The number of query heads. <see cref="HeadWidth"/> must be even.</summary>
    /// <value>Default 3, each 32 wide.</value>
    public int Heads { get; init => field = AtLeast(value, 1, nameof(Heads)); } = 3;

    /// <summary>
    /// The number of key and value heads, a divisor of <see cref="Heads"/>. If it equals <see cref="Heads"/>, this is ordinary multi-head attention.
    /// </summary>
    /// <value>Default 3.</value>
    public int KeyValueHeads { get; init => field = AtLeast(value, 1, nameof(KeyValueHeads)); } = 3;

    /// <summary>The inner width of the feed-forward blocks.</summary>
    /// <value>Default 256: 8/3 of the width, as in Llama.</value>
    public int FeedForwardWidth { get; init => field = AtLeast(value, 1, nameof(FeedForwardWidth)); } = 256;

    /// <summary>The context length in tokens.</summary>
    /// <value>Default 256.</value>
    public int ContextLength { get; init => field = AtLeast(value, 2, nameof(ContextLength)); } = 256;

    /// <summary>The base of the wavelengths of rotary positions (Su et al. 2021).</summary>
    /// <value>Default 10,000: RoFormer and Llama 1 and 2.</value>
    public double RopeTheta { get; init => field = Positive(value, nameof(RopeTheta)); } = 10_000;

    /// <summary>Added to the mean square in RMS normalisation.</summary>
    /// <value>Default 1e-5: Llama 2.</value>
    public double NormEpsilon { get; init => field = Positive(value, nameof(NormEpsilon)); } = 1e-5;

    /// <summary>The change of rotary frequencies for longer contexts; null for no change.</summary>
    /// <value>Default null.</value>
    public RopeScaling? RopeScaling { get; init; }

    /// <summary>True if queries, keys and values have biases, as in Qwen 2 (Yang et al. 2024, section 2.2.1).</summary>
    /// <value>Default false, as in Llama.</value>
    public bool QkvBias { get; init; }

    /// <summary>True if each query and key head is RMS-normalised before positions rotate it, as in Qwen 3 (Yang et al. 2025, section 2).</summary>
    /// <value>Default false, as in Llama.</value>
    public bool QueryKeyNorm { get; init; }

    /// <summary>True if the embedding matrix is also the output matrix. Saves parameters if the vocabulary is large compared with the model.</summary>
    /// <value>Default false, as in Llama.</value>
    public bool TieEmbeddings { get; init; }

    /// <summary>The width of one head, an even number. It may differ from the quotient of width and heads, as in Qwen 3.</summary>
    /// <value>Default: <see cref="Width"/> divided by <see cref="Heads"/>.</value>
    [JsonIgnore]
    public int HeadWidth { get => OwnHeadWidth > 0 ? OwnHeadWidth : Width / Heads; init => OwnHeadWidth = AtLeast(value, 2, nameof(HeadWidth)); }

    /// <summary>The width of one head if it was set, else 0. In checkpoints, so that a default follows the other dimensions when they change.</summary>
    [JsonInclude]
    internal int OwnHeadWidth { get; init => field = AtLeast(value, 0, nameof(OwnHeadWidth)); }

    /// <summary>The number of parameters, including embeddings.</summary>
    public long ParameterCount
    {
        get
        {
            long projected = (long)HeadWidth * (Heads + 2 * KeyValueHeads);
            long attention = Width * projected + (long)Width * Heads * HeadWidth + (QkvBias ? projected : 0) + (QueryKeyNorm ? 2L * HeadWidth : 0);
            long feedForward = 3L * Width * FeedForwardWidth;
            long embeddings = (TieEmbeddings ? 1L : 2L) * VocabularySize * Width;
            return embeddings + Layers * (attention + feedForward + 2L * Width) + Width;
        }
    }

    /// <summary>Checks that widths and heads fit together.</summary>
    /// <exception cref="ArgumentException">They do not; the message names the values.</exception>
    public void Validate()
    {
        if (OwnHeadWidth == 0 && Width % Heads != 0) throw new ArgumentException($"{nameof(Width)} {Width} is not a multiple of {nameof(Heads)} {Heads}.");
        if (HeadWidth % 2 != 0) throw new ArgumentException(OwnHeadWidth > 0
            ? $"{nameof(HeadWidth)} {HeadWidth} is odd; rotary positions rotate pairs of dimensions."
            : $"A head of {nameof(Width)} {Width} / {nameof(Heads)} {Heads} = {HeadWidth} is odd; rotary positions rotate pairs of dimensions.");
        if (Heads % KeyValueHeads != 0) throw new ArgumentException($"{nameof(Heads)} {Heads} is not a multiple of {nameof(KeyValueHeads)} {KeyValueHeads}.");
        RopeScaling?.Validate();
    }

    /// <summary>Adds every option to a fingerprint, since all of them change the model.</summary>
    /// <param name="writer">Receives the options.</param>
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
        // Added later: only if they change the model, so that trainings from before keep their identity and can resume.
        if ((long)HeadWidth * Heads != Width) writer.Add(nameof(HeadWidth), HeadWidth);
        if (QkvBias) writer.Add(nameof(QkvBias), QkvBias);
        if (QueryKeyNorm) writer.Add(nameof(QueryKeyNorm), QueryKeyNorm);
        if (RopeScaling is { } scaling) writer.AddScope(nameof(RopeScaling), scaling.Describe);
    }

    private static int AtLeast(int value, int minimum, string name) =>
        value >= minimum ? value : throw new ArgumentOutOfRangeException(name, value, $"Must be at least {minimum}.");

    private static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "Must be positive and finite.");
}
