namespace DataCuration.Filters;

/// <summary>
/// RefinedWeb's line rules (arXiv 2306.01116, appendix G.2) as RedStone implements them (microsoft/RedStone, GeneralDomain, ruleset/refinedweb.py): removes
/// lines that are mostly capitals, only numbers, counters, one word, or boilerplate; drops documents of which that is more than a twentieth of the words.
/// </summary>
/// <remarks>
/// Boilerplate lines begin with "sign in", "sign-in", "sign up" or "sign-up", end with "read more" and three characters, or contain "items in cart", in any
/// case. Drop reasons: <c>line_document_discarded</c>, RedStone's, and <c>empty</c>. Measures: <c>words</c>, <c>removed_ratio</c>, and removed lines by rule
/// with RedStone's names. RedStone judges lines in NFKC; here they are in lower case only. DCLM's variant of the rules is in its stages, such as
/// <see cref="DclmUppercaseLines"/>.
/// </remarks>
public sealed class RefinedWebLineFilter() : RuleFilter("refinedweb_lines")
{
    private static readonly string[] Names =
        ["line_upper_ratio", "line_all_numeric", "line_refinedweb_counter", "line_one_word", "line_exclude_patterns"];

    /// <summary>
    /// The greatest share of capitals among a line's letters. Default: 0.6 (RedStone; RefinedWeb says "mainly composed of uppercase characters").
    /// </summary>
    public double MaxUppercase { get; init => field = PeerChecks.Share(value, nameof(MaxUppercase)); } = 0.6;

    /// <summary>The greatest share of words in removed lines. Default: 0.05 (RefinedWeb, appendix G.2).</summary>
    public double MaxRemoved { get; init => field = PeerChecks.Share(value, nameof(MaxRemoved)); } = 0.05;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(measures);
        TextScratch scratch = context.Scratch<TextScratch>();
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        Span<int> removed = stackalloc int[Names.Length];
        removed.Clear();
        scratch.Edit.Clear();
        long words = 0, removedWords = 0;
        bool isFirst = true, isCopying = false;
        var lines = new FeedLines(text);
        while (lines.MoveNext())
        {
            ReadOnlySpan<byte> line = lines.Current;
            int count = Utf8.CountWords(line);
            words += count;
            int rule = count == 0 ? -1 : Rule(line, count, scratch.Lower);
            if (rule >= 0)
            {
                removed[rule]++;
                removedWords += count;
                if (!isCopying && lines.Start > 0) scratch.Edit.Append(text[..(lines.Start - 1)]);
                isCopying = true;
                continue;
            }
            if (isCopying)
            {
                if (!isFirst) scratch.Edit.Append("\n"u8);
                scratch.Edit.Append(line);
            }
            isFirst = false;
        }
        double ratio = words == 0 ? 0 : (double)removedWords / words;
        measures.Add("words", words);
        measures.Add("removed_ratio", ratio);
        if (measures.IsWanted)
            for (int i = 0; i < Names.Length; i++) measures.Add(Names[i], removed[i]);
        if (ratio > MaxRemoved) return measures.Drop("line_document_discarded", "removed_ratio", max: MaxRemoved);
        return TextScratch.Result(document, isCopying ? scratch.Edit.Written : text, "empty");
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(MaxUppercase), MaxUppercase);
        writer.Add(nameof(MaxRemoved), MaxRemoved);
    }

    private int Rule(ReadOnlySpan<byte> line, int words, LowerCaser lower)
    {
        int letters = CharacterClasses.Count(line, CharacterClasses.Letter);
        if (letters > 0 && (double)CharacterClasses.Count(line, CharacterClasses.Upper) / letters > MaxUppercase) return 0;
        if (letters == 0 && IsNumeric(line)) return 1;
        if (words == 2 && IsCounter(Utf8.Trim(line))) return 2;
        if (words == 1) return 3;
        return line.IndexOfAny("iI"u8) >= 0 || line.IndexOfAny("mM"u8) >= 0 ? (IsBoilerplate(lower.Lower(line)) ? 4 : -1) : -1;
    }

    /// <summary>Numbers, separators and control characters only.</summary>
    private static bool IsNumeric(ReadOnlySpan<byte> line)
    {
        for (int at = 0; at < line.Length;)
        {
            int one = Utf8.Decode(line, at, out int size);
            if ((CharacterClasses.Of(one) & (CharacterClasses.Numeric | CharacterClasses.Space)) == 0 && one >= 0x20) return false;
            at += size;
        }
        return true;
    }

    /// <summary>A number, white space and a word of ASCII letters.</summary>
    private static bool IsCounter(ReadOnlySpan<byte> line)
    {
        int at = 0;
        while (at < line.Length && UnicodeFolding.IsDigit(Utf8.Decode(line, at, out int size))) at += size;
        if (at == 0) return false;
        ReadOnlySpan<byte> word = Utf8.TrimStart(line[at..]);
        if (word.Length == line.Length - at || word.IsEmpty) return false;
        foreach (byte one in word)
            if ((one | 0x20) is not (>= (byte)'a' and <= (byte)'z')) return false;
        return true;
    }

    private static bool IsBoilerplate(ReadOnlySpan<byte> lower)
    {
        if (lower.StartsWith("sign in"u8) || lower.StartsWith("sign-in"u8) || lower.StartsWith("sign up"u8) || lower.StartsWith("sign-up"u8)) return true;
        if (lower.IndexOf("items in cart"u8) >= 0) return true;
        // "read more...$" is an expression there: any three characters.
        int end = lower.Length;
        for (int i = 0; i < 3 && end > 0; i++) end = Utf8.Before(lower, end);
        return lower[..end].EndsWith("read more"u8);
    }
}
