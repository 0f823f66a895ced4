namespace DataCuration.Filters;

/// <summary>
/// Annotates personal data as Dolma's taggers do, faults included, for recipes that decide by Dolma's thresholds. <see cref="PersonalDataRemover"/> has rules
/// of its own.
/// </summary>
/// <remarks>
/// The names are Dolma's (<see cref="DolmaTagger"/>), so that <see cref="DolmaMixer"/> finds them: <c>pii_regex_with_counts_fast_v2__doc_count</c> is the
/// number of finds, <c>..._doc_frac</c> their share, and <c>..._EMAIL_ADDRESS</c>, <c>..._PHONE_NUMBER</c> and <c>..._IP_ADDRESS</c> are lists of
/// <c>[start, end, score]</c> in code points. An address must have white space after it, so one at the end of a text is not found. In texts without words,
/// version 1 and the tagger with counts throw; here their score is 0. The fast tagger finds nothing in texts with more than 10,000 question marks.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new DolmaPersonalDataTagger()).WriteJsonlAsync("tagged", run);
/// </code>
/// </example>
public sealed class DolmaPersonalDataTagger : DolmaTagger
{
    /// <summary>The fast tagger gives up on texts with more question marks, because its expression takes too long there.</summary>
    private const int MaxQuestionMarks = 10_000;

    /// <summary>The tagger.</summary>
    /// <value>Default <see cref="DolmaPersonalDataRules.RegexWithCountsFastV2"/>, as in Dolma 1.6 and 1.7.</value>
    /// <exception cref="ArgumentOutOfRangeException">There is no such tagger.</exception>
    public DolmaPersonalDataRules Rules
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such tagger.");
    } = DolmaPersonalDataRules.RegexWithCountsFastV2;

    private protected override string Tagger => Rules switch
    {
        DolmaPersonalDataRules.RegexWithCountsFastV2 => "pii_regex_with_counts_fast_v2",
        DolmaPersonalDataRules.RegexWithCountsV2 => "pii_regex_with_counts_v2",
        DolmaPersonalDataRules.RegexV2 => "pii_regex_v2",
        _ => "pii_regex_v1",
    };

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        DocumentEditor editor = document.Edit();
        foreach (IGrouping<string, DolmaSpan> type in Tag(document.Utf8Text.Span).GroupBy(static span => span.Type))
        {
            // The types of the whole document are in lower case and have one span.
            if (char.IsAsciiLetterLower(type.Key[0])) Set(editor, type.Key, type.First().Score);
            else SetSpans(editor, type.Key, [.. type.Select(static span => (span.Start, span.End, span.Score))]);
        }
        return StageResult.Replace(editor.Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
        writer.Add(nameof(Rules), Rules.ToString());
    }

    /// <summary>Finds the spans of a text, in Dolma's order.</summary>
    internal List<DolmaSpan> Tag(ReadOnlySpan<byte> text)
    {
        bool isFast = Rules == DolmaPersonalDataRules.RegexWithCountsFastV2;
        List<DolmaPii.Match> found = isFast ? FindByParagraph(text) : FindWhole(text);
        int length = checked((int)Utf8CodePoints.Count(text));
        List<DolmaSpan> spans = ToCodePoints(text, found);
        if (isFast)
        {
            long covered = length + spans.Sum(static span => (long)span.End - span.Start);
            spans.Add(new("doc_count", 0, length, found.Count));
            spans.Add(new("doc_frac", 0, length, length == 0 ? -1 : covered / (double)length)); // the span of the count is a part of the sum
            return spans;
        }
        int words = CountWords(text);
        double empty = Rules == DolmaPersonalDataRules.RegexV2 ? -1 : 0;
        spans.Add(new("doc", 0, length, words == 0 ? empty : found.Count / (double)words));
        if (Rules == DolmaPersonalDataRules.RegexWithCountsV2) spans.Add(new("doc_count", 0, length, found.Count));
        return spans;
    }

    private static List<DolmaPii.Match> FindWhole(ReadOnlySpan<byte> text)
    {
        var all = new List<DolmaPii.Match>();
        DolmaPii.Find(DolmaPii.Email, text, 0, text.Length, all);
        DolmaPii.Find(DolmaPii.Phone, text, 0, text.Length, all);
        DolmaPii.Find(DolmaPii.Ip, text, 0, text.Length, all);
        var kept = new List<DolmaPii.Match>(all.Count);
        bool? hasUrl = null;
        foreach (DolmaPii.Match match in all)
        {
            bool isKept = match.Type == DolmaPii.Email ? DolmaPii.IsWholeEmail(text, match) : !DolmaPii.HasOtherNumber(text, match);
            if (isKept && match.Type == DolmaPii.Phone) isKept = !(hasUrl ??= DolmaPii.HasUrl(text));
            if (isKept) kept.Add(match);
        }
        return kept;
    }

    private static List<DolmaPii.Match> FindByParagraph(ReadOnlySpan<byte> text)
    {
        var found = new List<DolmaPii.Match>();
        if (text.Count((byte)'?') > MaxQuestionMarks) return found;
        var emails = new List<DolmaPii.Match>();
        for (int start = 0; start < text.Length;)
        {
            int feed = text[start..].IndexOf((byte)'\n');
            int end = feed < 0 ? text.Length : start + feed + 1;
            emails.Clear();
            DolmaPii.Find(DolmaPii.Email, text, start, end, emails);
            foreach (DolmaPii.Match email in emails)
                if (DolmaPii.IsGroupEmail(text, email)) found.Add(email);
            DolmaPii.Find(DolmaPii.Phone, text, start, end, found);
            DolmaPii.Find(DolmaPii.Ip, text, start, end, found);
            start = end;
        }
        return found;
    }

    /// <summary>Counts code points from the nearest known place, so that many finds of several types cost no more than a few passes.</summary>
    private static List<DolmaSpan> ToCodePoints(ReadOnlySpan<byte> text, List<DolmaPii.Match> found)
    {
        var spans = new List<DolmaSpan>(found.Count + 2);
        int at = 0, points = 0;
        foreach (DolmaPii.Match match in found)
        {
            int start = PointsTo(text, match.Start, ref at, ref points);
            spans.Add(new(match.Type, start, PointsTo(text, match.End, ref at, ref points), 1));
        }
        return spans;
    }

    private static int PointsTo(ReadOnlySpan<byte> text, int offset, ref int at, ref int points)
    {
        if (offset < at) points -= (int)Utf8CodePoints.Count(text[offset..at]);
        else points += (int)Utf8CodePoints.Count(text[at..offset]);
        at = offset;
        return points;
    }

    private static int CountWords(ReadOnlySpan<byte> text)
    {
        int words = 0;
        bool isInside = false;
        for (int at = 0; at < text.Length;)
        {
            int space = Utf8WhiteSpace.LengthAt(text, at);
            if (space == 0 && !isInside) words++;
            isInside = space == 0;
            at += Math.Max(1, space);
        }
        return words;
    }
}
