using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// FineWeb's own rules (Penedo et al. 2024, arXiv 2406.17557, section 3.6) as datatrove measures them: lines that end with a mark, short lines, repeated
/// lines, line feeds per word.
/// </summary>
/// <remarks>
/// Reasons, in the order of the checks: <c>empty</c>, <c>line_punct_ratio</c>, <c>short_line_ratio</c>, <c>char_dup_ratio</c>, <c>list_ratio</c>; the measured
/// values have the same names. Lines end at line feeds, and blank lines do not count. A blank after a line's last mark hides the mark, as in datatrove. A limit
/// of null turns its rule off; 0 is a limit. Defaults are those of datatrove's <c>fineweb_quality_filter.py</c>.
/// </remarks>
public sealed class FineWebQualityFilter() : RuleFilter("fineweb_quality")
{
    private readonly CodePointSet marks = CharacterSets.TerminalPunctuation;

    /// <summary>The minimum share of lines that end with a mark of <see cref="StopCharacters"/>. Default: 0.12.</summary>
    public double? MinLinePunctuation { get; init => field = RuleChecks.Share(value, nameof(MinLinePunctuation)); } = 0.12;

    /// <summary>True to keep texts in which no line ends with a mark. Default: false.</summary>
    public bool KeepsWithoutPunctuation { get; init; }

    /// <summary>The marks that end a line, each one code point. Default: datatrove's 159 terminal marks of all scripts.</summary>
    public IReadOnlyList<string> StopCharacters
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach (string one in value)
                if (one is null || one.EnumerateRunes().Count() != 1)
                    throw new ArgumentException($"'{one}' is not one character.", nameof(StopCharacters));
            field = [.. value];
            marks = CodePointSet.Of(string.Concat(field));
        }
    } = [.. CharacterSets.TerminalPunctuationPoints.ToArray().Select(point => new Rune(point).ToString())];

    /// <summary>The maximum share of short lines. Default: 0.67.</summary>
    public double? MaxShortLines { get; init => field = RuleChecks.Ratio(value, nameof(MaxShortLines)); } = 0.67;

    /// <summary>The maximum length of a short line, in code points. Default: 30.</summary>
    public int ShortLineLength { get; init => field = RuleChecks.Count(value, 0, nameof(ShortLineLength)); } = 30;

    /// <summary>The maximum share of characters in lines that repeat an earlier one. Line feeds do not count. Default: 0.01.</summary>
    public double? MaxDuplicateCharacters { get; init => field = RuleChecks.Share(value, nameof(MaxDuplicateCharacters)); } = 0.01;

    /// <summary>The maximum number of line feeds divided by the words. Default: 0.3.</summary>
    public double? MaxLineFeedsPerWord { get; init => field = RuleChecks.Ratio(value, nameof(MaxLineFeedsPerWord)); } = 0.3;

    /// <summary>The definition of a word. Default: that of spaCy for English, which datatrove uses.</summary>
    public WordSplitter Splitter { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DefaultSplitters.Words;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(measures);
        var counts = new FineWebMeasures();
        counts.Count(document.Utf8Text.Span, marks, ShortLineLength, context.Scratch<SpanTable>());
        string? reason = null;
        if (counts.Lines == 0)
        {
            if (!measures.IsWanted) return StageResult.Drop("empty");
            reason = "empty";
        }
        double ending = RuleChecks.Divide(counts.Ending, counts.Lines);
        double shortLines = RuleChecks.Divide(counts.Short, counts.Lines);
        double repeated = RuleChecks.Divide(counts.DuplicateCharacters, counts.Characters);
        if (ending < MinLinePunctuation && !(ending == 0 && KeepsWithoutPunctuation)) reason ??= "line_punct_ratio";
        else if (shortLines > MaxShortLines) reason ??= "short_line_ratio";
        else if (repeated > MaxDuplicateCharacters) reason ??= "char_dup_ratio";
        double feeds = 0;
        // Without line feeds the last rule cannot drop, and the words need not be found.
        if (measures.IsWanted || (reason is null && MaxLineFeedsPerWord is not null && counts.LineFeeds > 0))
            feeds = RuleChecks.Divide(counts.LineFeeds, document.GetWords(Splitter).Count);
        if (feeds > MaxLineFeedsPerWord) reason ??= "list_ratio";
        if (measures.IsWanted)
        {
            measures.Add("line_punct_ratio", ending);
            measures.Add("short_line_ratio", shortLines);
            measures.Add("char_dup_ratio", repeated);
            measures.Add("list_ratio", feeds);
        }
        return reason switch
        {
            null => StageResult.Keep,
            "line_punct_ratio" => measures.Drop(reason, reason, MinLinePunctuation),
            "short_line_ratio" => measures.Drop(reason, reason, max: MaxShortLines),
            "char_dup_ratio" => measures.Drop(reason, reason, max: MaxDuplicateCharacters),
            "list_ratio" => measures.Drop(reason, reason, max: MaxLineFeedsPerWord),
            _ => StageResult.Drop(reason),
        };
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(MinLinePunctuation), MinLinePunctuation);
        writer.Add(nameof(KeepsWithoutPunctuation), KeepsWithoutPunctuation);
        writer.Add(nameof(StopCharacters), string.Concat(StopCharacters));
        writer.Add(nameof(MaxShortLines), MaxShortLines);
        writer.Add(nameof(ShortLineLength), ShortLineLength);
        writer.Add(nameof(MaxDuplicateCharacters), MaxDuplicateCharacters);
        writer.Add(nameof(MaxLineFeedsPerWord), MaxLineFeedsPerWord);
        writer.Add(nameof(Splitter), Splitter.Name);
    }
}
