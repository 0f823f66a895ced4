namespace DataCuration.Filters;

/// <summary>The rules of C4 for single lines.</summary>
internal static class C4Lines
{
    /// <summary>The Kelvin sign, the only character besides ASCII capitals whose lower case is an ASCII letter of C4's phrases.</summary>
    private static ReadOnlySpan<byte> Kelvin => [0xE2, 0x84, 0xAA];

    /// <summary>Finds the phrases of C4 that a text may contain: if it has none of them, neither has any of its lines.</summary>
    /// <param name="lower">The text with ASCII letters in lower case.</param>
    public static C4Phrases FindPhrases(ReadOnlySpan<byte> lower)
    {
        C4Phrases found = C4Phrases.None;
        if (lower.IndexOf("lorem ipsum"u8) >= 0) found |= C4Phrases.LoremIpsum;
        if (lower.IndexOf("javascript"u8) >= 0) found |= C4Phrases.JavaScript;
        if (HasPolicy(lower)) found |= C4Phrases.Policy;
        return found;
    }

    /// <summary>Finds the phrases of C4 in a text whose lower case may have more ASCII letters than <see cref="Utf8.LowerAscii"/> gives.</summary>
    public static C4Phrases FindPhrases(ReadOnlySpan<byte> text, ref byte[] buffer)
    {
        if (buffer.Length < text.Length) buffer = new byte[Math.Max(text.Length, 2 * buffer.Length)];
        Utf8.LowerAscii(text, buffer);
        Span<byte> lower = buffer.AsSpan(0, text.Length);
        if (lower.IndexOf(Kelvin) >= 0) lower = lower[..ReplaceKelvin(lower)];
        return FindPhrases(lower);
    }

    /// <summary>True if a line ends with <c>. ? ! " '</c> and not with three periods.</summary>
    public static bool EndsWithMark(ReadOnlySpan<byte> line) =>
        !line.IsEmpty && line[^1] is (byte)'.' or (byte)'?' or (byte)'!' or (byte)'"' or (byte)'\'' && !line.EndsWith("..."u8);

    /// <summary>Counts the words of a line between white space.</summary>
    /// <param name="line">The line.</param>
    /// <param name="enough">Counting stops at this number if no word can be too long.</param>
    /// <param name="maxWordLength">The maximum length of a word in code points; -1 for none.</param>
    /// <param name="hasLongWord">True if a word is longer.</param>
    public static int CountWords(ReadOnlySpan<byte> line, int enough, int maxWordLength, out bool hasLongWord)
    {
        hasLongWord = false;
        bool canBeLong = maxWordLength >= 0 && line.Length > maxWordLength;
        int words = 0;
        int at = 0;
        while (at < line.Length && (words < enough || canBeLong))
        {
            int space = Utf8WhiteSpace.LengthAt(line, at);
            if (space > 0)
            {
                at += space;
                continue;
            }
            int start = at;
            while (at < line.Length && Utf8WhiteSpace.LengthAt(line, at) == 0) at++;
            words++;
            if (canBeLong && at - start > maxWordLength && Utf8CodePoints.Count(line[start..at]) > maxWordLength)
            {
                hasLongWord = true;
                return words;
            }
        }
        return words;
    }

    /// <summary>Removes <c>[12]</c>, <c>[]</c>, <c>[edit]</c> and <c>[citation needed]</c>, as C4's expression does.</summary>
    /// <param name="line">The line.</param>
    /// <param name="target">Receives the line without citations; as long as the line.</param>
    /// <returns>The number of bytes written; -1 if the line has no citation.</returns>
    public static int RemoveCitations(ReadOnlySpan<byte> line, Span<byte> target)
    {
        int written = -1;
        int from = 0;
        int at = 0;
        while (line[at..].IndexOf((byte)'[') is >= 0 and var offset)
        {
            at += offset;
            int length = CitationLength(line[at..]);
            if (length == 0)
            {
                at++;
                continue;
            }
            written = Math.Max(written, 0);
            line[from..at].CopyTo(target[written..]);
            written += at - from;
            from = at += length;
        }
        if (written < 0) return -1;
        line[from..].CopyTo(target[written..]);
        return written + line.Length - from;
    }

    private static int CitationLength(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("[edit]"u8)) return "[edit]".Length;
        if (line.StartsWith("[citation needed]"u8)) return "[citation needed]".Length;
        int at = 1;
        while (at < line.Length)
        {
            int point = Utf8.Decode(line, at, out int size);
            if (!CharacterSets.DecimalDigits.Contains(point)) break;
            at += size;
        }
        return at < line.Length && line[at] == ']' ? at + 1 : 0;
    }

    private static bool HasPolicy(ReadOnlySpan<byte> lower)
    {
        if (lower.IndexOf("terms of use"u8) >= 0 || lower.IndexOf("privacy policy"u8) >= 0) return true;
        if (lower.IndexOf("cookie"u8) < 0) return false;
        return lower.IndexOf("cookie policy"u8) >= 0 || lower.IndexOf("uses cookies"u8) >= 0 || lower.IndexOf("use of cookies"u8) >= 0
            || lower.IndexOf("use cookies"u8) >= 0;
    }

    private static int ReplaceKelvin(Span<byte> text)
    {
        int written = 0;
        for (int at = 0; at < text.Length;)
        {
            bool isKelvin = text[at..].StartsWith(Kelvin);
            text[written++] = isKelvin ? (byte)'k' : text[at];
            at += isKelvin ? Kelvin.Length : 1;
        }
        return written;
    }
}
