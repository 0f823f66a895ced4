namespace DataCuration.Extraction.Pdf;

/// <summary>Clues in a line's first and last characters about how it connects to other lines.</summary>
internal static class LineSigns
{
    private const string Bullets = "•◦▪▫■□●○‣⁃∙·►▶➢➤✓✔–—*";

    /// <summary>Returns true if the line starts a list item: a bullet, or a number or letter with a dot or bracket, followed by text.</summary>
    /// <param name="line">The line.</param>
    public static bool IsItem(ReadOnlySpan<char> line)
    {
        if (line.Length < 3) return false;
        int space = line.IndexOf(' ');
        if (space <= 0 || space > 6 || space == line.Length - 1) return false;
        ReadOnlySpan<char> mark = line[..space];
        if (mark.Length == 1) return Bullets.Contains(mark[0], StringComparison.Ordinal);
        if (mark[0] is '(' or '[') return mark[^1] == (mark[0] == '(' ? ')' : ']') && IsOrdinal(mark[1..^1]);
        return mark[^1] is '.' or ')' && IsOrdinal(mark[..^1]);
    }

    /// <summary>Returns true if a sentence can end here.</summary>
    /// <param name="line">The line.</param>
    public static bool EndsSentence(ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> text = line.TrimEnd("\"'”’»)] ");
        return text.IsEmpty || text[^1] is '.' or '!' or '?' or ':' or ';' or '。' or '…';
    }

    /// <summary>Returns true if the line ends with a hyphen after a letter.</summary>
    /// <param name="line">The line.</param>
    public static bool EndsWithHyphen(ReadOnlySpan<char> line) =>
        line.Length >= 2 && line[^1] is '-' or '\u2010' or '\u00AD' && line.Length >= 2 && char.IsLetter(line[^2]);

    /// <summary>Returns true if the line must continue a sentence, since it starts with a lower-case letter.</summary>
    /// <param name="line">The line.</param>
    public static bool BeginsLower(ReadOnlySpan<char> line) => line.Length > 0 && char.IsLower(line[0]);

    private static bool IsOrdinal(ReadOnlySpan<char> mark)
    {
        if (mark.IsEmpty || mark.Length > 4) return false;
        if (mark.Length == 1 && char.IsLetterOrDigit(mark[0])) return true;
        return EdgeRow.TryReadNumber(mark, out _, out _);
    }
}
