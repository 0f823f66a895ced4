using System.Buffers;

namespace DataCuration;

/// <summary>Splits texts into paragraphs, as peers do.</summary>
public static class TextParagraphs
{
    /// <summary>Splits into lines with their line feeds, as Dolma's <c>split_paragraphs</c> does.</summary>
    /// <param name="utf8Text">The text in valid UTF-8. It is not copied and must not change afterwards.</param>
    /// <param name="keepBlank">True to keep lines of white space only. Default: false.</param>
    /// <returns>The lines, in the order of the text.</returns>
    public static TextSpans SplitLines(ReadOnlyMemory<byte> utf8Text, bool keepBlank = false)
    {
        ReadOnlySpan<byte> text = utf8Text.Span;
        var lines = new RangeBuffer(0);
        for (int at = 0; at < text.Length;)
        {
            int end = text[at..].IndexOf((byte)'\n') is >= 0 and var feed ? at + feed + 1 : text.Length;
            if (keepBlank || !IsBlank(text[at..end])) lines.Add(at, end - at);
            at = end;
        }
        return new(utf8Text, lines.ToArrayAndReturn());
    }

    /// <summary>
    /// Splits into lines, each with the blank lines after it, as datatrove's <c>split_into_paragraphs</c> does. Lines end where Python's <c>str.splitlines</c>
    /// ends them; every line end becomes a line feed, and the last one is left out. Offsets of the parts refer to the text with these line feeds.
    /// </summary>
    /// <param name="utf8Text">The text in valid UTF-8. It is not copied and must not change afterwards.</param>
    /// <returns>The paragraphs, in the order of the text.</returns>
    public static TextSpans SplitWithBlankLines(ReadOnlyMemory<byte> utf8Text)
    {
        ReadOnlyMemory<byte> lines = WithLineFeeds(utf8Text);
        ReadOnlySpan<byte> text = lines.Span;
        var paragraphs = new RangeBuffer(0);
        int start = 0;
        for (int at = 0; at < text.Length;)
        {
            int feed = text[at..].IndexOf((byte)'\n');
            int end = feed < 0 ? text.Length : at + feed;
            if (at > start && !IsBlank(text[at..end]))
            {
                paragraphs.Add(start, at - start);
                start = at;
            }
            at = end + 1;
        }
        if (text.Length > 0) paragraphs.Add(start, (text[^1] == '\n' ? text.Length - 1 : text.Length) - start);
        return new(lines, paragraphs.ToArrayAndReturn());
    }

    private static ReadOnlyMemory<byte> WithLineFeeds(ReadOnlyMemory<byte> utf8Text)
    {
        ReadOnlySpan<byte> text = utf8Text.Span;
        int first = 0;
        while (first < text.Length && (text[first] == '\n' || LineEndLength(text, first) == 0)) first++;
        if (first == text.Length) return utf8Text;
        var rewritten = new ArrayBufferWriter<byte>(text.Length);
        int from = 0;
        for (int at = first; at < text.Length;)
        {
            int length = LineEndLength(text, at);
            if (length > 0)
            {
                rewritten.Write(text[from..at]);
                rewritten.Write("\n"u8);
                from = at + length;
            }
            at += Math.Max(1, length);
        }
        rewritten.Write(text[from..]);
        return rewritten.WrittenMemory;
    }

    /// <summary>The length of the line end at a place: LF, CR, CR LF, VT, FF, U+001C to U+001E, U+0085, U+2028, U+2029; 0 without one.</summary>
    private static int LineEndLength(ReadOnlySpan<byte> text, int at)
    {
        byte c = text[at];
        if (c == '\r') return at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
        if (c is (>= 0x0A and <= 0x0C) or (>= 0x1C and <= 0x1E)) return 1;
        if (c == 0xC2) return text[at + 1] == 0x85 ? 2 : 0;
        return c == 0xE2 && text[at + 1] == 0x80 && text[at + 2] is 0xA8 or 0xA9 ? 3 : 0;
    }

    private static bool IsBlank(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (at < text.Length && Utf8WhiteSpace.LengthAt(text, at) is > 0 and var size) at += size;
        return at == text.Length;
    }
}
