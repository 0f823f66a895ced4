namespace DataCuration.Extraction;

/// <summary>Finds formulas between delimiters in a text.</summary>
internal static class DelimitedMath
{
    /// <summary>The most characters of a formula: a longer one is a delimiter that was meant as something else.</summary>
    public const int LongestFormula = 4096;

    private const int MostDelimiters = 32;

    /// <summary>Finds the first formula from a place on.</summary>
    /// <param name="text">The text, character references decoded.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="delimiters">The page's delimiters, longer ones first (<see cref="MathDelimiters.Read"/>).</param>
    /// <param name="start">Where the formula begins, its delimiter included.</param>
    /// <param name="end">Where it ends, its delimiter included.</param>
    /// <param name="delimiter">Its delimiters.</param>
    /// <remarks>
    /// A delimiter after a backslash is none. A formula does not go beyond an empty line. Between single dollar signs it neither begins nor ends with a space, and no digit follows (as Pandoc has it,
    /// <c>tex_math_dollars</c>), so that amounts of money are none.
    /// </remarks>
    public static bool TryFind(ReadOnlySpan<char> text, int from, IReadOnlyList<MathDelimiter> delimiters, out int start, out int end, out MathDelimiter delimiter)
    {
        Span<char> openings = stackalloc char[Math.Min(delimiters.Count, MostDelimiters)];
        for (int i = 0; i < openings.Length; i++) openings[i] = delimiters[i].Open[0];
        for (start = from; start < text.Length; start++)
        {
            int next = text[start..].IndexOfAny(openings);
            if (next < 0) break;
            start += next;
            for (int i = 0; i < openings.Length; i++)
            {
                if (!text[start..].StartsWith(delimiters[i].Open) || IsEscaped(text, start)) continue;
                end = FindEnd(text, start, delimiters[i]);
                if (end < 0) continue;
                delimiter = delimiters[i];
                return true;
            }
        }
        start = text.Length;
        end = start;
        delimiter = default;
        return false;
    }

    private static int FindEnd(ReadOnlySpan<char> text, int start, MathDelimiter delimiter)
    {
        int first = start + delimiter.Open.Length;
        ReadOnlySpan<char> rest = text[first..Math.Min(text.Length, first + LongestFormula)];
        int length = 0;
        while (true)
        {
            int next = rest[length..].IndexOf(delimiter.Close);
            if (next < 0) return -1;
            length += next;
            if (!IsEscaped(text, first + length)) break;
            length++;
        }
        ReadOnlySpan<char> formula = rest[..length];
        if (formula.IsWhiteSpace() || formula.IndexOf("\n\n") >= 0) return -1;
        int end = first + length + delimiter.Close.Length;
        if (delimiter.Open != "$") return end;
        bool isMoney = char.IsWhiteSpace(formula[0]) || char.IsWhiteSpace(formula[^1]) || (end < text.Length && char.IsAsciiDigit(text[end]));
        return isMoney ? -1 : end;
    }

    private static bool IsEscaped(ReadOnlySpan<char> text, int at)
    {
        // A backslash of a line break ("\\\\") escapes nothing; more of them are not looked at, so that the work stays linear.
        return at > 0 && text[at - 1] == '\\' && !(at > 1 && text[at - 2] == '\\');
    }
}
