namespace DataCuration.Extraction;

/// <summary>A data table as a grid of cell nodes. A cell that spans rows or columns has several places in the grid.</summary>
internal sealed class PageTable
{
    private const int MaxColumns = 200;
    private const int MaxRows = 20_000;
    private const int LongCellWords = 60;

    private const int EmptyTimes = 16;

    private readonly List<int[]> rows = [];
    private int cells;

    private PageTable()
    {
    }

    /// <summary>The rows. Each has the cell node per column, or -1.</summary>
    public IReadOnlyList<int[]> Rows => rows;

    /// <summary>The number of columns.</summary>
    public int Columns { get; private set; }

    /// <summary>The node of the caption, or -1.</summary>
    public int Caption { get; private set; } = -1;

    /// <summary>Reads a table.</summary>
    /// <param name="tree">The page.</param>
    /// <param name="page">The blocks of the page.</param>
    /// <param name="table">The container of the table.</param>
    /// <returns>The grid; null for a layout table or a grid that is too large.</returns>
    public static PageTable? TryRead(HtmlTree tree, PageBlocks page, in PageContainer table)
    {
        ReadOnlySpan<byte> role = tree.Attribute(table.Node, HtmlAttributeName.Role);
        if (role.SequenceEqual("presentation"u8) || role.SequenceEqual("none"u8)) return null;
        int longCells = 0;
        for (int i = table.FirstBlock; i < table.EndBlock; i++)
        {
            ref readonly PageBlock block = ref page.Blocks[i];
            if (block.Places.HasFlag(PlaceFlags.Preformatted) || block.Words > LongCellWords) longCells++;
        }
        var result = new PageTable();
        bool hasHead = result.ReadRows(tree, table.Node);
        if (result.rows.Count == 0 || result.Columns == 0 || longCells * 4 > table.EndBlock - table.FirstBlock) return null;
        // A few cells in a wide or long frame of spans are not data, and would be written as thousands of empty cells.
        if ((long)result.rows.Count * result.Columns > (EmptyTimes * (long)result.cells) + EmptyTimes) return null;
        // A data table has two rows and two columns, or a header. A single row or column is layout.
        return result.Columns >= 2 && (result.rows.Count >= 2 || hasHead) ? result : null;
    }

    private bool ReadRows(HtmlTree tree, int table)
    {
        bool hasHead = false;
        var pending = new Pending();
        for (int node = table + 1; node < tree.Nodes[table].SubtreeEnd; node++)
        {
            HtmlTag tag = tree.Nodes[node].Tag;
            if (tag == HtmlTag.Table)
            {
                // A nested table means that this one is for layout.
                rows.Clear();
                return false;
            }
            if (tag == HtmlTag.Caption && Caption < 0) Caption = node;
            if (tag != HtmlTag.TableRow) continue;
            if (rows.Count == MaxRows)
            {
                rows.Clear();
                return false;
            }
            hasHead |= ReadRow(tree, node, pending);
        }
        return hasHead;
    }

    private bool ReadRow(HtmlTree tree, int row, Pending pending)
    {
        var cells = new List<int>();
        bool allHeaders = true;
        bool any = false;
        int end = tree.Nodes[row].SubtreeEnd;
        for (int node = row + 1; node < end && cells.Count < MaxColumns; node = tree.Nodes[node].SubtreeEnd)
        {
            HtmlTag tag = tree.Nodes[node].Tag;
            if (tag is not (HtmlTag.TableCell or HtmlTag.TableHeaderCell)) continue;
            TakePending(cells, pending);
            any = true;
            this.cells++;
            allHeaders &= tag == HtmlTag.TableHeaderCell;
            int columnSpan = Span(tree, node, HtmlAttributeName.Colspan);
            int rowSpan = Span(tree, node, HtmlAttributeName.Rowspan);
            for (int i = 0; i < columnSpan && cells.Count < MaxColumns; i++)
            {
                // If a spanning cell from above overlaps, both share the position, and the span continues below.
                pending.TryTake(cells.Count, out _);
                if (rowSpan > 1) pending.Set(cells.Count, node, rowSpan - 1);
                cells.Add(node);
            }
        }
        // Spanning cells from above may extend beyond the cells of this row. The columns between them are empty.
        int furthest = pending.FindLast();
        TakePending(cells, pending);
        while (cells.Count <= furthest && cells.Count < MaxColumns)
        {
            cells.Add(-1);
            TakePending(cells, pending);
        }
        if (!any) return false;
        rows.Add([.. cells]);
        Columns = Math.Max(Columns, cells.Count);
        return allHeaders || tree.Nodes[tree.Nodes[row].Parent].Tag == HtmlTag.TableHead;
    }

    private static void TakePending(List<int> cells, Pending pending)
    {
        while (cells.Count < MaxColumns && pending.TryTake(cells.Count, out int above)) cells.Add(above);
    }

    private static int Span(HtmlTree tree, int node, HtmlAttributeName name)
    {
        int value = 0;
        foreach (byte digit in tree.Attribute(node, name))
        {
            if (digit is < (byte)'0' or > (byte)'9' || value > 1000) break;
            value = (value * 10) + digit - '0';
        }
        return Math.Clamp(value, 1, MaxColumns);
    }

    /// <summary>The cells from above that span further rows, by column.</summary>
    private sealed class Pending
    {
        private int[] nodes = [];
        private int[] rows = [];
        private int last = -1;

        /// <summary>Gets the last column with such a cell; -1 if there is no such column.</summary>
        public int FindLast()
        {
            while (last >= 0 && rows[last] == 0) last--;
            return last;
        }

        public void Set(int column, int node, int count)
        {
            if (rows.Length == 0) (nodes, rows) = (new int[MaxColumns], new int[MaxColumns]);
            (nodes[column], rows[column]) = (node, count);
            last = Math.Max(last, column);
        }

        /// <summary>Takes one row of the cell of a column.</summary>
        public bool TryTake(int column, out int node)
        {
            node = -1;
            if (rows.Length == 0 || rows[column] == 0) return false;
            node = nodes[column];
            rows[column]--;
            return true;
        }
    }
}
