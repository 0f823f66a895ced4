using System.Buffers;

namespace DataCuration.Filters;

/// <summary>
/// Unifies line ends and white space: line feeds at line ends, ordinary spaces between words, nothing at the ends of lines and of the text.
/// </summary>
/// <remarks>Indentation stays, so that code and lists keep their form. <see cref="CollapsesSpaces"/> leaves it alone too.</remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new WhiteSpaceNormalizer { MaxBlankLines = 1 }).WriteJsonlAsync("repaired", run);
/// </code>
/// </example>
public sealed class WhiteSpaceNormalizer : DocumentTransform
{
    /// <summary>The bytes that begin a line end other than a line feed, or white space other than a space or tab.</summary>
    private static readonly SearchValues<byte> Unusual = SearchValues.Create([0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x1F, 0xC2, 0xE1, 0xE2, 0xE3]);

    /// <summary>
    /// True to turn every line end into a line feed: carriage returns, alone or before a line feed, U+000B, U+000C, U+001C to U+001E, U+0085, U+2028, U+2029
    /// (those of Python's <c>splitlines</c>).
    /// </summary>
    /// <value>Default true.</value>
    public bool UnifiesLineEnds { get; init; } = true;

    /// <summary>True to turn all other white space into spaces: U+00A0, U+1680, U+2000 to U+200A, U+202F, U+205F, U+3000, U+001F. Tabs stay.</summary>
    /// <value>Default true.</value>
    public bool UnifiesSpaces { get; init; } = true;

    /// <summary>True to remove spaces and tabs at the ends of lines.</summary>
    /// <value>Default true.</value>
    public bool TrimsLines { get; init; } = true;

    /// <summary>True to turn runs of spaces and tabs inside a line into one space, but not those that indent it.</summary>
    /// <value>Default false: tables and code use them.</value>
    public bool CollapsesSpaces { get; init; }

    /// <summary>The most empty lines in a row. Null keeps all. Lines with spaces count as empty if <see cref="TrimsLines"/> is set.</summary>
    /// <value>From 0 on; default null. DCLM's baseline keeps two line feeds in a row: a value of 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int? MaxBlankLines { get; init => field = RuleChecks.Count(value, nameof(MaxBlankLines)); }

    /// <summary>True to remove line feeds, spaces and tabs at the start and the end of the text. The indentation of the first line stays.</summary>
    /// <value>Default true.</value>
    public bool TrimsText { get; init; } = true;

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        return TextEdit.ResultOf(document, Normalize(document.Utf8Text, context.Scratch<TextEdit>()));
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add(nameof(UnifiesLineEnds), UnifiesLineEnds);
        writer.Add(nameof(UnifiesSpaces), UnifiesSpaces);
        writer.Add(nameof(TrimsLines), TrimsLines);
        writer.Add(nameof(CollapsesSpaces), CollapsesSpaces);
        writer.Add(nameof(MaxBlankLines), MaxBlankLines ?? -1);
        writer.Add(nameof(TrimsText), TrimsText);
    }

    internal ReadOnlyMemory<byte> Normalize(ReadOnlyMemory<byte> text, TextEdit edit)
    {
        text = UnifyCharacters(text, edit);
        text = EditLines(text, edit);
        return TrimsText ? Trim(text) : text;
    }

    private ReadOnlyMemory<byte> UnifyCharacters(ReadOnlyMemory<byte> utf8Text, TextEdit edit)
    {
        if (!UnifiesLineEnds && !UnifiesSpaces) return utf8Text;
        ReadOnlySpan<byte> text = utf8Text.Span;
        edit.Clear();
        for (int at = 0; text[at..].IndexOfAny(Unusual) is >= 0 and int next;)
        {
            at += next;
            int size = Utf8WhiteSpace.LengthAt(text, at);
            if (size == 0)
            {
                at++;
                continue;
            }
            int codePoint = AsciiText.Decode(text, at, out _);
            bool isLineEnd = codePoint is (>= 0x0B and <= 0x0D) or (>= 0x1C and <= 0x1E) or 0x85 or 0x2028 or 0x2029;
            if (codePoint == '\r' && AsciiText.At(text, at + 1) == '\n')
            {
                if (UnifiesLineEnds) edit.Remove(text, at, at + 1);
            }
            else if (isLineEnd ? UnifiesLineEnds : UnifiesSpaces)
            {
                edit.Replace(text, at, at + size, isLineEnd ? "\n"u8 : " "u8);
            }
            at += size;
        }
        return edit.Complete(utf8Text);
    }

    private ReadOnlyMemory<byte> EditLines(ReadOnlyMemory<byte> utf8Text, TextEdit edit)
    {
        if (!TrimsLines && !CollapsesSpaces && MaxBlankLines is null) return utf8Text;
        ReadOnlySpan<byte> text = utf8Text.Span;
        edit.Clear();
        int blank = 0;
        for (int start = 0; start < text.Length;)
        {
            int feed = text[start..].IndexOf((byte)'\n');
            int end = feed < 0 ? text.Length : start + feed;
            int last = end;
            if (TrimsLines)
                while (last > start && text[last - 1] is (byte)' ' or (byte)'\t') last--;
            blank = last == start ? blank + 1 : 0;
            if (blank > MaxBlankLines && feed >= 0)
            {
                edit.Remove(text, start, end + 1);
            }
            else
            {
                if (CollapsesSpaces) Collapse(text, start, last, edit);
                if (last < end) edit.Remove(text, last, end);
            }
            start = end + 1;
        }
        return edit.Complete(utf8Text);
    }

    private static void Collapse(ReadOnlySpan<byte> text, int start, int end, TextEdit edit)
    {
        int at = start;
        while (at < end && text[at] is (byte)' ' or (byte)'\t') at++;
        while (at < end && text[at..end].IndexOfAny((byte)' ', (byte)'\t') is >= 0 and int next)
        {
            at += next;
            int run = at;
            while (run < end && text[run] is (byte)' ' or (byte)'\t') run++;
            if (run - at > 1 || text[at] == '\t') edit.Replace(text, at, run, " "u8);
            at = run;
        }
    }

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> utf8Text)
    {
        ReadOnlySpan<byte> text = utf8Text.Span;
        int end = text.Length, start = 0;
        while (end > 0 && text[end - 1] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r') end--;
        for (int at = 0; at < end && text[at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r'; at++)
            if (text[at] == '\n') start = at + 1;
        return utf8Text[Math.Min(start, end)..end];
    }
}
