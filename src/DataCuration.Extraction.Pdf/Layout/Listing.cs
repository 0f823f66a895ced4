using System.Text;

namespace DataCuration.Extraction.Pdf;

/// <summary>The lines of a listing on the grid of its letters. It can continue on the next page.</summary>
/// <param name="left">The x coordinate of column 0, in points.</param>
/// <param name="pitch">The width of a column, in points.</param>
/// <param name="margin">The left edge of the text around the listing, in points.</param>
internal sealed class Listing(double left, double pitch, double margin)
{
    /// <summary>The maximum indent, in columns. It bounds the text of hostile pages.</summary>
    private const int MaxIndent = 200;

    private readonly List<(int Column, string Text)> lines = [];
    private readonly List<(int Page, int Line)> pages = [];
    private readonly double pitch = pitch;
    private double left = left;
    private double margin = margin;

    /// <summary>The number of letters removed as line numbers.</summary>
    public int LineNumberLetters { get; set; }

    /// <summary>The number of lines.</summary>
    public int Count => lines.Count;

    /// <summary>The pages that begin within the listing, each with the index of its first line.</summary>
    public IReadOnlyList<(int Page, int Line)> Pages => pages;

    /// <summary>Adds a line.</summary>
    /// <param name="column">The column where it begins.</param>
    /// <param name="text">The text without its indent; empty for an empty line.</param>
    public void Add(int column, string text) => lines.Add((column, text));

    /// <summary>Adds the continuation of this listing from the next page or column, if its letters have the same grid.</summary>
    /// <param name="next">The listing there.</param>
    /// <param name="page">The zero-based index of the page that begins with it; null if none does.</param>
    /// <returns>False if it is another listing.</returns>
    public bool TryContinue(Listing next, int? page)
    {
        if (Math.Abs(next.pitch - pitch) > 0.02 * pitch) return false;
        // Columns, and pages with two kinds of margins, move the whole text to the side.
        if (!IsOnGrid(next.left - left, out int columns))
        {
            if (!IsOnGrid(next.left - next.margin - (left - margin), out columns)) return false;
            (left, margin) = (next.left - columns * pitch, next.margin);
        }
        if (page is { } begun) pages.Add((begun, lines.Count));
        foreach ((int column, string text) in next.lines) lines.Add((column + columns, text));
        LineNumberLetters += next.LineNumberLetters;
        return true;
    }

    /// <summary>Writes the lines with their indents.</summary>
    /// <param name="output">Receives the text, without a line feed at its end.</param>
    /// <param name="starts">Receives the offset of each line.</param>
    public void Write(StringBuilder output, List<int> starts)
    {
        int first = int.MaxValue;
        foreach ((int column, string text) in lines)
            if (text.Length > 0) first = Math.Min(first, column);
        for (int i = 0; i < lines.Count; i++)
        {
            if (i > 0) output.Append('\n');
            starts.Add(output.Length);
            if (lines[i].Text.Length > 0) output.Append(' ', (int)Math.Min(MaxIndent, (long)lines[i].Column - first)).Append(lines[i].Text);
        }
    }

    /// <summary>Gets the number of backticks for a fence around the listing: more than in any of its lines, and at least three.</summary>
    public int Fence()
    {
        int longest = 2;
        foreach ((_, string text) in lines)
        {
            int run = 0;
            foreach (char c in text)
            {
                run = c == '`' ? run + 1 : 0;
                longest = Math.Max(longest, run);
            }
        }
        return longest + 1;
    }

    private bool IsOnGrid(double distance, out int columns)
    {
        double exact = Math.Clamp(distance / pitch, -MaxIndent, MaxIndent);
        columns = (int)Math.Round(exact);
        return Math.Abs(exact - columns) <= 0.15;
    }
}
