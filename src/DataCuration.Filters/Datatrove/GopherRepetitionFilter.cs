namespace DataCuration.Filters;

/// <summary>
/// The repetition rules of Gopher (arXiv 2112.11446, table A1) as datatrove measures them: repeated paragraphs and lines, the most frequent n-gram, and the
/// characters that repeated n-grams cover.
/// </summary>
/// <remarks>
/// Reasons, in the order of the checks: <c>dup_para_frac</c>, <c>dup_para_char_frac</c>, <c>dup_line_frac</c>, <c>dup_line_char_frac</c>,
/// <c>top_N_gram</c>, <c>duplicated_N_n_grams</c>; the measured values have the same names. Repeated means second and later copies. All characters are code
/// points, divided by those of the whole text. The most frequent n-gram counts even if it occurs once, as in datatrove, so that a short text of long words is
/// dropped; of n-grams with the same count the first one counts. An empty text passes; datatrove throws there. Defaults are those of datatrove's
/// <c>gopher_repetition_filter.py</c>.
/// </remarks>
public sealed class GopherRepetitionFilter : RuleFilter
{
    private const int MaxN = 64;

    private readonly string[] topReasons = [], duplicateReasons = [];
    private readonly int longestTop, shortestDuplicate;

    /// <summary>Creates a filter with datatrove's limits.</summary>
    public GopherRepetitionFilter()
        : base("gopher_repetition")
    {
        TopNGrams = [new(2, 0.2), new(3, 0.18), new(4, 0.16)];
        DuplicateNGrams = [new(5, 0.15), new(6, 0.14), new(7, 0.13), new(8, 0.12), new(9, 0.11), new(10, 0.1)];
    }

    /// <summary>The maximum share of paragraphs that repeat an earlier one; null or 0 turns it off. Default: 0.3.</summary>
    public double? MaxDuplicateParagraphs { get; init => field = RuleChecks.Share(value, nameof(MaxDuplicateParagraphs)); } = 0.3;

    /// <summary>The maximum share of characters in such paragraphs; null or 0 turns it off. Default: 0.2.</summary>
    public double? MaxDuplicateParagraphCharacters
    {
        get;
        init => field = RuleChecks.Share(value, nameof(MaxDuplicateParagraphCharacters));
    } = 0.2;

    /// <summary>The maximum share of lines that repeat an earlier one; null or 0 turns it off. Default: 0.3.</summary>
    public double? MaxDuplicateLines { get; init => field = RuleChecks.Share(value, nameof(MaxDuplicateLines)); } = 0.3;

    /// <summary>The maximum share of characters in such lines; null or 0 turns it off. Default: 0.2.</summary>
    public double? MaxDuplicateLineCharacters { get; init => field = RuleChecks.Share(value, nameof(MaxDuplicateLineCharacters)); } = 0.2;

    /// <summary>
    /// The maximum share of characters in the most frequent n-gram. A share of 0 is a limit here, not off. Default: 2: 0.2, 3: 0.18, 4: 0.16.
    /// </summary>
    public IReadOnlyList<NGramLimit> TopNGrams
    {
        get;
        init
        {
            field = Check(value, nameof(TopNGrams));
            topReasons = [.. field.Select(limit => $"top_{limit.N}_gram")];
            longestTop = field.Count == 0 ? 0 : field.Max(limit => limit.N);
        }
    }

    /// <summary>
    /// The maximum share of characters that repeated n-grams cover. A share of 0 is a limit here, not off. Default: 5: 0.15, 6: 0.14, 7: 0.13, 8: 0.12,
    /// 9: 0.11, 10: 0.1.
    /// </summary>
    public IReadOnlyList<NGramLimit> DuplicateNGrams
    {
        get;
        init
        {
            field = Check(value, nameof(DuplicateNGrams));
            duplicateReasons = [.. field.Select(limit => $"duplicated_{limit.N}_n_grams")];
            shortestDuplicate = field.Count == 0 ? 0 : field.Min(limit => limit.N);
        }
    }

    /// <summary>The definition of a word. Default: that of spaCy for English, which datatrove uses.</summary>
    public WordSplitter Splitter { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DefaultSplitters.Words;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(measures);
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        if (text.IsEmpty && !measures.IsWanted) return StageResult.Keep;
        RepetitionScratch scratch = context.Scratch<RepetitionScratch>();
        long characters = Utf8CodePoints.Count(text);
        string? reason = DecideParts(text, characters, measures, scratch);
        if (reason is null || measures.IsWanted) reason = DecideNGrams(document, characters, measures, scratch, reason);
        return reason is null ? StageResult.Keep : measures.Drop(reason, reason, max: LimitOf(reason));
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(MaxDuplicateParagraphs), MaxDuplicateParagraphs);
        writer.Add(nameof(MaxDuplicateParagraphCharacters), MaxDuplicateParagraphCharacters);
        writer.Add(nameof(MaxDuplicateLines), MaxDuplicateLines);
        writer.Add(nameof(MaxDuplicateLineCharacters), MaxDuplicateLineCharacters);
        writer.Add(nameof(TopNGrams), string.Join("; ", TopNGrams));
        writer.Add(nameof(DuplicateNGrams), string.Join("; ", DuplicateNGrams));
        writer.Add(nameof(Splitter), Splitter.Name);
    }

    private double? LimitOf(string reason)
    {
        if (Array.IndexOf(topReasons, reason) is >= 0 and var top) return TopNGrams[top].MaxShare;
        if (Array.IndexOf(duplicateReasons, reason) is >= 0 and var repeated) return DuplicateNGrams[repeated].MaxShare;
        return reason switch
        {
            "dup_para_frac" => MaxDuplicateParagraphs,
            "dup_para_char_frac" => MaxDuplicateParagraphCharacters,
            "dup_line_frac" => MaxDuplicateLines,
            _ => MaxDuplicateLineCharacters,
        };
    }

    private string? DecideParts(ReadOnlySpan<byte> text, long characters, RuleMeasures measures, RepetitionScratch scratch)
    {
        string? reason = null;
        if (measures.IsWanted || RuleChecks.IsOn(MaxDuplicateParagraphs) || RuleChecks.IsOn(MaxDuplicateParagraphCharacters))
        {
            DuplicateParts paragraphs = DuplicateParts.Split(Utf8.Trim(text), 2, scratch.Parts);
            Check("dup_para_frac", RuleChecks.Divide(paragraphs.Duplicates, paragraphs.Count), MaxDuplicateParagraphs, measures, ref reason);
            Check("dup_para_char_frac", RuleChecks.Divide(paragraphs.DuplicateCharacters, characters), MaxDuplicateParagraphCharacters, measures, ref reason);
            if (reason is not null && !measures.IsWanted) return reason;
        }
        if (!measures.IsWanted && !RuleChecks.IsOn(MaxDuplicateLines) && !RuleChecks.IsOn(MaxDuplicateLineCharacters)) return reason;
        DuplicateParts lines = DuplicateParts.Split(text, 1, scratch.Parts);
        Check("dup_line_frac", RuleChecks.Divide(lines.Duplicates, lines.Count), MaxDuplicateLines, measures, ref reason);
        Check("dup_line_char_frac", RuleChecks.Divide(lines.DuplicateCharacters, characters), MaxDuplicateLineCharacters, measures, ref reason);
        return reason;
    }

    private static void Check(string name, double share, double? limit, RuleMeasures measures, ref string? reason)
    {
        measures.Add(name, share);
        if (RuleChecks.IsOn(limit) && share > limit) reason ??= name;
    }

    private string? DecideNGrams(Document document, long characters, RuleMeasures measures, RepetitionScratch scratch, string? reason)
    {
        if (longestTop == 0 && shortestDuplicate == 0) return reason;
        TextWords words = document.GetWords(Splitter);
        Repetition.Prepare(document.Utf8Text.Span, words, scratch);
        Span<long> top = stackalloc long[MaxN + 1];
        top = top[..(longestTop + 1)];
        Repetition.CountTop(words.Count, scratch, top);
        for (int i = 0; i < topReasons.Length; i++)
        {
            long value = top[TopNGrams[i].N];
            if (value < 0) continue;
            double share = RuleChecks.Divide(value, characters);
            measures.Add(topReasons[i], share);
            if (share > TopNGrams[i].MaxShare) reason ??= topReasons[i];
        }
        if (shortestDuplicate == 0 || (reason is not null && !measures.IsWanted)) return reason;
        int candidates = Repetition.FindCandidates(words.Count, shortestDuplicate, scratch);
        for (int i = 0; i < duplicateReasons.Length; i++)
        {
            double share = RuleChecks.Divide(Repetition.CountCovered(words.Count, DuplicateNGrams[i].N, candidates, scratch), characters);
            measures.Add(duplicateReasons[i], share);
            if (share > DuplicateNGrams[i].MaxShare) reason ??= duplicateReasons[i];
            if (reason is not null && !measures.IsWanted) return reason;
        }
        return reason;
    }

    private static NGramLimit[] Check(IReadOnlyList<NGramLimit> limits, string name)
    {
        ArgumentNullException.ThrowIfNull(limits, name);
        foreach (NGramLimit limit in limits)
            if (limit.N is < 1 or > MaxN || limit.MaxShare is not (>= 0 and <= double.MaxValue))
                throw new ArgumentOutOfRangeException(name, limit, $"An n-gram has 1 to {MaxN} words, and its share is a number from 0 on.");
        return [.. limits];
    }
}
