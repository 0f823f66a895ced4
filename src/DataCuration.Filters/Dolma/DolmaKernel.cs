namespace DataCuration.Filters;

/// <summary>Counts of Dolma's taggers.</summary>
internal static class DolmaKernel
{
    /// <summary>White space of the Python package regex: without U+001C to U+001F.</summary>
    public static bool IsRegexSpace(int codePoint) =>
        codePoint is not (>= 0x1C and <= 0x1F) && (CharacterClasses.Of(codePoint) & CharacterClasses.Space) != 0;

    /// <summary>Counts runs of word characters, and of characters that are neither word characters nor white space.</summary>
    public static int CountTokens(ReadOnlySpan<byte> text)
    {
        int tokens = 0, before = 0;
        for (int at = 0; at < text.Length;)
        {
            int one = Utf8.Decode(text, at, out int size);
            at += size;
            int kind = IsRegexSpace(one) ? 0 : (CharacterClasses.Of(one) & CharacterClasses.RegexWord) != 0 ? 1 : 2;
            if (kind != 0 && kind != before) tokens++;
            before = kind;
        }
        return tokens;
    }

    /// <summary>Counts the segments between word boundaries of the text without white space at its ends.</summary>
    public static int CountSegments(ReadOnlyMemory<byte> text)
    {
        ReadOnlySpan<byte> start = Utf8.TrimStart(text.Span);
        ReadOnlyMemory<byte> trimmed = text.Slice(text.Length - start.Length, Utf8.TrimEnd(start).Length);
        TextWords words = PeerWords.Unicode.Split(trimmed);
        int segments = words.Count, end = 0;
        for (int i = 0; i < words.Count; i++)
        {
            segments += CountBlanks(trimmed.Span[end..words.GetStart(i)]);
            end = words.GetStart(i) + words[i].Length;
        }
        return segments + CountBlanks(trimmed.Span[end..]);
    }

    /// <summary>
    /// Counts the segments of white space: a run of blanks (WSegSpace), of narrow no-break spaces (ExtendNumLet), a carriage return with its line feed, and any
    /// other character alone (UAX 29, rules WB3, WB3a, WB3b, WB3d, WB13a and WB999).
    /// </summary>
    private static int CountBlanks(ReadOnlySpan<byte> gap)
    {
        int segments = 0, before = 0;
        for (int at = 0; at < gap.Length;)
        {
            int one = Utf8.Decode(gap, at, out int size);
            bool joins = before == '\r' ? one == '\n' : IsBlank(before) ? IsBlank(one) : before == 0x202F && one == 0x202F;
            if (!joins) segments++;
            before = one;
            at += size;
        }
        return segments;
    }

    private static bool IsBlank(int one) => one is ' ' or 0x1680 or (>= 0x2000 and <= 0x2006) or (>= 0x2008 and <= 0x200A) or 0x205F or 0x3000;
}
