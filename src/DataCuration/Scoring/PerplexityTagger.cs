using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// Writes how well a language model predicts each document: the perplexity, bits per byte and bits per character. The model is an n-gram model
/// (<see cref="NGramModel"/>) or a neural one (<c>TorchSharpLossScorer</c>). With one model for each language, as in CCNet, a document is scored by that of
/// its language, and a document of another language gets no annotation.
/// </summary>
/// <remarks>
/// <para>The perplexity is that per token: exp(loss / tokens). It is written only if the scorer is an <see cref="ITokenLossScorer"/>. With an n-gram model it
/// is KenLM's and CCNet's 10^(−log10 p / (words + lines)); CCNet rounds it to one decimal. Perplexities of models with different tokens cannot be compared;
/// bits per byte can.</para>
/// <para>A document without a loss, such as an empty one, gets no annotation, and those of an earlier run are removed.</para>
/// </remarks>
public sealed class PerplexityTagger : BatchTransform
{
    /// <summary>The perplexity per token; lower is more probable.</summary>
    public static readonly AnnotationKey<double> Perplexity = new("perplexity");

    /// <summary>The loss in bits, divided by the length of the text in UTF-8 bytes.</summary>
    public static readonly AnnotationKey<double> BitsPerByte = new("bits_per_byte");

    /// <summary>The loss in bits, divided by the number of code points.</summary>
    public static readonly AnnotationKey<double> BitsPerCharacter = new("bits_per_character");

    private const double Ln2 = 0.69314718055994530942;
    private readonly (string Language, ITextLossScorer Scorer)[] scorers;
    private readonly string? languageField;

    /// <summary>Creates a tagger with one model.</summary>
    /// <param name="scorer">The model.</param>
    public PerplexityTagger(ITextLossScorer scorer)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        scorers = [("", scorer)];
    }

    /// <summary>Creates a tagger with a model for each language.</summary>
    /// <param name="scorers">The models by language, as the field has it.</param>
    /// <param name="languageField">The annotation or field with the language. Default: <c>language</c>, which <see cref="LanguageTagger"/> writes.</param>
    /// <exception cref="ArgumentException">There is no model.</exception>
    public PerplexityTagger(IReadOnlyDictionary<string, ITextLossScorer> scorers, string languageField = "language")
    {
        ArgumentNullException.ThrowIfNull(scorers);
        ArgumentException.ThrowIfNullOrEmpty(languageField);
        if (scorers.Count == 0) throw new ArgumentException("There is no model.", nameof(scorers));
        this.scorers = [.. scorers.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value))];
        this.languageField = languageField;
    }

    /// <summary>The start of the annotations' names, so that several models can be used. Default: empty.</summary>
    public string Prefix { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = "";

    /// <summary>
    /// The number of a model's batches that are filled together. Texts are sorted by length before they are divided, so that texts of similar length share a
    /// batch and little of it is padding.
    /// </summary>
    /// <value>1 or more; default 16 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int SortedBatches
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one batch is needed.");
    } = 16;

    /// <inheritdoc/>
    public override int BatchSize => Math.Max(64, scorers.Max(one => one.Scorer.BatchSize) * SortedBatches);

    /// <inheritdoc/>
    protected internal override ValueTask TransformAsync(ReadOnlyMemory<Document> documents, Memory<StageResult> results, StageContext context,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ReadOnlySpan<Document> all = documents.Span;
        var nats = new double[all.Length];
        var tokens = new long[all.Length];
        nats.AsSpan().Fill(double.NaN);
        foreach ((string language, ITextLossScorer scorer) in scorers)
        {
            var places = new List<int>();
            for (int i = 0; i < all.Length; i++)
                if (!all[i].Utf8Text.IsEmpty && (languageField is null || LanguageOf(all[i]) == language)) places.Add(i);
            // The place decides among equal lengths: the batches depend on the documents alone.
            ReadOnlyMemory<byte>[] texts = [.. documents.ToArray().Select(document => document.Utf8Text)];
            places.Sort((left, right) => (texts[left].Length, left).CompareTo((texts[right].Length, right)));
            Score(scorer, texts, places, nats, tokens, cancellationToken);
        }
        for (int i = 0; i < all.Length; i++) results.Span[i] = Annotate(all[i], nats[i], tokens[i]);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected internal override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(languageField), languageField);
        foreach ((string language, ITextLossScorer scorer) in scorers)
        {
            writer.Add(nameof(language), language);
            writer.Add("batch_size", scorer.BatchSize);
            writer.AddScope("scorer", scorer.Describe);
        }
        writer.Add(nameof(Prefix), Prefix);
        writer.Add(nameof(SortedBatches), SortedBatches);
    }

    private static void Score(ITextLossScorer scorer, ReadOnlyMemory<byte>[] texts, List<int> places, double[] nats, long[] tokens,
        CancellationToken cancellationToken)
    {
        int size = Math.Max(1, scorer.BatchSize);
        for (int start = 0; start < places.Count; start += size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<int> batch = CollectionsMarshal.AsSpan(places).Slice(start, Math.Min(size, places.Count - start));
            var own = new ReadOnlyMemory<byte>[batch.Length];
            for (int i = 0; i < own.Length; i++) own[i] = texts[batch[i]];
            if (scorer is ITokenLossScorer byToken)
            {
                var losses = new List<TokenLoss>[own.Length];
                for (int i = 0; i < own.Length; i++) losses[i] = [];
                byToken.ScoreTokens(own, losses, cancellationToken);
                for (int i = 0; i < own.Length; i++)
                {
                    if (losses[i].Count == 0) continue;
                    double sum = 0;
                    foreach (TokenLoss loss in losses[i]) sum += loss.Nats;
                    (nats[batch[i]], tokens[batch[i]]) = (sum, losses[i].Count);
                }
                continue;
            }
            var found = new double[own.Length];
            scorer.Score(own, found, cancellationToken);
            for (int i = 0; i < own.Length; i++) nats[batch[i]] = found[i];
        }
    }

    private string? LanguageOf(Document document) => document.TryGet(new AnnotationKey<string>(languageField!), out string? language) ? language : null;

    private StageResult Annotate(Document document, double nats, long tokens)
    {
        if (!double.IsFinite(nats)) nats = double.NaN;
        DocumentEditor editor = document.Edit();
        Set(editor, document, Perplexity.Name, tokens > 0 ? DeterministicMath.Exp(nats / tokens) : double.NaN);
        Set(editor, document, BitsPerByte.Name, nats / (document.Utf8Text.Length * Ln2));
        Set(editor, document, BitsPerCharacter.Name, nats / (Utf8CodePoints.Count(document.Utf8Text.Span) * Ln2));
        Document edited = editor.Build();
        return ReferenceEquals(edited, document) ? StageResult.Keep : StageResult.Replace(edited);
    }

    private void Set(DocumentEditor editor, Document document, string name, double value)
    {
        name = Prefix + name;
        if (double.IsFinite(value)) editor.Set(new AnnotationKey<double>(name), value);
        else if (document.TryGetValue(name, out AnnotationValue old) && old.Kind != AnnotationKind.Null) editor.Set(name, AnnotationValue.Null);
    }
}
