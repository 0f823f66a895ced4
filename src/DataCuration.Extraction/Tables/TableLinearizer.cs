using System.Globalization;
using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// Turns a grid into lines that each stand on their own: <c>caption | header: value; header: value</c>. A language model that reads a piece of a long table then still knows what a value is. Tables
/// that are kept in such a form helped on questions over tables in RedStone (arXiv 2412.03398).
/// </summary>
public sealed record TableLinearizer
{
    /// <summary>Longer contexts and headers are cut, so that repeating them on each line cannot make a page large. In characters (our choice).</summary>
    private const int MaxRepeatedChars = 200;

    /// <summary>Stands between a table's section, its caption, and a line's cells.</summary>
    /// <value>Default <c>" | "</c>; no line breaks.</value>
    /// <exception cref="ArgumentException">The value has a line break.</exception>
    public string ContextSeparator { get; init => field = OneLine(value); } = " | ";

    /// <summary>Stands between a header and a value.</summary>
    /// <value>Default <c>": "</c>; no line breaks.</value>
    /// <exception cref="ArgumentException">The value has a line break.</exception>
    public string HeaderSeparator { get; init => field = OneLine(value); } = ": ";

    /// <summary>Stands between cells.</summary>
    /// <value>Default <c>"; "</c>; no line breaks.</value>
    /// <exception cref="ArgumentException">The value has a line break.</exception>
    public string CellSeparator { get; init => field = OneLine(value); } = "; ";

    /// <summary>Whether cells without text are left out.</summary>
    /// <value>Default: true. False writes them as a header without a value, which says that there is none.</value>
    public bool SkipEmptyCells { get; init; } = true;

    /// <summary>Tables with more cells are refused: they are data files rather than text.</summary>
    /// <value>At least 1; default 20,000 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxCells { get; init => field = AtLeast(1, value, nameof(MaxCells)); } = 20_000;

    /// <summary>A row with more written cells continues on further lines, each of which begins with context and the row's first cell again.</summary>
    /// <value>At least 2; default 24 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 2.</exception>
    public int MaxCellsPerLine { get; init => field = AtLeast(2, value, nameof(MaxCellsPerLine)); } = 24;

    /// <summary>Tables are refused whose lines would have more than this many times the characters of their cells (an empty one counted as one), beyond the first 1,000.</summary>
    /// <value>At least 1; default 32 (our choice: a table of single digits under headers of a few words grows about tenfold). It bounds what a hostile table can become.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxGrowth { get; init => field = AtLeast(1, value, nameof(MaxGrowth)); } = 32;

    /// <summary>Writes a table as lines.</summary>
    /// <param name="header">The columns' headers; null or empty if there are none. Columns beyond it have none.</param>
    /// <param name="rows">The rows; they may differ in length. A row without text gives no line.</param>
    /// <param name="caption">The table's caption, or null.</param>
    /// <param name="section">The title of the section that the table stands in, or null.</param>
    /// <remarks>
    /// Where the header has a name for several columns, and the first row a cell of its own under each of them and nothing new under the others (as spans over rows and columns become a grid), that row is a second
    /// line of the header: <c>Level lowest: 142; Level highest: 318</c>.
    /// </remarks>
    /// <returns>The lines, without a line break at the end; null if the table is refused for its size. Empty if no row has text.</returns>
    public string? Linearize(IReadOnlyList<string>? header, IReadOnlyList<IReadOnlyList<string>> rows, string? caption = null, string? section = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        long cells = 0, characters = Size(header);
        foreach (IReadOnlyList<string> row in rows)
        {
            ArgumentNullException.ThrowIfNull(row, nameof(rows));
            cells += row.Count;
            characters += Size(row);
            if (cells > MaxCells) return null;
        }
        long limit = 1_000 + (MaxGrowth * characters);
        string[] names = [.. (header ?? []).Select(Flat)];
        int firstRow = rows.Count > 1 && IsSecondHeader(names, rows[0]) ? 1 : 0;
        if (firstRow == 1) names = [.. names.Select((name, column) => column >= rows[0].Count || Flat(rows[0][column]) is not { Length: > 0 } below || below == name ? name : $"{name} {below}")];
        names = [.. names.Select(Repeated)];
        string context = string.Join(ContextSeparator, new[] { section, caption }.Select(part => Repeated(Flat(part ?? ""))).Where(part => part.Length > 0).Distinct(StringComparer.Ordinal));
        var output = new StringBuilder();
        for (int i = firstRow; i < rows.Count; i++)
        {
            WriteRow(names, rows[i], context, output);
            if (output.Length > limit) return null;
        }
        return output.ToString();
    }

    internal void Describe(FingerprintWriter writer)
    {
        writer.Add(nameof(ContextSeparator), ContextSeparator);
        writer.Add(nameof(HeaderSeparator), HeaderSeparator);
        writer.Add(nameof(CellSeparator), CellSeparator);
        writer.Add(nameof(SkipEmptyCells), SkipEmptyCells);
        writer.Add(nameof(MaxCells), MaxCells);
        writer.Add(nameof(MaxCellsPerLine), MaxCellsPerLine);
        writer.Add(nameof(MaxGrowth), MaxGrowth);
    }

    private void WriteRow(string[] names, IReadOnlyList<string> row, string context, StringBuilder output)
    {
        int written = 0, first = -1;
        bool writesEmpty = !SkipEmptyCells && row.Any(cell => !string.IsNullOrWhiteSpace(cell));
        string rowHeader = "";
        for (int column = 0; column < row.Count; column++)
        {
            string value = Flat(row[column] ?? "");
            string name = column < names.Length ? names[column] : "";
            if (value.Length == 0 && (name.Length == 0 || !writesEmpty)) continue;
            if (written == MaxCellsPerLine) written = 0;
            if (written == 0)
            {
                if (output.Length > 0) output.Append('\n');
                if (context.Length > 0) output.Append(context).Append(ContextSeparator);
                if (first >= 0)
                {
                    output.Append(rowHeader);
                    written = 1;
                }
            }
            if (written > 0) output.Append(CellSeparator);
            string cell = name.Length == 0 ? value : $"{name}{HeaderSeparator}{value}".TrimEnd();
            output.Append(cell);
            written++;
            if (first >= 0) continue;
            first = column;
            rowHeader = Repeated(cell);
        }
    }

    private static bool IsSecondHeader(string[] names, IReadOnlyList<string> row)
    {
        if (row.Count != names.Length) return false;
        bool anyBelow = false, anyBeside = false;
        for (int column = 0; column < names.Length; column++)
        {
            string cell = Flat(row[column]);
            bool isWide = names[column].Length > 0 && ((column > 0 && names[column - 1] == names[column]) || (column + 1 < names.Length && names[column + 1] == names[column]));
            if (isWide)
            {
                if (cell.Length == 0 || cell == names[column]) return false;
                anyBelow = true;
            }
            else
            {
                if (cell.Length > 0 && cell != names[column]) return false;
                anyBeside = true;
            }
        }
        return anyBelow && anyBeside;
    }

    private static long Size(IReadOnlyList<string>? row) => row is null ? 0 : row.Sum(cell => Math.Max(1L, cell?.Length ?? 0));

    /// <summary>A text in one line, without white space around it.</summary>
    private static string Flat(string text)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        if (trimmed.IndexOfAny('\r', '\n') < 0) return trimmed.Length == text.Length ? text : trimmed.ToString();
        return string.Create(trimmed.Length, text.Trim(), static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++) span[i] = source[i] is '\r' or '\n' ? ' ' : source[i];
        });
    }

    private static string Repeated(string text)
    {
        if (text.Length <= MaxRepeatedChars) return text;
        int length = char.IsHighSurrogate(text[MaxRepeatedChars - 1]) ? MaxRepeatedChars - 1 : MaxRepeatedChars;
        return string.Concat(text.AsSpan(0, length), "…");
    }

    private static string OneLine(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.AsSpan().IndexOfAny('\r', '\n') < 0 ? value : throw new ArgumentException("A separator has no line breaks.", nameof(value));
    }

    private static int AtLeast(int least, int value, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} must be at least {least}."));
}
