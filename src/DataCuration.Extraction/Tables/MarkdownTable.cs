using System.Buffers;

namespace DataCuration.Extraction;

/// <summary>A table found in Markdown.</summary>
/// <param name="Start">The start of its first line.</param>
/// <param name="End">The end of its last line, before the line break.</param>
/// <param name="Header">The cells of the header; empty if all of them are empty.</param>
/// <param name="Rows">The cells of the other rows.</param>
/// <param name="Section">The last heading above, or null.</param>
/// <param name="Caption">The short paragraph above, or null.</param>
internal sealed record MarkdownTable(int Start, int End, IReadOnlyList<string> Header,
    IReadOnlyList<IReadOnlyList<string>> Rows, string? Section, string? Caption)
{
    private const int MaxCopied = 1024;

    private static readonly SearchValues<char> DelimiterRowChars = SearchValues.Create("|-: \t");

    /// <summary>The text between two pipes for a cell that the one on its left covers: empty, as in MultiMarkdown.</summary>
    public static ReadOnlySpan<byte> FromLeft => ""u8;

    /// <summary>The text between two pipes for a cell that the one above covers: a tab, which tables written by hand do not have there.</summary>
    public static ReadOnlySpan<byte> FromAbove => "\t"u8;

    /// <summary>Finds the tables of a text, in order. A cell that spans columns or rows is repeated in each place that it covers.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxCaption">The maximum length of a caption.</param>
    public static IEnumerable<MarkdownTable> Find(string text, int maxCaption)
    {
        string? section = null;
        var lines = new LineReader(text);
        char fence = '\0';
        int fenceLength = 0;
        // Candidate for the caption: the last line that is not blank, if it is a paragraph of one line.
        (int Start, int End) paragraph = default;
        bool lastIsBlank = true;
        (int Start, int End) candidate = default;
        while (lines.TryRead(out int start, out int end))
        {
            ReadOnlySpan<char> line = text.AsSpan(start, end - start);
            if (FenceOf(line, out char character, out int length, out bool isBare))
            {
                if (fence == '\0') (fence, fenceLength) = (character, length);
                else if (character == fence && length >= fenceLength && isBare) fence = '\0';
                (candidate, paragraph, lastIsBlank) = (default, default, false);
                continue;
            }
            if (fence != '\0') continue;
            if (line.IsWhiteSpace())
            {
                (candidate, lastIsBlank) = (default, true);
                continue;
            }
            if (candidate.End > 0 && IsDelimiterRow(line, out int columns)
                && CountCells(text.AsSpan(candidate.Start, candidate.End - candidate.Start)) == columns)
            {
                int copies = MaxCopied;
                List<string> header = Cells(text.AsSpan(candidate.Start, candidate.End - candidate.Start), null, ref copies);
                (IReadOnlyList<IReadOnlyList<string>> rows, int last) = ReadRows(ref lines, text, end, header, copies);
                yield return new(candidate.Start, last, header.TrueForAll(string.IsNullOrEmpty) ? []
                    : header, rows, section, CaptionOf(text, paragraph, maxCaption));
                (candidate, paragraph, lastIsBlank) = (default, default, false);
                continue;
            }
            if (HeadingOf(line) is { } heading)
            {
                (section, candidate, paragraph, lastIsBlank) = (heading, default, default, true);
                continue;
            }
            bool mayBeRow = MayBeRow(line);
            if (!mayBeRow) paragraph = lastIsBlank ? (start, end) : default;
            else if (!lastIsBlank && candidate.End > 0) paragraph = default;
            candidate = mayBeRow ? (start, end) : default;
            lastIsBlank = false;
        }
    }

    private static (IReadOnlyList<IReadOnlyList<string>> Rows, int End) ReadRows(ref LineReader lines, string text, int end,
        IReadOnlyList<string> above, int copies)
    {
        var rows = new List<IReadOnlyList<string>>();
        LineReader ahead = lines;
        while (ahead.TryRead(out int start, out int next))
        {
            ReadOnlySpan<char> line = text.AsSpan(start, next - start);
            if (!MayBeRow(line) || FenceOf(line, out _, out _, out _)) break;
            // Copies are no longer than the table's text and a little more.
            copies += line.Length;
            rows.Add(Cells(line, above, ref copies));
            above = rows[^1];
            (lines, end) = (ahead, next);
        }
        return (rows, end);
    }

    private static string? CaptionOf(string text, (int Start, int End) paragraph, int max)
    {
        if (paragraph.End == 0) return null;
        ReadOnlySpan<char> line = text.AsSpan(paragraph.Start, paragraph.End - paragraph.Start).Trim();
        // Lists and quotes are not captions.
        if (line.Length > max || line[0] == '>' || line.StartsWith("- ", StringComparison.Ordinal) || line.StartsWith("* ", StringComparison.Ordinal))
            return null;
        line = line.Trim("*_").TrimEnd(':').Trim();
        // A line that ends like a sentence is running text.
        if (line.EndsWith('.') || line.EndsWith('!') || line.EndsWith('?') || line.EndsWith('。') || line.EndsWith('।') || line.EndsWith('؟')) return null;
        return line.IsEmpty ? null : line.ToString();
    }

    private static string? HeadingOf(ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> text = line.TrimStart(' ');
        int level = text.IndexOfAnyExcept('#');
        if (line.Length - text.Length > 3 || level is < 1 or > 6 || text[level] is not (' ' or '\t')) return null;
        text = text[level..].Trim().TrimEnd('#').TrimEnd();
        return text.IsEmpty ? null : text.ToString();
    }

    /// <summary>Returns true if a line opens or closes a fenced code block.</summary>
    private static bool FenceOf(ReadOnlySpan<char> line, out char character, out int length, out bool isBare)
    {
        ReadOnlySpan<char> text = line.TrimStart(' ');
        (character, length, isBare) = (text.IsEmpty ? '\0' : text[0], 0, false);
        if (character is not ('`' or '~')) return false;
        length = text.IndexOfAnyExcept(character);
        if (length < 0) length = text.Length;
        ReadOnlySpan<char> info = text[length..];
        isBare = info.IsWhiteSpace();
        return length >= 3 && (character == '~' || info.IndexOf('`') < 0);
    }

    /// <summary>Returns true if a line has a pipe that separates cells, outside indented code and quotes.</summary>
    private static bool MayBeRow(ReadOnlySpan<char> line)
    {
        int indent = line.IndexOfAnyExcept(' ');
        if (indent is < 0 or > 3 || line[indent] is '\t' or '>') return false;
        for (int i = indent; i < line.Length; i++)
            if (line[i] == '|' && (i == 0 || line[i - 1] != '\\')) return true;
        return false;
    }

    private static bool IsDelimiterRow(ReadOnlySpan<char> line, out int columns)
    {
        columns = 0;
        if (line.ContainsAnyExcept(DelimiterRowChars) || !MayBeRow(line)) return false;
        int none = 0;
        List<string> cells = Cells(line, null, ref none);
        columns = cells.Count;
        return cells.TrueForAll(static cell => cell.AsSpan().Trim(':') is { IsEmpty: false } dashes && dashes.IndexOfAnyExcept('-') < 0);
    }

    private static int CountCells(ReadOnlySpan<char> line)
    {
        line = Inner(line);
        int count = 1;
        for (int i = 0; i < line.Length; i++)
            if (line[i] == '|' && (i == 0 || line[i - 1] != '\\')) count++;
        return count;
    }

    private static ReadOnlySpan<char> Inner(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        if (line.StartsWith('|')) line = line[1..];
        return line.EndsWith('|') && !line.EndsWith("\\|", StringComparison.Ordinal) ? line[..^1] : line;
    }

    private static List<string> Cells(ReadOnlySpan<char> line, IReadOnlyList<string>? above, ref int copies)
    {
        line = Inner(line);
        var cells = new List<string>();
        int start = 0;
        for (int i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && (line[i] != '|' || (i > 0 && line[i - 1] == '\\'))) continue;
            ReadOnlySpan<char> cell = line[start..i];
            string? covering = cell.IsEmpty && cells.Count > 0 ? cells[^1]
                : cell is "\t" && above is not null && cells.Count < above.Count ? above[cells.Count] : null;
            if (covering is not null && covering.Length > copies) covering = "";
            copies -= covering?.Length ?? 0;
            cells.Add(covering ?? cell.Trim().ToString().Replace("\\|", "|", StringComparison.Ordinal));
            start = i + 1;
        }
        return cells;
    }

    /// <summary>Reads the lines of a text without their line breaks.</summary>
    private struct LineReader(string text)
    {
        private int next;

        public bool TryRead(out int start, out int end)
        {
            start = next;
            end = next;
            if (next >= text.Length) return false;
            int found = text.IndexOf('\n', next);
            end = found < 0 ? text.Length : found;
            next = found < 0 ? text.Length : found + 1;
            if (end > start && text[end - 1] == '\r') end--;
            return true;
        }
    }
}
