namespace DataCuration.Extraction.Pdf;

/// <summary>The numbers of headings: 1, 1.2, 1.2.3, A.1, IV.</summary>
internal static class SectionNumber
{
    /// <summary>The maximum number of parts. Longer ones are versions and addresses.</summary>
    private const int MaxDepth = 6;

    /// <summary>The maximum of a number without further parts. Larger ones are years and quantities.</summary>
    private const int MaxSingle = 99;

    /// <summary>Reads the number at the start of a line, if words follow.</summary>
    /// <param name="line">The line.</param>
    /// <param name="depth">The number of parts: 2 for "1.2".</param>
    /// <param name="length">The length of the number, including a final dot.</param>
    public static bool TryRead(ReadOnlySpan<char> line, out int depth, out int length)
    {
        depth = length = 0;
        int space = line.IndexOf(' ');
        if (space <= 0 || space > 16 || space + 1 >= line.Length || !HasWord(line[space..])) return false;
        ReadOnlySpan<char> number = line[..space];
        bool hasDot = number[^1] == '.';
        if (hasDot) number = number[..^1];
        int parts = 0;
        foreach (Range range in number.Split('.'))
        {
            ReadOnlySpan<char> part = number[range];
            if (++parts > MaxDepth || part.IsEmpty) return false;
            bool isNumber = part.Length <= 3 && !part.ContainsAnyExceptInRange('0', '9');
            bool isLetter = part.Length == 1 && char.IsAsciiLetterUpper(part[0]);
            if (!isNumber && !(parts == 1 && (isLetter || IsRoman(part)))) return false;
        }
        // A letter or Roman number alone needs its dot: "A Letter" is no heading A.
        bool isWords = number.ContainsAnyExceptInRange('0', '9');
        if (parts == 1 && (isWords ? !hasDot : !EdgeRow.TryReadNumber(number, out int value, out _) || value is 0 or > MaxSingle)) return false;
        (depth, length) = (parts, space);
        return true;
    }

    private static bool IsRoman(ReadOnlySpan<char> part) => char.IsAsciiLetterUpper(part[0]) && EdgeRow.TryReadNumber(part, out _, out bool isRoman) && isRoman;

    private static bool HasWord(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
            if (char.IsLetter(c)) return true;
        return false;
    }
}
