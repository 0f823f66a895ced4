namespace DataCuration.Filters;

/// <summary>
/// Splits each line of a text into sentences and keeps the well-formed ones: long enough, in the wanted language, no program code, and not repeated in the
/// document. A document without a sentence left is dropped with the reason <c>no_sentences</c>.
/// </summary>
/// <remarks>
/// The rules are those of corpus-cleaner (<c>sentence_filter.py</c> of PlanTL-GOB-ES), the pipeline of the Barcelona Supercomputing Center. There, all copies
/// of a repeated sentence go; here the first one stays. There, a second identifier judges unsure sentences; here they are removed. A sentence does not go over
/// a line end, so that a heading is not joined with the text below. The time is linear in the text.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new SentenceFilter { MinCharacters = 40 }).WriteJsonlAsync("sentences", run);
/// </code>
/// </example>
public sealed class SentenceFilter : DocumentTransform
{
    /// <summary>The drop reason of a document without a sentence left.</summary>
    public const string Reason = "no_sentences";

    /// <summary>The number of sentences that were removed.</summary>
    public static readonly AnnotationKey<int> Removed = new("removed_sentences");

    private readonly string[] languages = [];

    /// <summary>The definition of a sentence.</summary>
    /// <value>Default <see cref="SentenceSplitter.Punkt"/> (our choice: it needs no tables of a language).</value>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public SentenceSplitter Splitter { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = SentenceSplitter.Punkt;

    /// <summary>The minimum length of a sentence in code points.</summary>
    /// <value>From 0 on; default 31: corpus-cleaner keeps sentences of more than 30 (<c>char_length_filter_sentence</c>).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MinCharacters { get; init => field = RuleChecks.Count(value, 0, nameof(MinCharacters)); } = 31;

    /// <summary>The maximum length of a sentence in code points; null for none.</summary>
    /// <value>From 0 on; default null.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int? MaxCharacters { get; init => field = RuleChecks.Count(value, nameof(MaxCharacters)); }

    /// <summary>
    /// The maximum share of code: the words <c>var</c>, <c>function</c>, <c>const</c>, <c>if</c>, <c>else</c> and <c>script</c> for each word, plus the signs
    /// <c>;=&amp;[](){}/\</c> for each character. Null turns the rule off.
    /// </summary>
    /// <value>From 0 on; default 0.25 (<c>code_threshold</c> of corpus-cleaner).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double? MaxCodeShare { get; init => field = RuleChecks.Ratio(value, nameof(MaxCodeShare)); } = 0.25;

    /// <summary>Identifies the language of a sentence; null for no rule about languages. Set <see cref="Languages"/> with it.</summary>
    /// <value>Default null.</value>
    public ILanguageIdentifier? Identifier { get; init; }

    /// <summary>
    /// The languages to keep, as tags or codes (<c>es</c>, <c>pt-BR</c>, <c>zho</c>). Only their primary subtags are compared, as in
    /// <see cref="LanguageFilter"/>.
    /// </summary>
    /// <value>Default empty.</value>
    /// <exception cref="ArgumentException">A language is empty.</exception>
    public IReadOnlyList<string> Languages
    {
        get => languages;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach (string language in value) ArgumentException.ThrowIfNullOrWhiteSpace(language, nameof(value));
            // An identifier of its own kind may have labels that are not tags.
            languages = [.. value.Select(static language => LanguageTags.Primary(language) ?? language.ToLowerInvariant()).Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>The minimum score of the language.</summary>
    /// <value>In [0, 1]; default 0.8 (corpus-cleaner accepts fastText's result above <c>slow_lang_filter_threshold</c> less 0.1, which is 0.8).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public double MinLanguageScore { get; init => field = RuleChecks.Share(value, nameof(MinLanguageScore)); } = 0.8;

    /// <summary>True to keep only the first of equal sentences of a document.</summary>
    /// <value>Default true.</value>
    public bool RemovesRepeats { get; init; } = true;

    /// <summary>True to put each sentence on a line of its own. If false, the sentences of a line stay on one line, joined by a blank.</summary>
    /// <value>Default true (the output of corpus-cleaner for fairseq).</value>
    public bool OnePerLine { get; init; } = true;

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        Buffers buffers = context.Scratch<Buffers>();
        buffers.Seen.Reset();
        TextEdit output = buffers.Output;
        output.Clear();
        ReadOnlyMemory<byte> text = document.Utf8Text;
        int removed = 0;
        var lines = new FeedLines(text.Span);
        while (lines.MoveNext())
        {
            bool isFirst = true;
            TextSpans sentences = Splitter.Split(text.Slice(lines.Start, lines.Length)).Trim();
            for (int i = 0; i < sentences.Count; i++)
            {
                int start = lines.Start + sentences.GetStart(i);
                if (!Keeps(text.Span.Slice(start, sentences[i].Length), text.Span, start, buffers))
                {
                    removed++;
                    continue;
                }
                if (output.Written.Length > 0) output.Append(OnePerLine || isFirst ? "\n"u8 : " "u8);
                output.Append(sentences[i]);
                isFirst = false;
            }
        }
        if (output.Written.IsEmpty) return StageResult.Drop(Reason);
        if (removed == 0 && output.Written.SequenceEqual(text.Span)) return StageResult.Keep;
        return StageResult.Replace(document.Edit().SetText((ReadOnlyMemory<byte>)output.Written.ToArray()).Set(Removed, removed).Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RuleChecks.Ordered(Name, MinCharacters, MaxCharacters);
        if (Identifier is null != (languages.Length == 0))
            throw new ArgumentException($"{Name} needs both {nameof(Identifier)} and {nameof(Languages)}, or neither.");
        writer.Add("version", 1);
        writer.Add(nameof(Splitter), Splitter.Name);
        writer.Add(nameof(MinCharacters), MinCharacters);
        writer.Add(nameof(MaxCharacters), MaxCharacters);
        RuleChecks.Add(writer, nameof(MaxCodeShare), MaxCodeShare);
        writer.BeginScope(nameof(Identifier));
        if (Identifier is null) writer.Add("kind", null);
        else Identifier.Describe(writer);
        writer.EndScope();
        writer.Add(nameof(Languages), string.Join(',', languages));
        writer.Add(nameof(MinLanguageScore), MinLanguageScore);
        writer.Add(nameof(RemovesRepeats), RemovesRepeats);
        writer.Add(nameof(OnePerLine), OnePerLine);
    }

    // The cheap rules come first; only a sentence that passes them all counts as seen.
    private bool Keeps(ReadOnlySpan<byte> sentence, ReadOnlySpan<byte> text, int start, Buffers buffers)
    {
        int length = Utf8.Count(sentence);
        if (length < MinCharacters || length > MaxCharacters) return false;
        if (MaxCodeShare is { } max && CodeShare.Measure(sentence) > max) return false;
        if (Identifier is not null && !IsInLanguage(sentence, Identifier, buffers)) return false;
        if (!RemovesRepeats) return true;
        int before = buffers.Seen.Count;
        buffers.Seen.Add(text, start, sentence.Length);
        return buffers.Seen.Count > before;
    }

    private bool IsInLanguage(ReadOnlySpan<byte> sentence, ILanguageIdentifier identifier, Buffers buffers)
    {
        LanguageScore[] scores = buffers.Scores;
        return identifier.Identify(sentence, scores) > 0 && scores[0].Score >= MinLanguageScore
            && Array.BinarySearch(languages, scores[0].Language, StringComparer.Ordinal) >= 0;
    }

    private sealed class Buffers
    {
        public SpanTable Seen { get; } = new();

        public TextEdit Output { get; } = new();

        public LanguageScore[] Scores { get; } = new LanguageScore[1];
    }
}
