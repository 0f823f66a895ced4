namespace DataCuration;

/// <summary>Splits as NLTK's WordPunctTokenizer does: <c>\w+|[^\w\s]+</c> of Python 3.11 (Unicode 14).</summary>
internal sealed unsafe class WordPunctWordSplitter : WordSplitter
{
    private static readonly byte[] Ascii =
        [.. Enumerable.Range(0, 128).Select(c => (byte)(UnicodeRules.Classify(c) & (UnicodeRules.Word | UnicodeRules.Space)))];

    public override string Name => "wordpunct_unicode_14";

    public override TextWords Split(ReadOnlyMemory<byte> utf8Text)
    {
        ReadOnlySpan<byte> text = utf8Text.Span;
        var words = new RangeBuffer(text.Length);
        long codePoints = 0;
        fixed (byte* first = text)
        {
            byte* at = first;
            byte* end = first + text.Length;
            while (at < end)
            {
                byte* start = at;
                int kind = KindAt(ref at);
                if (kind == UnicodeRules.Space) continue;
                int count = 1;
                while (at < end)
                {
                    byte* next = at;
                    if (KindAt(ref next) != kind) break;
                    at = next;
                    count++;
                }
                codePoints += count;
                words.Add((int)(start - first), (int)(at - start));
            }
        }
        return new(utf8Text, words.ToArrayAndReturn(), (int)codePoints);
    }

    private static int KindAt(ref byte* at)
    {
        if (*at < 0x80) return Ascii[*at++];
        int codePoint = Utf8CodePoints.Decode(at, out int size);
        at += size;
        return UnicodeRules.Classify(codePoint) & (UnicodeRules.Word | UnicodeRules.Space);
    }
}
