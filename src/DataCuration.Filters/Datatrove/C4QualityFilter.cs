namespace DataCuration.Filters;

/// <summary>
/// C4's rules for lines (Raffel et al. 2020, arXiv 1910.10683, section 2.2) as datatrove applies them. It removes lines and citations, and drops texts that
/// have too few sentences left.
/// </summary>
/// <remarks>
/// Reasons: <c>lorem_ipsum</c>, <c>curly_bracket</c>, <c>too_few_sentences</c>. Lines (Python's <c>splitlines</c>) are stripped first; their words are counted
/// before citations are removed, and the end mark is tested afterwards. A line that another rule removes is not searched for <c>lorem ipsum</c> or <c>{</c>.
/// Unless <see cref="RuleFilter.TagsOnly"/> is set, the text becomes the lines that stay, joined by line feeds. Defaults are those of datatrove's
/// <c>c4_filters.py</c>; FineWeb turns <see cref="RequiresTerminalMark"/> off.
/// </remarks>
public sealed class C4QualityFilter() : RuleFilter("c4_quality")
{
    /// <summary>True to apply the rules to lines, false to apply them to sentences, which are then joined by blanks. Default: true.</summary>
    public bool SplitsLines { get; init; } = true;

    /// <summary>True to remove citations: <c>[1]</c>, <c>[]</c>, <c>[edit]</c>, <c>[citation needed]</c>. Default: true.</summary>
    public bool RemovesCitations { get; init; } = true;

    /// <summary>True to remove lines that do not end with <c>. ? ! " '</c>, or end with three periods. Default: true.</summary>
    public bool RequiresTerminalMark { get; init; } = true;

    /// <summary>The minimum number of sentences in the lines that stay; null for none. Default: 5.</summary>
    public int? MinSentences { get; init => field = RuleChecks.Count(value, nameof(MinSentences)); } = 5;

    /// <summary>The minimum number of words of a line, between white space; null for none. Default: 3.</summary>
    public int? MinWordsPerLine { get; init => field = RuleChecks.Count(value, nameof(MinWordsPerLine)); } = 3;

    /// <summary>The maximum length of a word, in code points; a line with a longer one is removed. Null for none. Default: 1,000.</summary>
    public int? MaxWordLength { get; init => field = RuleChecks.Count(value, nameof(MaxWordLength)); } = 1000;

    /// <summary>True to drop texts with <c>lorem ipsum</c>. Default: true.</summary>
    public bool DropsLoremIpsum { get; init; } = true;

    /// <summary>True to remove lines with <c>javascript</c>. Default: true.</summary>
    public bool RemovesJavaScript { get; init; } = true;

    /// <summary>True to drop texts with an opening curly bracket. Default: true.</summary>
    public bool DropsCurlyBrackets { get; init; } = true;

    /// <summary>
    /// True to remove lines with <c>terms of use</c>, <c>privacy policy</c>, <c>cookie policy</c>, <c>uses cookies</c>, <c>use of cookies</c> or
    /// <c>use cookies</c>. Default: true.
    /// </summary>
    public bool RemovesPolicies { get; init; } = true;

    /// <summary>The definition of a sentence. Default: that of spaCy for English, which datatrove uses.</summary>
    public SentenceSplitter Sentences { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DefaultSplitters.Sentences;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(measures);
        var pass = new C4Pass(this, document.Utf8Text, context.Scratch<C4Scratch>(), measures.IsWanted);
        string? reason = pass.Run();
        if (measures.IsWanted)
        {
            measures.Add("lines", pass.Lines);
            measures.Add("lines_kept", pass.Kept);
            measures.Add("lines_too_long_word", pass.TooLongWord);
            measures.Add("lines_no_terminal_punc", pass.NoTerminalMark);
            measures.Add("lines_too_few_words", pass.TooFewWords);
            measures.Add("lines_javascript", pass.JavaScript);
            measures.Add("lines_policy", pass.Policy);
            measures.Add("sentences", pass.SentenceCount);
        }
        if (reason is not null) return reason == C4Pass.TooFewSentences ? measures.Drop(reason, "sentences", MinSentences) : StageResult.Drop(reason);
        return pass.Build() is { } text ? StageResult.Replace(document.WithText(text)) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(SplitsLines), SplitsLines);
        writer.Add(nameof(RemovesCitations), RemovesCitations);
        writer.Add(nameof(RequiresTerminalMark), RequiresTerminalMark);
        writer.Add(nameof(MinSentences), MinSentences);
        writer.Add(nameof(MinWordsPerLine), MinWordsPerLine);
        writer.Add(nameof(MaxWordLength), MaxWordLength);
        writer.Add(nameof(DropsLoremIpsum), DropsLoremIpsum);
        writer.Add(nameof(RemovesJavaScript), RemovesJavaScript);
        writer.Add(nameof(DropsCurlyBrackets), DropsCurlyBrackets);
        writer.Add(nameof(RemovesPolicies), RemovesPolicies);
        writer.Add(nameof(Sentences), Sentences.Name);
    }
}
