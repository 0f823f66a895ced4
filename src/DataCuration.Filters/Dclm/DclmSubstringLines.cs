namespace DataCuration.Filters;

/// <summary>
/// Removes lines, or only the texts themselves, that contain an entry of a list (DCLM's <c>substring_line_modifier</c>), then white space at both ends. A page
/// of which nothing is left is dropped. Drop reason: <c>substring_line_modifier</c>.
/// </summary>
/// <remarks>
/// One white-space character beside a removed text goes with it: before it, or after it if the place is the line's start. A line of which only white space is
/// left is removed, and one that has only white space already. DCLM's own defaults remove whole lines of any length.
/// </remarks>
public sealed class DclmSubstringLines() : RuleFilter("dclm_substring_lines")
{
    private DottedTerms? terms;

    /// <summary>The texts; must not be empty. The published recipe has "items in cart", "Read more..." at the end and "Sign-in" at the start.</summary>
    public IReadOnlyList<string> Banned { get; init => field = PeerChecks.Texts(value, nameof(Banned)); } = [];

    /// <summary>The place in the line. Default: anywhere (modifiers.py).</summary>
    public TextPlace Place { get; init => field = RuleChecks.Defined(value, nameof(Place)); } = TextPlace.Anywhere;

    /// <summary>True to compare with case. Default: false (modifiers.py).</summary>
    public bool IsCaseSensitive { get; init; }

    /// <summary>The most words between white space that a line may have to be looked at; null for any number. Default: null (modifiers.py).</summary>
    public int? MaxWords { get; init => field = PeerChecks.Count(value, nameof(MaxWords)); }

    /// <summary>True to remove the texts only, false to remove their lines. Default: false (modifiers.py).</summary>
    public bool RemovesTextOnly { get; init; }

    /// <summary>
    /// True if a dot in an entry stands for any character: DCLM compiles the entries as regular expressions, so "Read more..." also finds "Read more »  ".
    /// Default: true, as the published recipe does.
    /// </summary>
    public bool DotMatchesAny { get; init; } = true;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        RequireBanned();
        TextEdit edit = context.Scratch<TextScratch>().Edit;
        DottedTerms list = terms ??= new(Banned, !IsCaseSensitive, DotMatchesAny);
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        ReadOnlySpan<byte> left = RemovesTextOnly ? RemoveTexts(text, list, edit) : LineEdits.Filter(text, new Rule(this, list), edit);
        return TextScratch.Result(document, Utf8.Trim(left), "substring_line_modifier");
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.AddAll(nameof(Banned), Banned);
        writer.Add(nameof(Place), Place.ToString());
        writer.Add(nameof(IsCaseSensitive), IsCaseSensitive);
        writer.AddOptional(nameof(MaxWords), MaxWords);
        writer.Add(nameof(RemovesTextOnly), RemovesTextOnly);
        writer.Add(nameof(DotMatchesAny), DotMatchesAny);
    }

    private void RequireBanned()
    {
        if (Banned.Count == 0) throw new RunStoppedException($"{Name} has nothing to look for: set {nameof(Banned)}.");
    }

    private bool IsJudged(ReadOnlySpan<byte> line) => MaxWords is not { } most || Utf8.CountWords(line) <= most;

    /// <summary>Finds the next match at or after an offset, with the white space that belongs to it.</summary>
    private bool Find(ReadOnlySpan<byte> line, DottedTerms list, int from, out int start, out int end)
    {
        for (start = from; start < line.Length; start++)
        {
            if ((line[start] & 0xC0) == 0x80) continue;
            int space = Place == TextPlace.Start ? 0 : Utf8WhiteSpace.LengthAt(line, start);
            if (Place == TextPlace.End)
            {
                end = line.Length;
                if ((space > 0 && list.MatchesToEnd(line, start + space)) || list.MatchesToEnd(line, start)) return true;
                continue;
            }
            end = space > 0 ? list.EndOfMatch(line, start + space) : -1;
            if (end < 0) end = list.EndOfMatch(line, start);
            if (end >= 0)
            {
                if (Place == TextPlace.Start && end < line.Length) end += Utf8WhiteSpace.LengthAt(line, end);
                return true;
            }
            if (Place == TextPlace.Start) break;
        }
        end = -1;
        return false;
    }

    private ReadOnlySpan<byte> RemoveTexts(ReadOnlySpan<byte> text, DottedTerms list, TextEdit edit)
    {
        edit.Clear();
        var lines = new FeedLines(text);
        int removedEnd = 0;
        bool isFirst = true;
        while (lines.MoveNext())
        {
            ReadOnlySpan<byte> line = lines.Current;
            bool isFound = Find(line, list, 0, out int start, out int end);
            if ((isFound || (!line.IsEmpty && Utf8.IsBlank(line))) && IsJudged(line))
            {
                if (!isFound || IsBlankWithout(line, list))
                {
                    // The line goes with one of its line feeds; that before it, if lines stay before.
                    removedEnd = isFirst ? Math.Min(lines.Start + lines.Length + 1, text.Length) : lines.Start + lines.Length;
                    edit.Remove(text, isFirst ? lines.Start : lines.Start - 1, removedEnd);
                    continue;
                }
                do
                {
                    edit.Remove(text, lines.Start + start, lines.Start + end);
                    if (Place != TextPlace.Anywhere) break;
                }
                while (Find(line, list, end, out start, out end));
            }
            isFirst = false;
        }
        return edit.IsEdited ? edit.Finish(text) : text;
    }

    private bool IsBlankWithout(ReadOnlySpan<byte> line, DottedTerms list)
    {
        int done = 0;
        while (Find(line, list, done, out int start, out int end))
        {
            if (!Utf8.IsBlank(line[done..start])) return false;
            done = end;
            if (Place != TextPlace.Anywhere) break;
        }
        return Utf8.IsBlank(line[done..]);
    }

    private readonly struct Rule(DclmSubstringLines stage, DottedTerms list) : ILineRule
    {
        public bool Keeps(ReadOnlySpan<byte> line) => !stage.Find(line, list, 0, out _, out _) || !stage.IsJudged(line);
    }
}
