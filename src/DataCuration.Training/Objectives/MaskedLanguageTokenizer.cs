namespace DataCuration.Training;

/// <summary>
/// Writes documents as rows of masked language modelling (BERT: Devlin et al. 2019), for trainers of encoders. Of the tokens, 15 % are chosen; of these, 80 %
/// become the mask token, 10 % a random token, and 10 % stay. Whole words can be chosen instead of tokens, and entities or the terms of a lexicon before
/// others.
/// </summary>
/// <remarks>
/// <para>Write two sets of token shards from the same documents: <see cref="RowPart.Inputs"/> and <see cref="RowPart.Targets"/>. The loss mask of both names
/// the chosen positions. The same positions of the targets have the original tokens. Choices depend on seed and document id only.</para>
/// <para>Terms and entities are chosen first, in random order, until the rate is reached; words or tokens fill the rest. Chinese MentalBERT (Zhai et al. 2024)
/// guides masks by a lexicon in this way, and CrossNER (Liu et al. 2021) masks spans instead of single tokens.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Training;
///
/// internal static class MaskedRows
/// {
///     // The mask token is an id that no text has.
///     public static async Task WriteAsync(ITokenSpanEncoder encoder, int maskToken)
///     {
///         using var run = new CurationRun();
///         Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
///         foreach (RowPart part in Enum.GetValues&lt;RowPart>())
///         {
///             var sink = new TokenShardSink(new MaskedLanguageTokenizer(encoder, maskToken) { Part = part, WholeWords = true });
///             await pool.WriteAsync($"tokens/mlm-{part}", sink, run);
///         }
///     }
/// }
/// </code>
/// </example>
public sealed class MaskedLanguageTokenizer : IDocumentTokenizer
{
    private readonly ITokenSpanEncoder encoder;
    private readonly HashSet<int> excluded;

    /// <summary>Creates a tokenizer.</summary>
    /// <param name="encoder">
    /// The tokenizer of texts. It knows the bytes of each token (<see cref="ITokenSpanEncoder.HasSpans"/>), or the places of its tokens
    /// (<see cref="ITokenOffsetEncoder"/>), as WordPiece does.
    /// </param>
    /// <param name="maskToken">The mask token.</param>
    /// <exception cref="ArgumentException">The encoder knows neither.</exception>
    public MaskedLanguageTokenizer(ITokenSpanEncoder encoder, int maskToken)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        if (!encoder.HasSpans && encoder is not ITokenOffsetEncoder)
            throw new ArgumentException("The encoder knows neither bytes nor places of its tokens, so words and terms cannot be found.", nameof(encoder));
        ArgumentOutOfRangeException.ThrowIfNegative(maskToken);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(maskToken, encoder.VocabularySize);
        this.encoder = encoder;
        MaskToken = maskToken;
        excluded = [maskToken, encoder.EndOfDocument];
    }

    /// <inheritdoc/>
    public ITokenEncoder Encoder => encoder;

    /// <summary>The mask token.</summary>
    public int MaskToken { get; }

    /// <summary>The half of the rows to write.</summary>
    /// <value>Default <see cref="RowPart.Inputs"/>.</value>
    public RowPart Part { get; init; }

    /// <summary>
    /// The share of tokens that are chosen. A document has at least one, and with <see cref="WholeWords"/> at least one word. Tokens without text, such as
    /// those that an encoder adds around it, are not counted and never chosen.
    /// </summary>
    /// <value>Above 0 and below 1. Default 0.15: BERT.</value>
    public double Rate
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Rate), value, "Must be above 0 and below 1.");
    } = 0.15;

    /// <summary>The share of chosen tokens that become the mask token.</summary>
    /// <value>From 0 to 1. Default 0.8: BERT.</value>
    public double MaskShare { get; init => field = InUnit(value, nameof(MaskShare)); } = 0.8;

    /// <summary>The share of chosen tokens that become a random token. The rest stays.</summary>
    /// <value>From 0 to 1; with <see cref="MaskShare"/> at most 1. Default 0.1: BERT.</value>
    public double RandomShare { get; init => field = InUnit(value, nameof(RandomShare)); } = 0.1;

    /// <summary>True to choose whole words, as later versions of BERT.</summary>
    /// <value>Default false.</value>
    public bool WholeWords { get; init; }

    /// <summary>
    /// Fields with spans that are chosen before others, as a whole, such as entities or the terms that <c>TermTagger</c> of DataCuration.Synthesis finds. A
    /// field is a JSON array of pairs of start and end in code points, as Python counts. A document may lack it.
    /// </summary>
    /// <value>Default: no fields.</value>
    public IReadOnlyList<string> SpanFields { get; init; } = [];

    /// <summary>Tokens that are never chosen as random tokens, such as control tokens.</summary>
    /// <value>Default: none. The mask and the end-of-document token are never chosen either.</value>
    /// <exception cref="ArgumentException">A token is not below the vocabulary size.</exception>
    public IReadOnlyList<int> ExcludedTokens
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach (int token in value)
                if ((uint)token >= (uint)encoder.VocabularySize)
                    throw new ArgumentException($"Token {token} is not below the encoder's vocabulary size {encoder.VocabularySize}.", nameof(value));
            field = [.. value];
            excluded = [.. value, MaskToken, encoder.EndOfDocument];
        }
    } = [];

    /// <summary>The seed.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "masked language/3");
        writer.Add(nameof(MaskToken), MaskToken);
        writer.Add(nameof(Part), Part.ToString());
        writer.Add(nameof(Rate), Rate);
        writer.Add(nameof(MaskShare), MaskShare);
        writer.Add(nameof(RandomShare), RandomShare);
        writer.Add(nameof(WholeWords), WholeWords);
        foreach (string field in SpanFields.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) writer.Add("span_field", field);
        foreach (int token in ExcludedTokens.Distinct().Order()) writer.Add("excluded", token);
        writer.Add(nameof(Seed), Seed);
        writer.AddScope("encoder", encoder.Describe);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The field of spans is damaged.</exception>
    public void Tokenize(Document document, MaskedTokens tokens)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(tokens);
        if (MaskShare + RandomShare > 1)
            throw new InvalidOperationException($"{nameof(MaskShare)} {MaskShare} and {nameof(RandomShare)} {RandomShare} are more than 1 together.");
        if (RandomShare > 0 && excluded.Count >= encoder.VocabularySize)
            throw new InvalidOperationException($"{nameof(ExcludedTokens)} leave no token of the {encoder.VocabularySize} to replace others by.");
        var ids = new List<int>();
        (int Start, int End)[] places = Encode(document.Utf8Text.Span, ids);
        SeededRandom random = SeededRandom.Create(Seed, "masked language", document.Id);
        bool[] chosen = Choose(document, places, ref random);
        for (int i = 0; i < ids.Count; i++)
        {
            int shown = chosen[i] ? Change(ids[i], ref random) : ids[i];
            tokens.Add(Part == RowPart.Inputs ? shown : ids[i], chosen[i]);
        }
    }

    /// <summary>Returns the place of each token in bytes.</summary>
    private (int Start, int End)[] Encode(ReadOnlySpan<byte> text, List<int> ids)
    {
        if (!encoder.HasSpans)
        {
            List<int> starts = [], ends = [];
            ((ITokenOffsetEncoder)encoder).EncodeOffsets(text, ids, starts, ends);
            return [.. starts.Zip(ends)];
        }
        var lengths = new List<int>();
        encoder.EncodeSpans(text, ids, lengths);
        var places = new (int Start, int End)[lengths.Count];
        for (int i = 0, at = 0; i < places.Length; i++) places[i] = (at, at += lengths[i]);
        return places;
    }

    private bool[] Choose(Document document, (int Start, int End)[] places, ref SeededRandom random)
    {
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        var chosen = new bool[places.Length];
        List<(int Start, int End)> singles = [];
        for (int i = 0; i < places.Length; i++)
            if (places[i].End > places[i].Start) singles.Add((i, i + 1));
        int budget = Math.Max(1, (int)Math.Round(singles.Count * Rate));
        var first = new List<(int Start, int End)>();
        foreach (string field in SpanFields.Distinct(StringComparer.Ordinal)) first.AddRange(MaskSpans.FromField(document, field));
        Take(ToTokens(first, places), chosen, ref budget, ref random);
        List<(int Start, int End)> others = WholeWords ? ToTokens(MaskSpans.Words(text), places) : singles;
        Take(others, chosen, ref budget, ref random);
        // In a short document, the rate can be less than any word: the first word that was drawn is chosen then.
        if (others.Count > 0 && !chosen.Contains(true)) chosen.AsSpan(others[^1].Start, others[^1].End - others[^1].Start).Fill(true);
        return chosen;
    }

    // Chooses spans in random order as long as they fit.
    private static void Take(List<(int Start, int End)> spans, bool[] chosen, ref int budget, ref SeededRandom random)
    {
        for (int i = spans.Count - 1; i > 0 && budget > 0; i--)
        {
            int other = (int)random.NextInt64(i + 1);
            (spans[i], spans[other]) = (spans[other], spans[i]);
            Take(spans[i], chosen, ref budget);
        }
        if (spans.Count > 0) Take(spans[0], chosen, ref budget);
    }

    private static void Take((int Start, int End) span, bool[] chosen, ref int budget)
    {
        Span<bool> places = chosen.AsSpan(span.Start, span.End - span.Start);
        int added = places.Count(false);
        if (added > budget || added < places.Length) return; // too long, or a part is chosen already
        places.Fill(true);
        budget -= added;
    }

    // The tokens that have a part of each span of bytes. A token belongs to the first span that it touches.
    private static List<(int Start, int End)> ToTokens(List<(int Start, int End)> spans, (int Start, int End)[] places)
    {
        spans.Sort();
        var result = new List<(int Start, int End)>();
        int token = 0;
        foreach ((int start, int end) in spans)
        {
            while (token < places.Length && places[token].End <= start) token++;
            int first = token;
            while (token < places.Length && places[token].Start < end) token++;
            if (token > first) result.Add((first, token));
        }
        return result;
    }

    private int Change(int token, ref SeededRandom random)
    {
        double number = random.NextDouble();
        if (number < MaskShare) return MaskToken;
        if (number >= MaskShare + RandomShare) return token;
        int chosen;
        do chosen = (int)random.NextInt64(encoder.VocabularySize);
        while (excluded.Contains(chosen));
        return chosen;
    }

    private static double InUnit(double value, string name) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "Must be at least 0 and at most 1.");
}
