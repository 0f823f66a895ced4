using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Gives the losses of a trained model on texts, for PreSelect (<c>LossFit</c>). A text is read as <see cref="EvaluationSet"/> reads one: after the encoder's end-of-document token, in windows that overlap by half a context,
/// every token of the text predicted once, the end of the document not.
/// </summary>
/// <remarks>
/// Workers take turns: the model uses several threads itself. On one kind of processor and with one number of <see cref="Threads"/> the same text has the same loss to the bit, if <see cref="BatchSize"/> is 1. The model is not
/// disposed with the scorer, and must not be used elsewhere meanwhile.
/// </remarks>
public sealed class TorchSharpLossScorer : ITextLossScorer
{
    private readonly TorchSharpModel model;
    private readonly ITokenEncoder encoder;
    private readonly Lock gate = new();

    /// <summary>Makes a scorer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="encoder">The encoder that it was trained with.</param>
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

    /// <summary>How many texts go through the model together; 1 or more. Default: 1 (our choice: a loss then depends on its own text only). More is faster on a card, where last bits then depend on the texts scored together.</summary>
    public int BatchSize { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A batch has a text."); } = 1;

    /// <summary>How many threads the model uses on a processor; 0 or more. Default: 0, as in training: one for each processor, at most 8 for models below 10 million parameters. The fingerprint holds the number
    /// as it is given, so that a run goes on elsewhere: where ranks or resumed runs are on machines with different numbers of processors, losses differ in last bits unless a number is set.</summary>
    public int Threads { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A number of threads is not negative."); }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "torchsharp-decoder");
        writer.Add("model", model.ContentHash);
        writer.Add("device", model.DeviceName);
        writer.Add(nameof(Threads), Threads);
        writer.BeginScope("form");
        model.Options.Describe(writer);
        writer.EndScope();
        writer.BeginScope("encoder");
        encoder.Describe(writer);
        writer.EndScope();
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<double> nats, CancellationToken cancellationToken)
    {
        if (nats.Length != utf8Texts.Length) throw new ArgumentException($"{utf8Texts.Length} texts are given, and room for {nats.Length} losses.", nameof(nats));
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
            // Torch keeps the number by thread, and workers come on threads of their own.
            int before = get_num_threads();
            set_num_threads(TorchSharpBackend.ChooseThreads(Threads, model.Options.ParameterCount));
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
