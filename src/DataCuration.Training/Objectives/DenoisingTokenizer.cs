using System.Globalization;

namespace DataCuration.Training;

/// <summary>
/// Writes documents as rows of denoising for a decoder: a mode token, the inputs without loss, and the targets with loss (UL2: Tay et al. 2022). A trainer of
/// an encoder and decoder finds the border in the loss mask: inputs are the tokens without loss.
/// </summary>
/// <remarks>
/// A document is divided into windows of nearly equal length, at most <see cref="MaxTokens"/>. Each becomes one example, and examples follow each other with
/// the encoder's end-of-document token between them. The denoiser and the spans depend on seed, document id and window only. Tokens of the text that are
/// sentinels are refused, since the text could not be restored.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Training;
///
/// internal static class DenoisingRows
/// {
///     // The sentinels are the ids of the tokenizer's own tokens for them, such as extra_id_0 to extra_id_99.
///     public static async Task WriteAsync(ITokenEncoder encoder, int[] sentinels)
///     {
///         using var run = new CurationRun();
///         var sink = new TokenShardSink(new DenoisingTokenizer(encoder, sentinels));
///         await Corpus.FromJsonl("pool/*.jsonl").WriteAsync("tokens/ul2", sink, run);
///     }
/// }
/// </code>
/// </example>
public sealed class DenoisingTokenizer : IDocumentTokenizer
{
    private readonly HashSet<int> sentinelSet;

    /// <summary>Creates a tokenizer.</summary>
    /// <param name="encoder">The tokenizer of texts.</param>
    /// <param name="sentinels">The tokens that stand for spans, in order. They limit the number of spans of a window.</param>
    /// <exception cref="ArgumentException">
    /// There is no sentinel, one is not below the vocabulary size or ends documents, or two are the same.
    /// </exception>
    public DenoisingTokenizer(ITokenEncoder encoder, IReadOnlyList<int> sentinels)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(sentinels);
        if (sentinels.Count == 0) throw new ArgumentException("There is no sentinel.", nameof(sentinels));
        foreach (int sentinel in sentinels) CheckToken(encoder, sentinel, nameof(sentinels));
        if (sentinels.Contains(encoder.EndOfDocument))
            throw new ArgumentException($"Sentinel {encoder.EndOfDocument} is the token that ends documents.", nameof(sentinels));
        sentinelSet = [.. sentinels];
        if (sentinelSet.Count < sentinels.Count) throw new ArgumentException("Two sentinels are the same token.", nameof(sentinels));
        Encoder = encoder;
        Sentinels = [.. sentinels];
    }

    /// <inheritdoc/>
    public ITokenEncoder Encoder { get; }

    /// <summary>The tokens that stand for spans, in order.</summary>
    public IReadOnlyList<int> Sentinels { get; }

    /// <summary>The denoisers to mix.</summary>
    /// <value>Default <see cref="Denoiser.Ul2"/>.</value>
    public IReadOnlyList<Denoiser> Denoisers
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value.Count > 0 ? [.. value] : throw new ArgumentException("There is no denoiser.", nameof(Denoisers));
        }
    } = Denoiser.Ul2;

    /// <summary>The tokens that start an example and name its kind; kinds without a token have none.</summary>
    /// <value>Default: no mode tokens.</value>
    /// <exception cref="ArgumentException">A token is not below the vocabulary size, or is a sentinel.</exception>
    public IReadOnlyDictionary<DenoiserKind, int> ModeTokens
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach ((DenoiserKind kind, int token) in value)
            {
                CheckToken(Encoder, token, nameof(ModeTokens));
                if (sentinelSet.Contains(token)) throw new ArgumentException($"The mode token {token} of {kind} is a sentinel too.", nameof(ModeTokens));
            }
            field = value.ToDictionary();
        }
    } = new Dictionary<DenoiserKind, int>();

    /// <summary>The maximum number of tokens of a window.</summary>
    /// <value>At least 2. Default 512: the inputs of UL2's experiments.</value>
    public int MaxTokens
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(MaxTokens), value, "Must be at least 2.");
    } = 512;

    /// <summary>The seed.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "denoising/1");
        foreach (int sentinel in Sentinels) writer.Add("sentinel", sentinel);
        foreach (Denoiser denoiser in Denoisers)
        {
            writer.BeginScope("denoiser");
            writer.Add(nameof(Denoiser.Kind), denoiser.Kind.ToString());
            writer.Add(nameof(Denoiser.MeanSpan), denoiser.MeanSpan);
            writer.Add(nameof(Denoiser.Rate), denoiser.Rate);
            writer.Add(nameof(Denoiser.Share), denoiser.Share);
            writer.EndScope();
        }
        foreach ((DenoiserKind kind, int token) in ModeTokens.OrderBy(mode => mode.Key)) writer.Add($"mode.{kind}", token);
        writer.Add(nameof(MaxTokens), MaxTokens);
        writer.Add(nameof(Seed), Seed);
        writer.AddScope("encoder", Encoder.Describe);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The text has a sentinel token.</exception>
    public void Tokenize(Document document, MaskedTokens tokens)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(tokens);
        bool isFirst = true;
        foreach (DenoisingExample example in MakeExamples(document))
        {
            if (!isFirst) tokens.Add(Encoder.EndOfDocument, hasLoss: true);
            isFirst = false;
            if (ModeTokens.TryGetValue(example.Denoiser.Kind, out int mode)) tokens.Add(mode, hasLoss: false);
            foreach (int token in example.Inputs) tokens.Add(token, hasLoss: false);
            foreach (int token in example.Targets) tokens.Add(token, hasLoss: true);
        }
    }

    /// <summary>Returns the examples of a document, one for each window.</summary>
    /// <param name="document">The document.</param>
    /// <exception cref="InvalidDataException">The text has a sentinel token.</exception>
    public IReadOnlyList<DenoisingExample> MakeExamples(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var all = new List<int>();
        Encoder.Encode(document.Utf8Text.Span, all);
        if (all.FindIndex(sentinelSet.Contains) is var place and >= 0)
            throw new InvalidDataException($"Document '{document.Id}' has the token {all[place]}, which is a sentinel.");
        int windows = (all.Count + MaxTokens - 1) / MaxTokens;
        var examples = new List<DenoisingExample>();
        for (int window = 0; window < windows; window++)
        {
            int start = (int)((long)all.Count * window / windows), end = (int)((long)all.Count * (window + 1) / windows);
            SeededRandom random = SeededRandom.Create(Seed, "denoising", string.Create(CultureInfo.InvariantCulture, $"{document.Id}/{window}"));
            examples.Add(Corrupt(all.GetRange(start, end - start), ref random));
        }
        return examples;
    }

    private DenoisingExample Corrupt(List<int> tokens, ref SeededRandom random)
    {
        Denoiser denoiser = Choose(ref random);
        var spans = new List<(int Start, int Length)>();
        if (tokens.Count == 1) spans.Add((0, 1)); // nothing could stay
        else SpanSampler.Sample(tokens.Count, denoiser, Sentinels.Count, ref random, spans);
        var inputs = new List<int>();
        var targets = new List<int>();
        int position = 0;
        for (int i = 0; i < spans.Count; i++)
        {
            inputs.AddRange(tokens.GetRange(position, spans[i].Start - position));
            inputs.Add(Sentinels[i]);
            targets.Add(Sentinels[i]);
            targets.AddRange(tokens.GetRange(spans[i].Start, spans[i].Length));
            position = spans[i].Start + spans[i].Length;
        }
        inputs.AddRange(tokens.GetRange(position, tokens.Count - position));
        return new(denoiser, inputs, targets, spans.Sum(span => span.Length));
    }

    private Denoiser Choose(ref SeededRandom random)
    {
        double number = random.NextDouble() * Denoisers.Sum(denoiser => denoiser.Share);
        foreach (Denoiser denoiser in Denoisers)
        {
            number -= denoiser.Share;
            if (number < 0) return denoiser;
        }
        return Denoisers[^1];
    }

    private static void CheckToken(ITokenEncoder encoder, int token, string parameter)
    {
        if ((uint)token >= (uint)encoder.VocabularySize)
            throw new ArgumentException($"Token {token} is not below the encoder's vocabulary size {encoder.VocabularySize}.", parameter);
    }
}
