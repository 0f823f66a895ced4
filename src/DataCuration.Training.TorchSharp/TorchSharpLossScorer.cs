using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Computes the losses of a trained model on texts, for PreSelect (<c>LossFit</c>). Texts are read as in an <see cref="EvaluationSet"/>: after the
/// encoder's end-of-document token, in windows that overlap by half a context. Every token of the text is predicted once, but not the end of the document.
/// </summary>
/// <remarks>
/// Workers take turns, since the model uses several threads itself. With <see cref="BatchSize"/> 1, the same text has bit-identical losses on one kind of CPU
/// with one number of <see cref="Threads"/>. On a GPU, each batch waits for its turn at the device's <see cref="DeviceQueue"/>. The scorer does not dispose
/// the model, which must not be used elsewhere at the same time.
/// </remarks>
public sealed class TorchSharpLossScorer : ITextLossScorer
{
    private readonly TorchSharpModel model;
    private readonly ITokenEncoder encoder;
    private readonly Lock gate = new();

    /// <summary>Creates a scorer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="encoder">The encoder that the model was trained with.</param>
    /// <exception cref="ArgumentException">The encoder is not the one that the model was trained with, or has more tokens than the model.</exception>
    public TorchSharpLossScorer(TorchSharpModel model, ITokenEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(encoder);
        var writer = new FingerprintWriter();
        encoder.Describe(writer);
        string fingerprint = writer.ToFingerprint();
        if (model.EncoderFingerprint is { } own && own != fingerprint)
            throw new ArgumentException($"The encoder ({fingerprint}) is not the one that the model was trained with ({own}).", nameof(encoder));
        if (encoder.VocabularySize > model.Options.VocabularySize)
            throw new ArgumentException($"The encoder has {encoder.VocabularySize} tokens, the model {model.Options.VocabularySize}.", nameof(encoder));
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
        writer.AddScope("form", model.Options.Describe);
        writer.AddScope("encoder", encoder.Describe);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<double> nats, CancellationToken cancellationToken)
    {
        if (nats.Length != utf8Texts.Length)
            throw new ArgumentException($"There are {utf8Texts.Length} texts, but room for {nats.Length} losses.", nameof(nats));
        nats.Fill(double.NaN);
        var documents = new List<EvaluationDocument>();
        var places = new List<int>();
        var tokens = new List<int>();
        for (int i = 0; i < utf8Texts.Length; i++)
        {
            tokens.Clear();
            encoder.Encode(utf8Texts[i].Span, tokens);
            if (tokens.Count == 0) continue;
            documents.Add(new(FormattableString.Invariant($"text {i}"), tokens.ToArray(), utf8Texts[i].Length));
            places.Add(i);
        }
        if (documents.Count == 0) return;
        EvaluationResult result;
        lock (gate)
        {
            // Torch keeps the number per thread, and each worker has its own thread.
            int before = get_num_threads();
            set_num_threads(TorchThreads.Choose(Threads, model.Options.ParameterCount));
            try
            {
                result = model.Evaluate(new EvaluationSet(documents, encoder.EndOfDocument), cancellationToken);
            }
            finally
            {
                set_num_threads(before);
            }
        }
        for (int i = 0; i < places.Count; i++) nats[places[i]] = result.Documents[i].Bits * Math.Log(2);
    }
}
