using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DataCuration.Extraction.Pdf;

/// <summary>Finds tables: runs of rows with aligned cells. Best effort: spanning cells go to their first column, and a doubtful run is kept as text.</summary>
internal static class TableFinder
{
    private const int MinRows = 3;

    /// <summary>The maximum number of cells in a row. Rows with more are drawings. It also limits the work per cell.</summary>
    private const int MaxColumns = 64;

    /// <summary>The minimum gap between cells, in ems.</summary>
    private const double CellGap = 1.2;

    /// <summary>The minimum share of filled cells.</summary>
    private const double MinFilled = 0.6;

    /// <summary>The minimum share of aligned columns, and of aligned cells in a column.</summary>
    private const double MinAligned = 0.6;

    /// <summary>The minimum share of rows that have the most common number of cells.</summary>
    private const double MinUsual = 0.35;

    /// <summary>The maximum mean length of cells. Longer ones are lines of text with gaps.</summary>
    private const double MaxCellLetters = 40;

    /// <summary>Reads a table that starts at a row.</summary>
    /// <param name="rows">The rows of a column.</param>
    /// <param name="first">The index of the first row.</param>
    /// <param name="markdown">True to write Markdown; false to separate cells by tabs.</param>
    /// <param name="table">The table.</param>
    /// <param name="used">The number of rows in the table. Without a table, the number of rows that need not be tried again.</param>
    public static bool TryRead(List<TextRow> rows, int first, bool markdown, [NotNullWhen(true)] out TextBlock? table, out int used)
    {
        table = null;
        used = 1;
        if (rows[first].Fragments.Count < 2) return false;
        var cells = new List<List<Cell>>();
        for (int i = first; i < rows.Count; i++)
        {
            List<Cell> row = Split(rows[i]);
            if (row.Count < 2 || (i > first && rows[i].Baseline - rows[i - 1].Baseline > 3.5 * Math.Max(rows[i].Size, rows[i - 1].Size))) break;
            cells.Add(row);
        }
        used = Math.Max(1, cells.Count);
        if (cells.Count < MinRows) return false;
        List<(double Left, double Right)> columns = Columns(cells);
        if (columns.Count is < 2 or > MaxColumns) return false;
        if (!AreAligned(cells, columns, rows[first].Size)) return false;
        int filled = 0, pieces = 0;
        long letters = 0;
        var grid = new List<string[]>(cells.Count);
        foreach (List<Cell> row in cells)
        {
            var line = new string[columns.Count];
            Array.Fill(line, "");
            foreach (Cell cell in row)
            {
                int column = Place(columns, cell);
                if (line[column].Length == 0) filled++;
                line[column] = line[column].Length == 0 ? cell.Text : line[column] + " " + cell.Text;
                pieces++;
                letters += cell.Text.Length;
            }
            grid.Add(line);
        }
        if (filled < MinFilled * columns.Count * cells.Count || letters > MaxCellLetters * pieces) return false;
        table = new TextBlock { Kind = BlockKind.Table, Size = rows[first].Size };
        foreach (string[] line in grid)
        {
            table.Lines.Add(markdown ? "| " + string.Join(" | ", line.Select(Escape)) + " |" : string.Join('\t', line).TrimEnd('\t'));
            if (markdown && table.Lines.Count == 1) table.Lines.Add("|" + string.Concat(Enumerable.Repeat(" --- |", columns.Count)));
        }
        return true;
    }

    private static List<Cell> Split(TextRow row)
    {
        var cells = new List<Cell>();
        var part = new List<TextFragment>();
        foreach (TextFragment fragment in row.Fragments)
        {
            if (part.Count > 0 && fragment.Left - part[^1].Right >= CellGap * Math.Max(fragment.Size, part[^1].Size)) Close();
            part.Add(fragment);
        }
        Close();
        return cells;

        void Close()
        {
            cells.Add(new Cell(TextRow.Join(part), part[0].Left, part.Max(fragment => fragment.Right)));
            part.Clear();
        }
    }

    /// <summary>Gets the columns shown by most rows: the combined extents of cells in rows with the most common number of cells.</summary>
    private static List<(double Left, double Right)> Columns(List<List<Cell>> cells)
    {
        IGrouping<int, List<Cell>> most = cells.GroupBy(row => row.Count).OrderByDescending(group => group.Count())
            .ThenByDescending(group => group.Key).First();
        if (most.Count() < MinUsual * cells.Count) return [];
        int usual = most.Key;
        Cell[] all = [.. cells.Where(row => row.Count == usual).SelectMany(row => row).OrderBy(cell => cell.Left)];
        var columns = new List<(double Left, double Right)>();
        foreach (Cell cell in all)
        {
            if (columns.Count > 0 && cell.Left < columns[^1].Right) columns[^1] = (columns[^1].Left, Math.Max(columns[^1].Right, cell.Right));
            else columns.Add((cell.Left, cell.Right));
        }
        // If the columns overlap, the rows are not aligned.
        return columns.Count >= usual ? columns : [];
    }

    /// <summary>Returns true if in most columns most cells share their left edge, right edge or centre.</summary>
    private static bool AreAligned(List<List<Cell>> cells, List<(double Left, double Right)> columns, double em)
    {
        var members = new List<Cell>[columns.Count];
        for (int i = 0; i < members.Length; i++) members[i] = [];
        foreach (List<Cell> row in cells)
            foreach (Cell cell in row) members[Place(columns, cell)].Add(cell);
        int aligned = 0;
        foreach (List<Cell> column in members)
            if (Share(column, cell => cell.Left) || Share(column, cell => cell.Right) || Share(column, cell => (cell.Left + cell.Right) / 2)) aligned++;
        return aligned >= MinAligned * columns.Count;

        bool Share(List<Cell> column, Func<Cell, double> edge)
        {
            if (column.Count == 0) return false;
            double[] edges = [.. column.Select(edge).Order()];
            int most = 0;
            for (int begin = 0, end = 0; begin < edges.Length; begin++)
            {
                while (end < edges.Length && edges[end] - edges[begin] <= 0.5 * em) end++;
                most = Math.Max(most, end - begin);
            }
            return most >= MinAligned * edges.Length;
        }
    }

    /// <summary>Gets the column that a cell overlaps most, otherwise the nearest one.</summary>
    private static int Place(List<(double Left, double Right)> columns, Cell cell)
    {
        int best = 0;
        double most = double.MinValue;
        for (int i = 0; i < columns.Count; i++)
        {
            double overlap = Math.Min(cell.Right, columns[i].Right) - Math.Max(cell.Left, columns[i].Left);
            if (overlap <= most) continue;
            most = overlap;
            best = i;
        }
        return best;
    }

    private static string Escape(string cell)
    {
        if (!cell.Contains('|', StringComparison.Ordinal)) return cell;
        return new StringBuilder(cell).Replace("|", "\\|").ToString();
    }

    private readonly record struct Cell(string Text, double Left, double Right);
}
