namespace DataCuration.Filters;

/// <summary>
/// Keeps pages of a length between two bounds (DCLM's <c>page_length_filter</c>). The published recipe asks for 50 to 100,000 words, of which those that
/// begin with punctuation do not count. Drop reason: <c>page_length_filter</c>. Measure: <c>length</c>.
/// </summary>
public sealed class DclmPageLengthFilter() : RuleFilter("dclm_page_length")
{
    /// <summary>The unit. Default: words.</summary>
    public DclmLengthUnit Unit { get; init => field = RuleChecks.Defined(value, nameof(Unit)); } = DclmLengthUnit.Words;

    /// <summary>The least length that is kept. Default: 50 (dclm_baseline_refinedweb.yaml).</summary>
    public int Min { get; init => field = PeerChecks.Count(value, 0, nameof(Min)); } = 50;

    /// <summary>The greatest length that is kept; null for no bound. Default: 100,000 (dclm_baseline_refinedweb.yaml).</summary>
    public int? Max { get; init => field = PeerChecks.Count(value, nameof(Max)); } = 100_000;

    /// <summary>True to count only words that begin with a letter, a digit or another number. Default: true (dclm_baseline_refinedweb.yaml).</summary>
    public bool IgnorePunctuation { get; init; } = true;

    /// <summary>The definition of a word. Default: fastText's, as in DCLM.</summary>
    public DclmWordModel Words { get; init => field = RuleChecks.Defined(value, nameof(Words)); } = DclmWordModel.FastText;

    /// <summary>
    /// The definition of a sentence, needed for <see cref="DclmLengthUnit.Sentences"/>. DCLM uses BlingFire or NLTK's trained English model. Default: null.
    /// </summary>
    public SentenceSplitter? Sentences { get; init; }

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(measures);
        int length = Measure(document.Utf8Text);
        measures.Add("length", length);
        return length < Min || length > (Max ?? int.MaxValue) ? measures.Drop("page_length_filter", "length", Min, Max) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RuleChecks.Ordered(Name, Min, Max);
        writer.Add(nameof(Unit), Unit.ToString());
        writer.Add(nameof(Min), Min);
        writer.AddOptional(nameof(Max), Max);
        writer.Add(nameof(IgnorePunctuation), IgnorePunctuation);
        writer.Add(nameof(Words), Words.ToString());
        writer.Add(nameof(Sentences), Sentences?.Name);
    }

    private int Measure(ReadOnlyMemory<byte> text)
    {
        int length = 0;
        switch (Unit)
        {
            case DclmLengthUnit.Words: return DclmWords.Count(text, Words, IgnorePunctuation);
            case DclmLengthUnit.Characters: return Utf8.Count(text.Span);
            case DclmLengthUnit.Lines:
                foreach (ReadOnlySpan<byte> line in new FeedLines(text.Span)) length += Utf8.IsBlank(line) ? 0 : 1;
                return length;
            case DclmLengthUnit.Paragraphs:
                foreach (ReadOnlySpan<byte> paragraph in new FeedParagraphs(text.Span)) length += Utf8.IsBlank(paragraph) ? 0 : 1;
                return length;
            default:
                TextSpans sentences = RequireSentences().Split(text);
                for (int i = 0; i < sentences.Count; i++) length += Utf8.IsBlank(sentences[i]) ? 0 : 1;
                return length;
        }
    }

    private SentenceSplitter RequireSentences() => Sentences
        ?? throw new RunStoppedException($"{Name} counts sentences: set {nameof(Sentences)} to a splitter.");
}
