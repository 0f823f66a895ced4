namespace DataCuration.Filters;

/// <summary>Words as DCLM's <c>split_words</c> finds them (baselines/mappers/core_utils.py).</summary>
internal static class DclmWords
{
    /// <summary>Counts the words of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="model">The definition of a word.</param>
    /// <param name="ignorePunctuation">True to count only words whose first character is a letter, digit or number; false for all that are not blank.</param>
    public static int Count(ReadOnlyMemory<byte> text, DclmWordModel model, bool ignorePunctuation) => model switch
    {
        DclmWordModel.FastText => CountFastText(text.Span, ignorePunctuation),
        DclmWordModel.WhiteSpace => CountSplit(text.Span, ignorePunctuation),
        _ => CountUnicode(text, ignorePunctuation),
    };

    /// <summary>Counts words between ASCII blanks and NUL; a line feed is a word too.</summary>
    public static int CountFastText(ReadOnlySpan<byte> text, bool ignorePunctuation)
    {
        int words = 0;
        for (int at = 0; at < text.Length;)
        {
            byte first = text[at];
            if (IsFastTextBlank(first))
            {
                if (first == '\n' && !ignorePunctuation) words++;
                at++;
                continue;
            }
            int start = at;
            while (at < text.Length && !IsFastTextBlank(text[at])) at++;
            if (Counts(text[start..at], ignorePunctuation)) words++;
        }
        return words;
    }

    /// <summary>Returns the length in code points of the longest word of a line.</summary>
    public static int Longest(ReadOnlyMemory<byte> line, DclmWordModel model)
    {
        int longest = 0;
        ReadOnlySpan<byte> text = line.Span;
        switch (model)
        {
            case DclmWordModel.WhiteSpace:
                while (Utf8.NextWord(ref text) is { IsEmpty: false } word)
                    if (word.Length > longest) longest = Math.Max(longest, Utf8.Count(word));
                return longest;
            case DclmWordModel.FastText:
                for (int at = 0; at < text.Length;)
                {
                    int start = at;
                    while (at < text.Length && !IsFastTextBlank(text[at])) at++;
                    if (at - start > longest && !Utf8.IsBlank(text[start..at])) longest = Math.Max(longest, Utf8.Count(text[start..at]));
                    at++;
                }
                return longest;
            default:
                TextWords words = PeerWords.Unicode.Split(line);
                for (int i = 0; i < words.Count; i++) longest = Math.Max(longest, words.CountCodePoints(i));
                return longest;
        }
    }

    private static int CountSplit(ReadOnlySpan<byte> text, bool ignorePunctuation)
    {
        if (!ignorePunctuation) return Utf8.CountWords(text);
        int words = 0;
        while (Utf8.NextWord(ref text) is { IsEmpty: false } word)
            if (Counts(word, true)) words++;
        return words;
    }

    private static int CountUnicode(ReadOnlyMemory<byte> text, bool ignorePunctuation)
    {
        TextWords words = PeerWords.Unicode.Split(text);
        int count = 0;
        for (int i = 0; i < words.Count; i++)
            if (Counts(words[i], ignorePunctuation)) count++;
        return count;
    }

    private static bool Counts(ReadOnlySpan<byte> word, bool ignorePunctuation) =>
        ignorePunctuation ? CharacterClasses.StartsWith(word, CharacterClasses.Alphanumeric) : !Utf8.IsBlank(word);

    private static bool IsFastTextBlank(byte one) => one is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or 0x0B or 0x0C or 0;
}
