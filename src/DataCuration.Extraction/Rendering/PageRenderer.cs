namespace DataCuration.Extraction;

/// <summary>Renders selected blocks as text and keeps the structure of the page.</summary>
internal sealed class PageRenderer
{
    private readonly TextBuffer output = new();
    private readonly Dictionary<int, PageTable?> tables = [];
    private readonly HeadedItems sections = new();
    private HtmlTree tree = null!;
    private PageBlocks page = null!;
    private bool isMarkdown;
    private int lastItem;
    private int lastList;

    /// <summary>The memory in use, in bytes.</summary>
    public long HeldBytes => output.HeldBytes;

    /// <summary>Renders a page.</summary>
    /// <param name="parsed">The page.</param>
    /// <param name="blocks">The blocks of the page.</param>
    /// <param name="selected">Says which blocks are rendered.</param>
    /// <param name="format">The output format.</param>
    /// <returns>The text. The next call overwrites it.</returns>
    public ReadOnlySpan<byte> Render(HtmlTree parsed, PageBlocks blocks, ReadOnlySpan<bool> selected, TextFormat format)
    {
        tree = parsed;
        page = blocks;
        isMarkdown = format == TextFormat.Markdown;
        output.Clear();
        tables.Clear();
        lastItem = lastList = -1;
        sections.Read(page, selected);
        for (int i = 0; i < page.Count; i++)
        {
            if (!selected[i]) continue;
            int table = page.Blocks[i].Places.HasFlag(PlaceFlags.Table) ? FindContainer(page.Blocks[i].Container, HtmlTag.Table) : -1;
            if (table >= 0 && TableOf(table) is { } grid)
            {
                WriteTable(grid, page.Containers[table], selected);
                i = page.Containers[table].EndBlock - 1;
                continue;
            }
            WriteBlock(i);
        }
        return output.Written;
    }

    /// <summary>Gets the grid of a table; null for a layout table. Computed once per table.</summary>
    private PageTable? TableOf(int container)
    {
        if (!tables.TryGetValue(container, out PageTable? table)) tables[container] = table = PageTable.TryRead(tree, page, page.Containers[container]);
        return table;
    }

    private int FindContainer(int container, HtmlTag tag)
    {
        while (container >= 0 && page.Containers[container].Tag != tag) container = page.Containers[container].Parent;
        return container;
    }

    private void WriteBlock(int index)
    {
        ref readonly PageBlock block = ref page.Blocks[index];
        (int item, int list, int depth, int quotes) = ListOf(block.Container);
        bool startsItem = item >= 0 && item != lastItem;
        if (output.Length > 0) output.Append(item >= 0 && lastItem >= 0 && (startsItem || item == lastItem) && lastList >= 0
            && !block.Places.HasFlag(PlaceFlags.Preformatted) ? "\n"u8 : "\n\n"u8);
        (lastItem, lastList) = (item, list);
        int indent = item >= 0 ? 2 * (depth - 1) : 0;
        if (block.Places.HasFlag(PlaceFlags.Preformatted))
        {
            WriteCode(block, index);
            return;
        }
        string prefix = isMarkdown && quotes > 0 ? string.Concat(Enumerable.Repeat("> ", Math.Min(quotes, 8))) : "";
        WritePrefix(prefix);
        if (item >= 0)
        {
            for (int i = 0; i < Math.Min(indent, 40); i++) output.Append((byte)' ');
            if (startsItem && page.Containers[item].Number > 0)
            {
                output.Append(page.Containers[item].Number);
                output.Append(". "u8);
            }
            else
            {
                output.Append(startsItem ? "- "u8 : "  "u8);
            }
        }
        else if (isMarkdown && block.Role is >= HtmlTag.H1 and <= HtmlTag.H6)
        {
            for (int level = 0; level <= block.Role - HtmlTag.H1; level++) output.Append((byte)'#');
            output.Append((byte)' ');
        }
        WriteLines(EdgeMarks.Without(page.TextOf(index), ElementTraits.IsHeading(block.Role), startsItem), prefix, item >= 0 ? indent + 2 : 0);
    }

    private void WritePrefix(string prefix)
    {
        foreach (char character in prefix) output.Append((byte)character);
    }

    private void WriteLines(ReadOnlySpan<byte> text, string prefix, int indent)
    {
        while (true)
        {
            int line = text.IndexOf((byte)'\n');
            output.Append(line < 0 ? text : text[..line]);
            if (line < 0) return;
            output.Append((byte)'\n');
            WritePrefix(prefix);
            for (int i = 0; i < Math.Min(indent, 40); i++) output.Append((byte)' ');
            text = text[(line + 1)..];
        }
    }

    private void WriteCode(in PageBlock block, int index)
    {
        ReadOnlySpan<byte> code = page.TextOf(index);
        if (!isMarkdown)
        {
            output.Append(code);
            return;
        }
        int fence = Math.Max(3, LongestRun(code, (byte)'`') + 1);
        for (int i = 0; i < fence; i++) output.Append((byte)'`');
        if (CodeLanguage.Find(tree, block.FirstNode) is { } language) output.Append(System.Text.Encoding.UTF8.GetBytes(language));
        output.Append((byte)'\n');
        output.Append(code);
        output.Append((byte)'\n');
        for (int i = 0; i < fence; i++) output.Append((byte)'`');
    }

    private static int LongestRun(ReadOnlySpan<byte> text, byte value)
    {
        int longest = 0;
        int run = 0;
        foreach (byte current in text)
        {
            run = current == value ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        return longest;
    }

    private void WriteTable(PageTable grid, in PageContainer table, ReadOnlySpan<bool> selected)
    {
        lastItem = lastList = -1;
        WriteStray(table, selected);
        if (output.Length > 0) output.Append("\n\n"u8);
        if (grid.Caption >= 0 && WriteCell(grid.Caption, table)) output.Append("\n\n"u8);
        for (int r = 0; r < grid.Rows.Count; r++)
        {
            int[] row = grid.Rows[r];
            if (r > 0) output.Append((byte)'\n');
            output.Append((byte)'|');
            for (int column = 0; column < grid.Columns; column++)
            {
                int cell = column < row.Length ? row[column] : -1;
                // A cell that spans columns or rows is written once. What it covers is empty, in a way that MarkdownTable can tell from other empty cells.
                bool isFromLeft = cell >= 0 && column > 0 && row[column - 1] == cell;
                bool isFromAbove = cell >= 0 && r > 0 && column < grid.Rows[r - 1].Length && grid.Rows[r - 1][column] == cell;
                if (isFromLeft || isFromAbove)
                {
                    output.Append(isFromLeft ? MarkdownTable.FromLeft : MarkdownTable.FromAbove);
                    output.Append((byte)'|');
                    continue;
                }
                output.Append((byte)' ');
                if (cell >= 0) WriteCell(cell, table);
                output.Append(" |"u8);
            }
            if (r > 0) continue;
            output.Append("\n|"u8);
            for (int column = 0; column < grid.Columns; column++) output.Append(" --- |"u8);
        }
    }

    /// <summary>Writes selected text inside the table but outside its cells.</summary>
    private void WriteStray(in PageContainer table, ReadOnlySpan<bool> selected)
    {
        for (int i = table.FirstBlock; i < table.EndBlock; i++)
        {
            if (!selected[i]) continue;
            int around = page.Blocks[i].Container;
            while (page.Containers[around].Node != table.Node
                    && page.Containers[around].Tag is not (HtmlTag.TableCell or HtmlTag.TableHeaderCell or HtmlTag.Caption))
                around = page.Containers[around].Parent;
            if (page.Containers[around].Node == table.Node) WriteBlock(i);
        }
        lastItem = lastList = -1;
    }

    /// <summary>Writes the text of a cell on one line.</summary>
    private bool WriteCell(int node, in PageContainer table)
    {
        int end = tree.Nodes[node].SubtreeEnd;
        bool isFirst = true;
        for (int i = FirstBlockFrom(table, node); i < table.EndBlock && page.Blocks[i].FirstNode < end; i++)
        {
            if (!isFirst) output.Append((byte)' ');
            isFirst = false;
            foreach (byte value in page.TextOf(i))
            {
                if (value == '|') output.Append((byte)'\\');
                output.Append(value == '\n' ? (byte)' ' : value);
            }
        }
        return !isFirst;
    }

    private int FirstBlockFrom(in PageContainer table, int node)
    {
        int low = table.FirstBlock;
        int high = table.EndBlock;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (page.Blocks[middle].FirstNode < node) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>
    /// Gets the list item around a container, its list, the nesting depth, and the number of quotes around it. Items with headings are sections, and count for
    /// nothing.
    /// </summary>
    private (int Item, int List, int Depth, int Quotes) ListOf(int container)
    {
        int item = -1;
        int list = -1;
        int depth = 0;
        int quotes = 0;
        bool isSection = false;
        for (; container > 0; container = page.Containers[container].Parent)
        {
            switch (page.Containers[container].Tag)
            {
                case HtmlTag.ListItem when sections.Contains(container): isSection = true; break;
                case HtmlTag.ListItem when item < 0 && !isSection: item = container; break;
                case HtmlTag.UnorderedList or HtmlTag.OrderedList or HtmlTag.Menu:
                    if (item < 0 || isSection) break;
                    if (list < 0) list = container;
                    depth++;
                    break;
                case HtmlTag.BlockQuote: quotes++; break;
                case HtmlTag.TableCell or HtmlTag.TableHeaderCell: return (item, list, Math.Max(1, depth), quotes);
            }
        }
        return (item, list, Math.Max(1, depth), quotes);
    }
}
