namespace DataCuration;

/// <summary>Splits after a full stop, an exclamation mark or a question mark that white space follows.</summary>
internal sealed class WhiteSpaceSentenceSplitter : SentenceSplitter
{
    public override string Name => "white_space";

    public override TextSpans Split(ReadOnlyMemory<byte> utf8Text)
    {
        ReadOnlySpan<byte> text = utf8Text.Span;
        var sentences = new RangeBuffer(0);
        int at = 0, start = 0;
        while (at < text.Length)
        {
            int mark = text[at..].IndexOfAny((byte)'.', (byte)'!', (byte)'?');
            if (mark < 0) break;
            at += mark + 1;
            if (at == text.Length || Utf8WhiteSpace.LengthAt(text, at) == 0) continue;
            sentences.Add(start, at - start);
            start = at = SkipSpace(text, at);
        }
        if (SkipSpace(text, start) < text.Length) sentences.Add(start, text.Length - start);
        return new(utf8Text, sentences.ToArrayAndReturn());
    }

    private static int SkipSpace(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && Utf8WhiteSpace.LengthAt(text, at) is > 0 and var size) at += size;
        return at;
    }
}
