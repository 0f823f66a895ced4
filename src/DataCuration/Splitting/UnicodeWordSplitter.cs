namespace DataCuration;

/// <summary>Splits at the word boundaries of UAX 29 and leaves out segments of white space.</summary>
internal sealed unsafe class UnicodeWordSplitter : WordSplitter
{
    private const byte Word = 1, Edge = 2;

    /// <summary>For each byte: a letter, digit or low line, which all join; or a character of ASCII that no rule joins to a word before it.</summary>
    private static readonly byte[] Kinds = MakeKinds();

    public override string Name => "unicode_14_words";

    public override TextWords Split(ReadOnlyMemory<byte> utf8Text)
    {
        ReadOnlySpan<byte> text = utf8Text.Span;
        var words = new RangeBuffer(text.Length);
        byte[] kinds = Kinds;
        long codePoints = 0;
        fixed (byte* first = text)
        {
            byte* at = first;
            byte* end = first + text.Length;
            while (at < end)
            {
                byte* start = at;
                while (at < end && kinds[*at] == Word) at++;
                if (at > start && (at == end || kinds[*at] == Edge))
                {
                    codePoints += at - start;
                    words.Add((int)(start - first), (int)(at - start));
                    continue;
                }
                at = WordBreaks.SkipSegment(start, end);
                int length = (int)(at - start);
                var segment = new ReadOnlySpan<byte>(start, length);
                if (IsWhiteSpace(segment)) continue;
                codePoints += Utf8CodePoints.Count(segment);
                words.Add((int)(start - first), length);
            }
        }
        return new(utf8Text, words.ToArrayAndReturn(), (int)codePoints);
    }

    private static bool IsWhiteSpace(ReadOnlySpan<byte> segment)
    {
        int at = 0;
        while (at < segment.Length && Utf8WhiteSpace.LengthAt(segment, at) is > 0 and var size) at += size;
        return at == segment.Length;
    }

    private static byte[] MakeKinds()
    {
        byte[] kinds = new byte[256];
        for (int c = 0; c < 128; c++) kinds[c] = char.IsAsciiLetterOrDigit((char)c) || c == '_' ? Word : c is '.' or ':' or ',' or ';' or '\'' ? (byte)0 : Edge;
        return kinds;
    }
}
