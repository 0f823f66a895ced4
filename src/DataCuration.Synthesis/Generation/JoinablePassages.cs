namespace DataCuration.Synthesis;

/// <summary>
/// Splits a text into passages of a bounded number of tokens. It cuts at empty lines; a paragraph that is too long is cut at line ends, then at ends of
/// sentences, at white space, and at last anywhere between code points. Neighbours are put together while they fit. Nothing is lost: the passages and their
/// separators are the text without the white space at its start. The cost is linear in the text's length, up to the logarithm of a run without white space.
/// </summary>
internal static class JoinablePassages
{
    private const int EmptyLine = 0, LineEnd = 1, Sentence = 2, Anywhere = 4;

    /// <summary>Splits a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxTokens">
    /// The maximum number of tokens of a passage, as the sum over the pieces that it was put together from, white space after them included. Only a code
    /// point with more tokens exceeds it.
    /// </param>
    /// <param name="encoder">Counts tokens; null for an estimate (<see cref="TokenCount"/>).</param>
    public static List<Passage> Split(string text, int maxTokens, ITokenEncoder? encoder)
    {
        var pieces = new List<(int Start, int End, long Tokens)>();
        Cut(text, 0, text.Length, EmptyLine, maxTokens, encoder, pieces);
        var places = new List<(int Start, int End, long Tokens)>();
        for (int i = 0; i < pieces.Count;)
        {
            (int start, int end, long tokens) = pieces[i++];
            for (; i < pieces.Count && tokens + pieces[i].Tokens <= maxTokens; i++) (end, tokens) = (pieces[i].End, tokens + pieces[i].Tokens);
            ReadOnlySpan<char> slice = text.AsSpan(start, end - start);
            start += slice.Length - slice.TrimStart().Length;
            end = Math.Max(start, end - (slice.Length - slice.TrimEnd().Length));
            if (start < end) places.Add((start, end, tokens)); // white space alone is a part of the separator before it
        }
        return [.. places.Select((place, i) => new Passage(
            text[place.Start..place.End], text[place.End..(i + 1 < places.Count ? places[i + 1].Start : text.Length)], place.Tokens))];
    }

    /// <summary>Puts texts in the places of passages.</summary>
    public static string Join(IReadOnlyList<Passage> passages, IReadOnlyList<string> texts)
    {
        var joined = new System.Text.StringBuilder();
        for (int i = 0; i < passages.Count; i++)
        {
            joined.Append(texts[i]);
            if (i + 1 < passages.Count) joined.Append(passages[i].Separator);
        }
        return joined.ToString();
    }

    private static void Cut(string text, int start, int end, int level, int maxTokens, ITokenEncoder? encoder, List<(int Start, int End, long Tokens)> pieces)
    {
        if (start == end) return;
        long tokens = TokenCount.Of(text.AsSpan(start, end - start), encoder);
        if (tokens <= maxTokens || IsCodePoint(text, start, end))
        {
            pieces.Add((start, end, tokens));
            return;
        }
        if (level == Anywhere)
        {
            int middle = start + (end - start) / 2;
            if (char.IsLowSurrogate(text[middle]) && char.IsHighSurrogate(text[middle - 1])) middle--;
            if (middle == start) middle += 2;
            Cut(text, start, middle, level, maxTokens, encoder, pieces);
            Cut(text, middle, end, level, maxTokens, encoder, pieces);
            return;
        }
        for (int at = start; at < end;)
        {
            int next = EndOfSlice(text, at, end, level);
            Cut(text, at, next, level + 1, maxTokens, encoder, pieces);
            at = next;
        }
    }

    private static bool IsCodePoint(string text, int start, int end) =>
        end - start == 1 || (end - start == 2 && char.IsHighSurrogate(text[start]) && char.IsLowSurrogate(text[start + 1]));

    /// <summary>Returns the end of the slice at a place: after its border and the white space that follows.</summary>
    private static int EndOfSlice(string text, int start, int end, int level)
    {
        int at = start;
        while (at < end && char.IsWhiteSpace(text[at])) at++; // a slice is not white space alone, unless nothing follows
        for (; at < end; at++)
        {
            if (!IsBorder(text, at, end, level)) continue;
            int next = at + 1;
            while (next < end && char.IsWhiteSpace(text[next])) next++;
            return next;
        }
        return end;
    }

    private static bool IsBorder(string text, int at, int end, int level) => level switch
    {
        EmptyLine => text[at] == '\n' && StartsEmptyLine(text, at + 1, end),
        LineEnd => text[at] == '\n',
        Sentence => text[at] is '\u3002' or '\uFF01' or '\uFF1F' || (char.IsWhiteSpace(text[at]) && EndsSentence(text, at)),
        _ => char.IsWhiteSpace(text[at]),
    };

    private static bool StartsEmptyLine(string text, int at, int end)
    {
        while (at < end && text[at] != '\n' && char.IsWhiteSpace(text[at])) at++;
        return at < end && text[at] == '\n';
    }

    private static bool EndsSentence(string text, int end)
    {
        int last = end - 1;
        while (last >= 0 && text[last] is ('"' or '\'' or ')' or ']' or '\u201D' or '\u2019' or '\u00BB')) last--;
        return last >= 0 && text[last] is ('.' or '!' or '?' or '\u2026');
    }
}
