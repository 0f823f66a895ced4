namespace DataCuration.Extraction;

/// <summary>Finds formulas between delimiters in a text, one after the other, in time that grows with the text alone.</summary>
/// <remarks>
/// A delimiter after a backslash is none. A formula does not go beyond an empty line. Between single dollar signs it neither begins nor ends with a space, and no digit follows (as Pandoc has it,
/// <c>tex_math_dollars</c>), so that amounts of money are none.
/// </remarks>
internal sealed class DelimitedMath
{
    /// <summary>The most characters of a formula: a longer one is a delimiter that was meant as something else.</summary>
    public const int LongestFormula = 4096;

    private const int MostDelimiters = 32;

    private readonly IReadOnlyList<MathDelimiter> delimiters;
    private readonly char[] openings;
    private readonly int[] nextClose; // for each delimiter, its first end from where it was last looked for
    private string text = "";
    private int nextEmptyLine;
    private int from;

    /// <summary>Gets ready for the texts of a page.</summary>
    /// <param name="delimiters">The page's delimiters, longer ones first (<see cref="MathDelimiters.Read"/>).</param>
    public DelimitedMath(IReadOnlyList<MathDelimiter> delimiters)
    {
        this.delimiters = delimiters;
        openings = new char[Math.Min(delimiters.Count, MostDelimiters)];
        for (int i = 0; i < openings.Length; i++) openings[i] = delimiters[i].Open[0];
        nextClose = new int[openings.Length];
    }

    /// <summary>Begins a text, character references decoded.</summary>
    public void Begin(string decoded)
    {
        text = decoded;
        from = 0;
        nextEmptyLine = -1;
        Array.Fill(nextClose, -1);
    }

    /// <summary>Finds the next formula.</summary>
    /// <param name="start">Where the formula begins, its delimiter included; the text's end if there is none.</param>
    /// <param name="end">Where it ends, its delimiter included.</param>
    /// <param name="delimiter">Its delimiters.</param>
    public bool TryNext(out int start, out int end, out MathDelimiter delimiter)
    {
        for (start = from; start < text.Length; start++)
        {
            int next = text.AsSpan(start).IndexOfAny(openings);
            if (next < 0) break;
            start += next;
            for (int i = 0; i < openings.Length; i++)
            {
                if (!text.AsSpan(start).StartsWith(delimiters[i].Open) || IsEscaped(start)) continue;
                end = FindEnd(start, i);
                if (end < 0) continue;
                delimiter = delimiters[i];
                from = end;
                return true;
            }
        }
        start = end = from = text.Length;
        delimiter = default;
        return false;
    }

    private int FindEnd(int start, int index)
    {
        MathDelimiter delimiter = delimiters[index];
        int first = start + delimiter.Open.Length;
        int close = CloseFrom(first, index);
        if (close == text.Length || close - first + delimiter.Close.Length > LongestFormula) return -1;
        ReadOnlySpan<char> formula = text.AsSpan(first, close - first);
        if (EmptyLineFrom(first) + 1 < close || formula.IsWhiteSpace()) return -1;
        int end = close + delimiter.Close.Length;
        if (delimiter.Open != "$") return end;
        bool isMoney = char.IsWhiteSpace(formula[0]) || char.IsWhiteSpace(formula[^1]) || (end < text.Length && char.IsAsciiDigit(text[end]));
        return isMoney ? -1 : end;
    }

    /// <summary>Where a delimiter's end stands next, from a place on; the text's length if nowhere.</summary>
    private int CloseFrom(int first, int index)
    {
        ref int next = ref nextClose[index];
        if (next >= first) return next;
        next = first;
        while (true)
        {
            int found = text.AsSpan(next).IndexOf(delimiters[index].Close);
            if (found < 0) return next = text.Length;
            next += found;
            if (!IsEscaped(next)) return next;
            next++;
        }
    }

    private int EmptyLineFrom(int first)
    {
        if (nextEmptyLine >= first) return nextEmptyLine;
        int found = text.AsSpan(first).IndexOf("\n\n");
        return nextEmptyLine = found < 0 ? text.Length : first + found;
    }

    private bool IsEscaped(int at)
    {
        // A backslash of a line break ("\\\\") escapes nothing; more of them are not looked at, so that the work stays linear.
        return at > 0 && text[at - 1] == '\\' && !(at > 1 && text[at - 2] == '\\');
    }
}
