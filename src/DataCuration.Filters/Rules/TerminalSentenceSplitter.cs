using System.Buffers;

namespace DataCuration.Filters;

/// <summary>
/// Ends a sentence after <c>.</c>, <c>!</c> or <c>?</c> with white space after it. The white space belongs to no sentence, and a text without an end is one
/// sentence.
/// </summary>
internal sealed class TerminalSentenceSplitter : SentenceSplitter
{
    public static readonly TerminalSentenceSplitter Instance = new();

    private static readonly SearchValues<byte> Ends = SearchValues.Create(".!?"u8);

    public override string Name => "terminal_marks";

    public override TextSpans Split(ReadOnlyMemory<byte> utf8Text)
    {
        ReadOnlySpan<byte> text = utf8Text.Span;
        List<int> ranges = [];
        int start = 0;
        while (start < text.Length)
        {
            int end = FindEnd(text, start, out int next);
            ranges.Add(start);
            ranges.Add(end - start);
            start = next;
        }
        return new(utf8Text, [.. ranges]);
    }

    private static int FindEnd(ReadOnlySpan<byte> text, int start, out int next)
    {
        int at = start;
        while (text[at..].IndexOfAny(Ends) is >= 0 and var offset)
        {
            at += offset + 1;
            int after = at;
            while (after < text.Length && Utf8WhiteSpace.LengthAt(text, after) is > 0 and var space) after += space;
            if (after == at) continue;
            next = after;
            return at;
        }
        next = text.Length;
        return text.Length;
    }
}
