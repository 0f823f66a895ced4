using System.Globalization;
using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// Writes a table as self-contained lines: <c>caption | header: value; header: value</c>. A language model that sees only part of a long table can then still
/// interpret the values. Linearized tables improved table question answering in RedStone (arXiv 2412.03398).
/// </summary>
public sealed record TableLinearizer
{
    /// <summary>
    /// The maximum length in characters of contexts and headers (our choice). They are repeated on each line, so without a limit a page could become very
    /// large.
    /// </summary>
    private const int MaxRepeatedChars = 200;

    /// <summary>The separator between a table's section, its caption, and the cells of a line.</summary>
    /// <value>Default <c>" | "</c>; no line breaks.</value>
    /// <exception cref="ArgumentException">The value has a line break.</exception>
    public string ContextSeparator { get; init => field = OneLine(value); } = " | ";

    /// <summary>The separator between a header and a value.</summary>
    /// <value>Default <c>": "</c>; no line breaks.</value>
    /// <exception cref="ArgumentException">The value has a line break.</exception>
    public string HeaderSeparator { get; init => field = OneLine(value); } = ": ";

    /// <summary>The separator between cells.</summary>
    /// <value>Default <c>"; "</c>; no line breaks.</value>
    /// <exception cref="ArgumentException">The value has a line break.</exception>
    public string CellSeparator { get; init => field = OneLine(value); } = "; ";

    /// <summary>True to omit empty cells.</summary>
    /// <value>Default: true. If false, an empty cell is written as a header without a value.</value>
    public bool SkipEmptyCells { get; init; } = true;

    /// <summary>The maximum number of cells. Larger tables are rejected, since they are data files rather than text.</summary>
    /// <value>At least 1; default 20,000 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxCells { get; init => field = AtLeast(1, value, nameof(MaxCells)); } = 20_000;

    /// <summary>
    /// The maximum number of cells per line. A longer row continues on further lines, each of which repeats the context and the row's first cell.
    /// </summary>
    /// <value>At least 2; default 24 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 2.</exception>
    public int MaxCellsPerLine { get; init => field = AtLeast(2, value, nameof(MaxCellsPerLine)); } = 24;

    /// <summary>
    /// The maximum growth of a table: characters of its lines per character of its cells, beyond the first 1,000. An empty cell counts as one character. Tables
    /// that grow more are rejected.
    /// </summary>
    /// <value>
    /// At least 1; default 32 (our choice). A table of single digits under headers of a few words grows about tenfold. The limit bounds the output for hostile
    /// tables.
    /// </value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxGrowth { get; init => field = AtLeast(1, value, nameof(MaxGrowth)); } = 32;

    /// <summary>Writes a table as lines.</summary>
    /// <param name="header">The column headers, or null. Columns beyond the last header have no header.</param>
    /// <param name="rows">The rows; their lengths may differ. Rows without text are skipped.</param>
    /// <param name="caption">The table's caption, or null.</param>
    /// <param name="section">The title of the section that contains the table, or null.</param>
    /// <remarks>
    /// The header may have two rows: a name over several columns, and a name for each of them below. The second row is recognised by having its own cell under
    /// each of those columns and nothing new under the others, as spans of rows and columns expand to a grid. It gives <c>Level lowest: 142; Level highest:
    /// 318</c>.
    /// </remarks>
    /// <returns>The lines, without a trailing line break; null if the table is rejected for its size. Empty if no row has text.</returns>
    public string? Linearize(IReadOnlyList<string>? header, IReadOnlyList<IReadOnlyList<string>> rows, string? caption = null, string? section = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        long cells = 0;
        foreach (IReadOnlyList<string> row in rows)
        {
            ArgumentNullException.ThrowIfNull(row, nameof(rows));
            cells += row.Count;
            if (cells > MaxCells) return null;
        }
        long limit = Limit(header, rows);
        string[] names = [.. (header ?? []).Select(Flat)];
        int firstRow = rows.Count > 1 && IsSecondHeader(names, rows[0]) ? 1 : 0;
        if (firstRow == 1) names = [.. names.Select((name, column) => column >= rows[0].Count || Flat(rows[0][column]) is not { Length: > 0 } below
            || below == name ? name : $"{name} {below}")];
        names = [.. names.Select(Repeated)];
        string context = Context(section, caption);
        var output = new StringBuilder();
        for (int i = firstRow; i < rows.Count; i++)
        {
            WriteRow(names, rows[i], context, output);
            if (output.Length > limit) return null;
        }
        return output.ToString();
    }

    /// <summary>Returns the largest number of characters that a table may become.</summary>
    internal long Limit(IReadOnlyList<string>? header, IReadOnlyList<IReadOnlyList<string>> rows) =>
        1_000 + (MaxGrowth * (Size(header) + rows.Sum(static row => Size(row))));

    /// <summary>Returns section and caption on one line, each shortened if it is long.</summary>
    internal string Context(string? section, string? caption) => string.Join(ContextSeparator,
        new[] { section, caption }.Select(static part => Repeated(Flat(part ?? ""))).Where(static part => part.Length > 0).Distinct(StringComparer.Ordinal));

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
            bool isWide = names[column].Length > 0
                && ((column > 0 && names[column - 1] == names[column]) || (column + 1 < names.Length && names[column + 1] == names[column]));
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

    /// <summary>Trims a text and puts it on one line.</summary>
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
        return value.AsSpan().IndexOfAny('\r', '\n') < 0 ? value : throw new ArgumentException("A separator must not contain line breaks.", nameof(value));
    }

    private static int AtLeast(int least, int value, string name) =>
        value >= least ? value
            : throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} must be at least {least}."));
}
