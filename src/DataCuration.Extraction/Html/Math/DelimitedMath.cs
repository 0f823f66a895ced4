using System.Diagnostics.CodeAnalysis;

namespace DataCuration.Extraction;

/// <summary>Finds delimited formulas in a text, in time linear in its length.</summary>
/// <remarks>
/// A delimiter after a backslash does not count. A formula ends before an empty line. Between single dollar signs it must not start or end with a space, and no
/// digit may follow. These are Pandoc's rules (<c>tex_math_dollars</c>); they exclude amounts of money.
/// </remarks>
internal sealed class DelimitedMath
{
    /// <summary>The maximum length of a formula in characters. Longer matches are delimiters with another meaning.</summary>
    public const int MaxFormulaLength = 4096;

    private const int MaxDelimiters = 32;

    private readonly IReadOnlyList<MathDelimiter> delimiters;
    private readonly char[] openings;
    private readonly int[] nextClose; // for each delimiter, its next closing position found so far
    private string text = "";
    private int nextEmptyLine;
    private int from;

    /// <summary>Creates a search with the delimiters of a page.</summary>
    /// <param name="delimiters">The delimiters, longer ones first (<see cref="MathDelimiters.Read"/>).</param>
    public DelimitedMath(IReadOnlyList<MathDelimiter> delimiters)
    {
        this.delimiters = delimiters;
        openings = new char[Math.Min(delimiters.Count, MaxDelimiters)];
        for (int i = 0; i < openings.Length; i++) openings[i] = delimiters[i].Open[0];
        nextClose = new int[openings.Length];
    }

    /// <summary>Starts a text, with character references decoded.</summary>
    public void Begin(string decoded)
    {
        text = decoded;
        from = 0;
        nextEmptyLine = -1;
        Array.Fill(nextClose, -1);
    }

    /// <summary>Finds the next formula.</summary>
    /// <param name="start">The start of the formula including its delimiter; the end of the text if there is no formula.</param>
    /// <param name="end">The end of the formula including its delimiter.</param>
    /// <param name="delimiter">The delimiters of the formula.</param>
    public bool TryNext(out int start, out int end, [NotNullWhen(true)] out MathDelimiter? delimiter)
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
        delimiter = null;
        return false;
    }

    private int FindEnd(int start, int index)
    {
        MathDelimiter delimiter = delimiters[index];
        int first = start + delimiter.Open.Length;
        int close = CloseFrom(first, index);
        if (close == text.Length || close - first + delimiter.Close.Length > MaxFormulaLength) return -1;
        ReadOnlySpan<char> formula = text.AsSpan(first, close - first);
        if (EmptyLineFrom(first) + 1 < close || formula.IsWhiteSpace()) return -1;
        int end = close + delimiter.Close.Length;
        if (delimiter.Open != "$") return end;
        bool isMoney = char.IsWhiteSpace(formula[0]) || char.IsWhiteSpace(formula[^1]) || (end < text.Length && char.IsAsciiDigit(text[end]));
        return isMoney ? -1 : end;
    }

    /// <summary>Gets the next position of a closing delimiter; the length of the text if there is no further one.</summary>
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
        // The backslashes of a line break ("\\\\") do not escape the delimiter. Longer runs are not examined, which keeps the work linear.
        return at > 0 && text[at - 1] == '\\' && !(at > 1 && text[at - 2] == '\\');
    }
}
