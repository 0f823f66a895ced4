using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Computes the losses of a trained model on texts and on their tokens, for PreSelect (<c>LossFit</c>), perplexities and statistics. Texts are read as in an
/// <see cref="EvaluationSet"/>: after a start token (<see cref="StartToken"/>), in windows that overlap (<see cref="Block"/>, <see cref="Stride"/>). Every
/// token of the text is predicted once, but not the end of the document.
/// </summary>
/// <remarks>
/// Workers take turns, since the model uses several threads itself, and so do all scorers of one model. With <see cref="BatchSize"/> 1, the same text has
/// bit-identical losses on one kind of CPU with one number of <see cref="Threads"/>. On a GPU, each batch waits for its turn at the device's
/// <see cref="DeviceQueue"/>. The scorer does not dispose the model. The model's own methods must not be called at the same time.
/// </remarks>
public sealed class TorchSharpLossScorer : ITokenLossScorer
{
    private readonly TorchSharpModel model;
    private readonly ITokenEncoder encoder;
    private readonly int? startToken;

    /// <summary>Creates a scorer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="encoder">The encoder that the model was trained with. It adds no tokens of its own around a text.</param>
    /// <exception cref="ArgumentException">The encoder is not the one that the model was trained with, or has more tokens than the model.</exception>
    public TorchSharpLossScorer(TorchSharpModel model, ITokenEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(encoder);
        TextWindows.CheckEncoder(model, encoder);
        this.model = model;
        this.encoder = encoder;
    }

    /// <summary>The number of texts in a batch, at least 1. Larger batches are faster on a GPU, but the last bits of a loss then depend on the batch.</summary>
    /// <value>Default 1: our choice, so that a loss depends on its own text only.</value>
    public int BatchSize
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A batch needs at least one text.");
    } = 1;

    /// <summary>
    /// The length of a window in tokens; 0 for the model's context length. A shorter one limits the context, as the information gain needs it.
    /// </summary>
    /// <value>0, or 2 to the context length; default 0. PreSelect scores with 1,900.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int Block
    {
        get;
        init => field = value == 0 || (value >= 2 && value <= model.Options.ContextLength) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value,
                $"A window has 2 to {model.Options.ContextLength} tokens, the model's context length.");
    }

    /// <summary>
    /// The number of tokens from the start of a window to the start of the next one; 0 for half a window, rounded up. After the first window, every token has
    /// at least <see cref="Block"/> − stride tokens before it in its window. A smaller stride gives more context and takes more time.
    /// </summary>
    /// <value>0, or 1 to <see cref="Block"/>; default 0. PreSelect scores with 512.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Stride
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A stride is not negative.");
    }

    /// <summary>
    /// The token that the model reads before a text. With another one than in the model's training, the first tokens have other losses, and those of a Llama
    /// model all others too.
    /// </summary>
    /// <value>
    /// 0 to below the model's vocabulary size. Default: <see cref="TorchSharpModel.StartToken"/>, or else the encoder's end-of-document token. Set the latter
    /// for a model that was trained here and saved with a tokenizer that puts another token before texts.
    /// </value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int StartToken
    {
        get => startToken ?? model.StartToken ?? encoder.EndOfDocument;
        init => startToken = value >= 0 && value < model.Options.VocabularySize ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"The model has the tokens 0 to {model.Options.VocabularySize - 1}.");
    }

    /// <summary>The number of CPU threads of the model; 0 for one per processor, but at most 8 for models below 10 million parameters.</summary>
    /// <value>Default 0, as in training.</value>
    /// <remarks>
    /// The fingerprint contains the number as given, so that a run can resume on another machine. If ranks or resumed runs have different numbers of
    /// processors, set a number: otherwise the losses differ in their last bits.
    /// </remarks>
    public int Threads
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of threads must not be negative.");
    }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "torchsharp-decoder");
        writer.Add("model", model.ContentHash);
        writer.Add("device", model.DeviceName);
        writer.Add(nameof(Threads), Threads);
        // Without them, the fingerprint is that of versions that did not have them.
        if (Block != 0) writer.Add(nameof(Block), Block);
        if (Stride != 0) writer.Add(nameof(Stride), Stride);
        if ((startToken ?? model.StartToken) is { } start) writer.Add(nameof(StartToken), start);
        writer.AddScope("form", model.Options.Describe);
        writer.AddScope("encoder", encoder.Describe);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<double> nats, CancellationToken cancellationToken)
    {
        if (nats.Length != utf8Texts.Length)
            throw new ArgumentException($"There are {utf8Texts.Length} texts, but room for {nats.Length} losses.", nameof(nats));
        nats.Fill(double.NaN);
        var windows = new List<(EvaluationWindow Window, int Start)>();
        TextWindows texts = Texts();
        for (int i = 0; i < utf8Texts.Length; i++)
            if (texts.Add(i, utf8Texts[i].Span, windows) > 0) nats[i] = 0;
        double[] sums = nats.ToArray();
        Run(windows, (window, _, loss) => sums[windows[window].Window.Document] += loss, cancellationToken);
        sums.CopyTo(nats);
    }

    /// <inheritdoc/>
    public void ScoreTokens(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, ReadOnlySpan<List<TokenLoss>> losses, CancellationToken cancellationToken)
    {
        if (losses.Length != utf8Texts.Length)
            throw new ArgumentException($"There are {utf8Texts.Length} texts, but {losses.Length} lists.", nameof(losses));
        var windows = new List<(EvaluationWindow Window, int Start)>();
        List<TokenLoss>[] lists = losses.ToArray();
        TextWindows texts = Texts();
        for (int i = 0; i < lists.Length; i++)
        {
            lists[i].Clear();
            int tokens = texts.Add(i, utf8Texts[i].Span, windows);
            System.Runtime.InteropServices.CollectionsMarshal.SetCount(lists[i], tokens);
        }
        Run(windows, (window, position, loss) =>
        {
            (EvaluationWindow own, int start) = windows[window];
            lists[own.Document][start + position] = new(own.Targets.Span[position], loss);
        }, cancellationToken);
    }

    private TextWindows Texts() => new(model.Options, encoder, StartToken, Block, Stride);

    private void Run(List<(EvaluationWindow Window, int Start)> windows, Action<int, int, float> receive, CancellationToken cancellationToken)
    {
        if (windows.Count == 0) return;
        lock (model.Gate)
        {
            // Torch keeps the number per thread, and each worker has its own thread.
            int before = get_num_threads();
            set_num_threads(TorchThreads.Choose(Threads, model.Options.ParameterCount));
            try
            {
                model.Score([.. windows.Select(one => one.Window)], receive, cancellationToken);
            }
            finally
            {
                set_num_threads(before);
            }
        }
    }
}
