namespace DataCuration.Deduplication;

/// <summary>
/// Splits after <c>.</c>, <c>!</c> or <c>?</c> where white space follows, and at the end of the text. A sentence has no white space at its ends. The plain rule
/// for texts in any language that use these marks; abbreviations end a sentence too.
/// </summary>
public sealed class PlainSentenceSplitter : SentenceSplitter
{
    private PlainSentenceSplitter()
    {
    }

    /// <summary>The splitter.</summary>
    public static PlainSentenceSplitter Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "plain_sentences/1";

    /// <inheritdoc/>
    public override TextSpans Split(ReadOnlyMemory<byte> utf8Text)
    {
        ReadOnlySpan<byte> text = utf8Text.Span;
        var ranges = new List<int>();
        int end = text.Length - WhiteSpaceTrim.CountAtEnd(text);
        int start = WhiteSpaceTrim.CountAtStart(text);
        for (int at = start; at < end;)
        {
            int mark = text[at..end].IndexOfAny((byte)'.', (byte)'!', (byte)'?');
            at = mark < 0 ? end : at + mark + 1;
            int space = at < end ? WhiteSpaceTrim.CountAtStart(text[at..end]) : 0;
            if (space == 0 && at < end) continue;
            ranges.Add(start);
            ranges.Add(at - start);
            at += space;
            start = at;
        }
        return new TextSpans(utf8Text, [.. ranges]);
    }
}
