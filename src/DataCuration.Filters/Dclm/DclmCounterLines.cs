namespace DataCuration.Filters;

/// <summary>
/// Removes lines that are counters, such as "3 likes" or "1.2K views" (DCLM's <c>counter_line_modifier</c>), then white space at both ends. A page of which
/// nothing is left is dropped. Drop reason: <c>counter_line_modifier</c>.
/// </summary>
public sealed class DclmCounterLines() : RuleFilter("dclm_counter_lines")
{
    /// <summary>True to copy a fault of DCLM: it knows the plural only, so that "1 like" stays. Default: false.</summary>
    public bool CopiesFaults { get; init; }

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        TextEdit edit = context.Scratch<TextScratch>().Edit;
        return TextScratch.Result(document, Utf8.Trim(LineEdits.Filter(document.Utf8Text.Span, new Rule(!CopiesFaults), edit)), "counter_line_modifier");
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(CopiesFaults), CopiesFaults);
    }

    /// <summary>Other characters, a number with points and commas, perhaps K, M or B, white space, the word, other characters.</summary>
    internal static bool IsCounter(ReadOnlySpan<byte> line, bool allowsSingular)
    {
        int at = 0;
        while (at < line.Length && Next(line, at, out int size) is var one && !WordBoundary.IsWord(one)) at += size;
        if (at == line.Length || !UnicodeFolding.IsDigit(Next(line, at, out int digit))) return false;
        at += digit;
        while (at < line.Length && Next(line, at, out int size) is var one && (one is ',' or '.' || UnicodeFolding.IsDigit(one))) at += size;
        if (at < line.Length && Next(line, at, out int suffix) is 'k' or 'm' or 'b') at += suffix;
        ReadOnlySpan<byte> word = Utf8.TrimStart(line[at..]);
        if (word.Length == line.Length - at) return false;
        Span<byte> name = stackalloc byte[10];
        int length = 0;
        for (at = 0; at < word.Length; length++)
        {
            int one = Next(word, at, out int size);
            if (!WordBoundary.IsWord(one)) break;
            if (length == name.Length || one >= 0x80) return false;
            name[length] = (byte)one;
            at += size;
        }
        if (!IsCounted(name[..length], allowsSingular)) return false;
        while (at < word.Length && Next(word, at, out int size) is var one && !WordBoundary.IsWord(one)) at += size;
        return at == word.Length;
    }

    private static bool IsCounted(ReadOnlySpan<byte> name, bool allowsSingular)
    {
        if (name.EndsWith("s"u8)) name = name[..^1];
        else if (!allowsSingular) return false;
        return name.Length switch
        {
            4 => name.SequenceEqual("like"u8) || name.SequenceEqual("view"u8),
            5 => name.SequenceEqual("share"u8) || name.SequenceEqual("quote"u8),
            6 => name.SequenceEqual("repost"u8) || name.SequenceEqual("upvote"u8),
            7 => name.SequenceEqual("comment"u8) || name.SequenceEqual("retweet"u8),
            8 => name.SequenceEqual("bookmark"u8) || name.SequenceEqual("downvote"u8) || name.SequenceEqual("download"u8) || name.SequenceEqual("follower"u8),
            _ => false,
        };
    }

    private static int Next(ReadOnlySpan<byte> line, int at, out int size)
    {
        int one = Utf8.Decode(line, at, out size);
        return one < 0x80 ? (one is >= 'A' and <= 'Z' ? one | 0x20 : one) : UnicodeRules.ToLower(one);
    }

    private readonly struct Rule(bool allowsSingular) : ILineRule
    {
        public bool Keeps(ReadOnlySpan<byte> line) => !IsCounter(line, allowsSingular);
    }
}
