using System.Buffers;
using System.Text;

namespace DataCuration.Extraction.Pdf;

/// <summary>Removes dot leaders: the dots between an entry of a table of contents and its page number, or between a name and a price.</summary>
internal static class DotLeaders
{
    /// <summary>The minimum number of dots before a number.</summary>
    public const int Usual = 4;

    /// <summary>The minimum number of dots inside a table of contents, where a long entry leaves little room.</summary>
    public const int Short = 2;

    /// <summary>The minimum number of dots before words, or at the end of a line.</summary>
    private const int Long = 8;

    /// <summary>The maximum length of the text after the last leader.</summary>
    private const int MaxTail = 40;

    private static readonly SearchValues<char> Dots = SearchValues.Create(".…·․‥");

    /// <summary>Removes the leaders of a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="least">The minimum number of dots before a number.</param>
    /// <param name="text">The line with a space in place of each leader.</param>
    /// <param name="removed">The number of letters removed.</param>
    /// <returns>False if the line has no leader.</returns>
    public static bool TryRemove(string line, int least, out string text, out int removed)
    {
        text = line;
        removed = 0;
        var leaders = new List<(int Begin, int End, int Dots)>();
        for (int i = line.AsSpan().IndexOfAny(Dots); i >= 0 && i < line.Length; i++)
        {
            if (!Dots.Contains(line[i])) continue;
            int begin = i, dots = 0;
            // The dots can have single spaces between them.
            for (; i < line.Length && (Dots.Contains(line[i]) || (line[i] == ' ' && i + 1 < line.Length && Dots.Contains(line[i + 1]))); i++)
                dots += line[i] switch { ' ' => 0, '…' => 3, '‥' => 2, _ => 1 };
            if (dots >= least) leaders.Add((begin, i, dots));
        }
        if (leaders.Count == 0) return false;
        ReadOnlySpan<char> head = line.AsSpan()[..leaders[0].Begin], tail = line.AsSpan()[leaders[^1].End..].Trim(' ');
        if (!HasLetters(head) || tail.Length > MaxTail || (leaders[^1].Dots < Long && !IsNumber(tail))) return false;
        var kept = new StringBuilder(line.Length);
        int end = 0;
        foreach ((int begin, int next, _) in leaders)
        {
            Append(kept, line.AsSpan()[end..begin]);
            removed += TextCleaning.CountLetters(line.AsSpan()[begin..next]);
            end = next;
        }
        Append(kept, tail);
        text = kept.ToString();
        return true;
    }

    /// <summary>Returns true for a page number, a price or another short number.</summary>
    /// <param name="text">The text.</param>
    public static bool IsNumber(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return false;
        if (EdgeRow.TryReadNumber(text, out _, out _)) return true;
        int digits = 0, letters = 0;
        foreach (char c in text)
        {
            if (char.IsDigit(c)) digits++;
            else if (char.IsLetter(c)) letters++;
        }
        return digits > 0 && letters <= digits;
    }

    private static bool HasLetters(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
            if (char.IsLetterOrDigit(c)) return true;
        return false;
    }

    private static void Append(StringBuilder kept, ReadOnlySpan<char> text)
    {
        text = text.Trim(' ');
        if (kept.Length > 0 && text.Length > 0) kept.Append(' ');
        kept.Append(text);
    }
}
