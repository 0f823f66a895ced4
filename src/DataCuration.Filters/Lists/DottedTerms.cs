using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Matches the entries of a banned list at a place of a line, in their order. Entries are texts; a dot may stand for any character, because the peers
/// compile their lists as regular expressions without escaping ("Read more...").
/// </summary>
internal sealed class DottedTerms
{
    private readonly int[][] terms;
    private readonly bool ignoresCase;
    private readonly bool dotsMatchAny;

    /// <summary>Prepares a list.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="ignoresCase">True to compare as Python's <c>re.IGNORECASE</c>.</param>
    /// <param name="dotsMatchAny">True if a dot matches every character but a line feed.</param>
    public DottedTerms(IEnumerable<string> entries, bool ignoresCase, bool dotsMatchAny)
    {
        terms = [.. entries.Where(one => one.Length > 0)
            .Select(one => one.EnumerateRunes().Select(rune => ignoresCase ? Fold(rune.Value) : rune.Value).ToArray())];
        this.ignoresCase = ignoresCase;
        this.dotsMatchAny = dotsMatchAny;
    }

    /// <summary>Matches the first entry that fits at an offset.</summary>
    /// <returns>The end of the match; -1 for none.</returns>
    public int EndOfMatch(ReadOnlySpan<byte> line, int at)
    {
        foreach (int[] term in terms)
            if (Match(line, at, term) is >= 0 and var end) return end;
        return -1;
    }

    /// <summary>Matches the first entry that fits at an offset and ends at the line's end.</summary>
    public bool MatchesToEnd(ReadOnlySpan<byte> line, int at)
    {
        foreach (int[] term in terms)
            if (Match(line, at, term) == line.Length) return true;
        return false;
    }

    private int Match(ReadOnlySpan<byte> line, int at, int[] term)
    {
        foreach (int expected in term)
        {
            if (at >= line.Length) return -1;
            int actual = Utf8.Decode(line, at, out int size);
            if (expected == '.' && dotsMatchAny ? actual == '\n' : (ignoresCase ? Fold(actual) : actual) != expected) return -1;
            at += size;
        }
        return at;
    }

    /// <summary>Folds case as Python's re does: lower case of one character, and the three letters that share a lower case with an ASCII letter.</summary>
    private static int Fold(int codePoint) => codePoint switch
    {
        < 0x80 => codePoint is >= 'A' and <= 'Z' ? codePoint | 0x20 : codePoint,
        0x130 or 0x131 => 'i',
        0x17F => 's',
        _ => UnicodeRules.ToLower(codePoint),
    };
}
