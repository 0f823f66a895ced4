namespace DataCuration.Filters;

/// <summary>
/// Drops repetitive pages (DCLM's <c>massive_web_repetition_filters</c>). All copies of a repeated line or paragraph count, the first one included; blank ones
/// do not. N-grams are of Unicode words that begin with a letter or digit; of equally frequent ones the longest counts, and only repeated ones. Their share is
/// that of the letters of all words. Drop reasons are those of the table below, in this order.
/// </summary>
/// <remarks>
/// <c>line_count</c> (shares above 0.3), <c>paragraph_count</c> (0.3), <c>line_characters</c> (0.2), <c>paragraph_characters</c> (0.2), <c>top_2_gram</c>
/// (0.2), <c>top_3_gram</c> (0.18), <c>top_4_gram</c> (0.16), <c>repeated_5_gram</c> (0.15) to <c>repeated_10_gram</c> (0.10): content_filters.py. A page
/// with one line passes the rules for lines, a blank page is dropped with reason <c>empty</c>. The measures have the names of the reasons; one that was not
/// compared with its limit is absent. The peer gives no reasons: they are ours.
/// </remarks>
public sealed class DclmRepetitionFilter() : RuleFilter("dclm_repetition")
{
    private const int FirstTop = 2, FirstRepeated = 5, LastRepeated = 10;
    private static readonly string[] Reasons = ["line_count", "paragraph_count", "line_characters", "paragraph_characters"];
    private static readonly string[] GramReasons =
    [
        "top_2_gram", "top_3_gram", "top_4_gram", "repeated_5_gram", "repeated_6_gram", "repeated_7_gram", "repeated_8_gram", "repeated_9_gram",
        "repeated_10_gram",
    ];

    private static readonly double[] GramLimits = [0.2, 0.18, 0.16, 0.15, 0.14, 0.13, 0.12, 0.11, 0.10];

    /// <summary>True to leave out the rules for paragraphs, for extractors that do not tell them from lines. Default: false (content_filters.py).</summary>
    public bool SkipsParagraphs { get; init; }

    /// <summary>The greatest share of lines, or of paragraphs, that are copies. Default: 0.3 (Gopher, table A1).</summary>
    public double MaxCopies { get; init => field = PeerChecks.Share(value, nameof(MaxCopies)); } = 0.3;

    /// <summary>The greatest share of characters in such lines, or paragraphs. Default: 0.2 (Gopher, table A1).</summary>
    public double MaxCopiedCharacters { get; init => field = PeerChecks.Share(value, nameof(MaxCopiedCharacters)); } = 0.2;

    /// <summary>The definition of a word. Default: Unicode's word boundaries, as in DCLM.</summary>
    public DclmWordModel Words { get; init => field = RuleChecks.Defined(value, nameof(Words)); } = DclmWordModel.UnicodeWords;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(measures);
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        if (Utf8.IsBlank(text)) return StageResult.Drop("empty");
        TextScratch scratch = context.Scratch<TextScratch>();
        string? reason = null;
        (double Count, double Characters)? lines = CountLines(text, scratch.Parts);
        (double Count, double Characters)? paragraphs = SkipsParagraphs ? null : CountParagraphs(text, scratch.Parts);
        Compare(lines?.Count, MaxCopies, Reasons[0], measures, ref reason);
        Compare(paragraphs?.Count, MaxCopies, Reasons[1], measures, ref reason);
        Compare(lines?.Characters, MaxCopiedCharacters, Reasons[2], measures, ref reason);
        Compare(paragraphs?.Characters, MaxCopiedCharacters, Reasons[3], measures, ref reason);
        if (reason is null || measures.IsWanted) CompareGrams(document, text, scratch.Words, measures, ref reason);
        return reason is null ? StageResult.Keep : measures.Drop(reason, reason, max: LimitOf(reason));
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(SkipsParagraphs), SkipsParagraphs);
        writer.Add(nameof(MaxCopies), MaxCopies);
        writer.Add(nameof(MaxCopiedCharacters), MaxCopiedCharacters);
        writer.Add(nameof(Words), Words.ToString());
    }

    private double LimitOf(string reason) => Array.IndexOf(GramReasons, reason) is >= 0 and var gram ? GramLimits[gram]
        : Array.IndexOf(Reasons, reason) < 2 ? MaxCopies : MaxCopiedCharacters;

    private static void Compare(double? share, double limit, string reason, RuleMeasures measures, ref string? first)
    {
        if (share is not { } value) return;
        measures.Add(reason, value);
        if (value > limit) first ??= reason;
    }

    private void CompareGrams(Document document, ReadOnlySpan<byte> text, WordRuns words, RuleMeasures measures, ref string? reason)
    {
        AddWords(document, text, words);
        words.Finish();
        for (int length = FirstTop; length <= LastRepeated; length++)
        {
            words.Next();
            if (words.Positions.IsEmpty) return; // no longer one is repeated either
            double covered = length < FirstRepeated ? LongestOfMostFrequent(words) : words.CoveredCharacters();
            Compare(covered / words.Characters, GramLimits[length - FirstTop], GramReasons[length - FirstTop], measures, ref reason);
            if (reason is not null && !measures.IsWanted) return;
        }
    }

    private void AddWords(Document document, ReadOnlySpan<byte> text, WordRuns words)
    {
        words.Clear();
        TextWords found = Words switch
        {
            DclmWordModel.UnicodeWords => document.GetWords(PeerWords.Unicode),
            DclmWordModel.FastText => document.GetWords(WordSplitter.FastText),
            _ => document.Words,
        };
        int count = found.Count;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> word = found[i];
            if (CharacterClasses.StartsWith(word, CharacterClasses.Alphanumeric)) words.Add(text, found.GetStart(i), word.Length);
        }
    }

    private static double LongestOfMostFrequent(WordRuns words)
    {
        int best = words.MostFrequent(out _), longest = 0;
        for (int i = 0; i < words.Positions.Length; i++)
            if (words.Counts[words.Grams[i]] == best) longest = Math.Max(longest, words.CharactersAt(words.Positions[i]));
        return (double)longest * best;
    }

    private static (double Count, double Characters)? CountLines(ReadOnlySpan<byte> text, SpanTable parts)
    {
        parts.Reset(text.Length);
        var lines = new FeedLines(text);
        while (lines.MoveNext()) AddStripped(text, lines.Start, lines.Length, parts);
        return Shares(text, parts);
    }

    private static (double Count, double Characters)? CountParagraphs(ReadOnlySpan<byte> text, SpanTable parts)
    {
        parts.Reset(text.Length);
        var paragraphs = new FeedParagraphs(text);
        while (paragraphs.MoveNext()) AddStripped(text, paragraphs.Start, paragraphs.Length, parts);
        return Shares(text, parts);
    }

    private static void AddStripped(ReadOnlySpan<byte> text, int start, int length, SpanTable parts)
    {
        ReadOnlySpan<byte> part = Utf8.TrimStart(text.Slice(start, length));
        start += length - part.Length;
        part = Utf8.TrimEnd(part);
        if (!part.IsEmpty) parts.Add(text, start, part.Length);
    }

    private static (double Count, double Characters)? Shares(ReadOnlySpan<byte> text, SpanTable parts)
    {
        long all = 0, copies = 0, characters = 0, copied = 0;
        foreach (SpanTable.Entry part in parts.Entries)
        {
            long count = part.Count;
            long length = count * Utf8.Count(text.Slice(part.Start, part.Length));
            all += count;
            characters += length;
            if (count < 2) continue;
            copies += count;
            copied += length;
        }
        return all < 2 ? null : ((double)copies / all, (double)copied / characters);
    }
}
