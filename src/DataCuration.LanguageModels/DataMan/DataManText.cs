using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>
/// Prepares texts for a DataMan prompt (data_tools of github.com/pengr/DataMan): removes artifacts, and the middle of long texts. The document itself is not
/// changed. The cost is linear in any text.
/// </summary>
public static class DataManText
{
    /// <summary>The text that replaces the middle: three dots (paper's code).</summary>
    public const string Marker = "...";

    private static readonly string[] ChatMarkers = ["<|im_start|>", "<|im_end|>", "<|endoftext|>"];

    /// <summary>Prepares a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="language">The text's language, for the default limits.</param>
    /// <param name="options">The options; null for the defaults.</param>
    public static string Prepare(string text, DataManLanguage language = DataManLanguage.English, DataManTextOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        options ??= new DataManTextOptions();
        if (options.CleanText) text = RemoveImages(RemoveOpening(text));
        text = Cut(text, language, options);
        if (options.CleanText) text = PythonText.Strip(text).ToString();
        if (options.BreakChatMarkers)
            foreach (string marker in ChatMarkers) text = text.Replace(marker, "< " + marker[1..], StringComparison.Ordinal);
        return text;
    }

    /// <summary>Returns the number of tokens kept at a text's start and end: all tokens, or half of the limit on each side.</summary>
    /// <param name="tokens">The text's length in tokens.</param>
    /// <param name="limit">The limit in tokens.</param>
    /// <returns>The kept tokens at the start and at the end. If tokens are removed, <see cref="Marker"/> replaces them.</returns>
    public static (int Head, int Tail) MiddleCut(int tokens, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 2);
        return tokens <= limit ? (tokens, 0) : (limit / 2, limit / 2);
    }

    private static string Cut(string text, DataManLanguage language, DataManTextOptions options)
    {
        bool isChinese = language == DataManLanguage.Chinese;
        int maxChars = options.MaxChars ?? (isChinese ? 60_000 : 20_000);
        int maxTokens = options.MaxTokens ?? (isChinese ? 1_896 : 1_894);
        ReadOnlySpan<char> head = text, tail = default;
        if (CountCodePoints(text) > maxChars)
        {
            head = First(text, maxChars / 2);
            tail = Last(text, maxChars / 2);
        }
        (int headLimit, int tailLimit) = (maxTokens / 2, maxTokens / 2);
        if (tail.IsEmpty)
        {
            if (Measure(head) <= maxTokens) return text;
            tail = head;
        }
        else if (Measure(head) + Measure(tail) <= maxTokens)
        {
            return string.Concat(head, Marker, tail); // the middle was removed by the character limit
        }
        return string.Concat(Fit(head, headLimit, fromEnd: false), Marker, Fit(tail, tailLimit, fromEnd: true));

        double Measure(ReadOnlySpan<char> part) =>
            options.TokenEncoder is { } encoder ? CountTokens(encoder, part)
                : options.CharactersPerToken is { } chars ? Math.Ceiling(CountCodePoints(part) / chars)
                : Math.Ceiling(ScriptTokens.Of(part) / (double)ScriptTokens.PerToken);

        ReadOnlySpan<char> Fit(ReadOnlySpan<char> part, int limit, bool fromEnd)
        {
            if (options.TokenEncoder is null)
            {
                if (options.CharactersPerToken is not { } perToken) return fromEnd ? ScriptTokens.Last(part, limit) : ScriptTokens.First(part, limit);
                int chars = (int)Math.Min(part.Length, limit * perToken);
                return fromEnd ? Last(part, chars) : First(part, chars);
            }
            // Encoders cannot cut a text, so a binary search finds the longest start (or end) within the limit.
            int low = 0, high = CountCodePoints(part);
            while (low < high)
            {
                int middle = (int)(((long)low + high + 1) / 2);
                ReadOnlySpan<char> candidate = fromEnd ? Last(part, middle) : First(part, middle);
                if (CountTokens(options.TokenEncoder, candidate) <= limit) low = middle;
                else high = middle - 1;
            }
            return fromEnd ? Last(part, low) : First(part, low);
        }
    }

    private static int CountTokens(ITokenEncoder encoder, ReadOnlySpan<char> text)
    {
        byte[] utf8 = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, utf8);
        var tokens = new List<int>();
        encoder.Encode(utf8, tokens);
        return tokens.Count;
    }

    /// <summary>
    /// Removes an opening quotation that contains only an ellipsis, of any length as characters, or of three and more dots: <c>^["“”]…+["“”]</c> and
    /// <c>^["“”]\.\.\.+["“”]</c> in the paper's code.
    /// </summary>
    private static string RemoveOpening(string text)
    {
        const int ShortestDots = 3;
        if (text.Length < 3 || !IsQuote(text[0]) || text[1] is not ('…' or '.')) return text;
        int end = 1;
        while (end < text.Length && text[end] == text[1]) end++;
        bool isEllipsis = text[1] == '…' || end > ShortestDots;
        return isEllipsis && end < text.Length && IsQuote(text[end]) ? text[(end + 1)..] : text;

        static bool IsQuote(char c) => c is '"' or '“' or '”';
    }

    /// <summary>
    /// Removes Markdown images without alternative text at the end of a line: <c>!\[\]\([/]?[^)]+\)\n</c> in the paper's code, here in one pass.
    /// </summary>
    private static string RemoveImages(string text)
    {
        const string Opening = "![](";
        int found = text.IndexOf(Opening, StringComparison.Ordinal);
        if (found < 0) return text;
        var kept = new StringBuilder(text.Length);
        int done = 0;
        while (found >= 0)
        {
            int close = text.IndexOf(')', found + Opening.Length);
            if (close < 0) break;
            bool isImage = close > found + Opening.Length && close + 1 < text.Length && text[close + 1] == '\n';
            if (isImage)
            {
                kept.Append(text, done, found - done);
                done = close + 2;
            }
            // Every opening before this bracket also closes at it. If this one is not a removable image, those are not either.
            found = text.IndexOf(Opening, close + 1, StringComparison.Ordinal);
        }
        return kept.Append(text, done, text.Length - done).ToString();
    }

    private static int CountCodePoints(ReadOnlySpan<char> text)
    {
        int pairs = 0;
        for (int i = 0; i + 1 < text.Length; i++)
        {
            if (!char.IsSurrogatePair(text[i], text[i + 1])) continue;
            pairs++;
            i++;
        }
        return text.Length - pairs;
    }

    private static ReadOnlySpan<char> First(ReadOnlySpan<char> text, int codePoints)
    {
        int end = 0;
        for (; codePoints > 0 && end < text.Length; codePoints--) end += end + 1 < text.Length && char.IsSurrogatePair(text[end], text[end + 1]) ? 2 : 1;
        return text[..end];
    }

    private static ReadOnlySpan<char> Last(ReadOnlySpan<char> text, int codePoints)
    {
        int start = text.Length;
        for (; codePoints > 0 && start > 0; codePoints--) start -= start > 1 && char.IsSurrogatePair(text[start - 2], text[start - 1]) ? 2 : 1;
        return text[start..];
    }
}
