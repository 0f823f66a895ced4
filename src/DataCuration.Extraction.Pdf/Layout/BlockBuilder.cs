namespace DataCuration.Extraction.Pdf;

/// <summary>
/// Builds the blocks of a region: listings, lists of entries with dot leaders, tables, and paragraphs by indents, spacing, sizes and short last lines.
/// </summary>
internal static class BlockBuilder
{
    /// <summary>The maximum line spacing inside paragraphs, in ems. Typescripts have 2.</summary>
    private const double MaxPitch = 2.2;

    /// <summary>Builds the blocks.</summary>
    /// <param name="region">The fragments of one column.</param>
    /// <param name="style">The style of the document.</param>
    /// <param name="markdownTables">See <see cref="PdfExtractorOptions.MarkdownTables"/>.</param>
    public static List<TextBlock> Build(IReadOnlyList<TextFragment> region, DocumentStyle style, bool markdownTables)
    {
        List<TextRow> rows = TextRow.Group(region);
        var blocks = new List<TextBlock>();
        var margins = new ColumnMargins(rows);
        List<(int First, int End, BlockKind Kind)> listings = ListingFinder.Find(rows, margins, style);
        int noTableBefore = 0, nextListing = 0;
        bool isHeadingAbove = false;
        for (int i = 0; i < rows.Count;)
        {
            // A table may have taken the first rows of a listing, or all of them.
            while (nextListing < listings.Count && listings[nextListing].End <= i) nextListing++;
            if (nextListing < listings.Count && listings[nextListing].First < i) listings[nextListing] = listings[nextListing] with { First = i };
            int end = nextListing < listings.Count ? listings[nextListing].First : rows.Count, used;
            if (i < end && ContentsReader.Read(rows, i, end, out used) is { } contents)
            {
                blocks.Add(contents);
                i += used;
                continue;
            }
            if (i >= noTableBefore)
            {
                bool isTable = TableFinder.TryRead(rows, i, markdownTables, out TextBlock? table, out used);
                noTableBefore = i + used;
                // Aligned columns of a listing are no table. Some rows of a table can have a fixed pitch.
                if (isTable && (i < end || i + used > listings[nextListing].End))
                {
                    blocks.Add(table!);
                    i += used;
                    continue;
                }
            }
            if (i == end)
            {
                (int first, i, BlockKind kind) = listings[nextListing++];
                blocks.Add(kind == BlockKind.Listing ? ListingBuilder.Build(rows, first, i, margins) : Lines(rows, first, i));
                noTableBefore = i;
                continue;
            }
            TextRow? above = i > 0 ? rows[i - 1] : null;
            string line = rows[i].Text();
            bool isBoldLine = false;
            bool isHeading = HeadingSigns.IsIn(rows[i], line, style) || (isBoldLine = HeadingSigns.IsBoldLine(rows, i, margins, style));
            bool isNew = blocks.Count == 0 || blocks[^1].KeepsLines || above is null || isHeading != isHeadingAbove
                || (isHeading && BeginsHeading(above, rows[i], line)) || BeginsBlock(above, rows[i], blocks[^1].Lines[^1], line, margins);
            if (isNew) blocks.Add(new TextBlock { Size = rows[i].Size, IsItem = LineSigns.IsItem(line), MayBeHeading = isHeading, IsBoldLine = isBoldLine });
            isHeadingAbove = isHeading;
            blocks[^1].Lines.Add(line);
            blocks[^1].IsOpen = !LineSigns.EndsSentence(line)
                && (LineSigns.EndsWithHyphen(line) || rows[i].Right > margins.Right - 0.25 * (margins.Right - margins.Left));
            i++;
        }
        return blocks;
    }

    private static TextBlock Lines(List<TextRow> rows, int first, int end)
    {
        var block = new TextBlock { Kind = BlockKind.Lines, Size = rows[first].Size };
        for (int i = first; i < end; i++) block.Lines.Add(rows[i].Text());
        return block;
    }

    /// <summary>Returns true if a row of a heading does not continue the heading above it.</summary>
    private static bool BeginsHeading(TextRow above, TextRow row, string line) =>
        SectionNumber.TryRead(line, out _, out _) || row.IsBold != above.IsBold || Math.Abs(row.Size - above.Size) > 0.04 * row.Size;

    private static bool BeginsBlock(TextRow above, TextRow row, string lineAbove, string line, ColumnMargins margins)
    {
        double em = Math.Max(row.Size, above.Size), pitch = row.Baseline - above.Baseline;
        // A hyphenated word continues on the next line, whatever the layout suggests.
        if (LineSigns.EndsWithHyphen(lineAbove) && LineSigns.BeginsLower(line) && pitch < 2.2 * em) return false;
        double usual = Math.Min(Math.Max(margins.Pitch(row), margins.Pitch(above)), MaxPitch * em);
        bool isFar = pitch > usual * 1.35 + 0.05 * em;
        // In the middle of a sentence, small changes of size and position come from a scan or a formula.
        if (LineSigns.BeginsLower(line) && !LineSigns.EndsSentence(lineAbove) && !IsShort(above, margins, em) && pitch < usual * 1.7
                && Math.Abs(row.Size - above.Size) < 0.35 * em)
            return false;
        if (Math.Abs(row.Size - above.Size) > 0.15 * em || isFar) return true;
        if (LineSigns.IsItem(line) && (LineSigns.EndsSentence(lineAbove) || row.Left < above.Left - 0.5 * em || IsShort(above, margins, em)
                || row.Left < margins.Usual + 0.3 * em))
            return true;
        double indent = row.Left - margins.Usual, indentAbove = above.Left - margins.Usual;
        if (indent > 0.7 * em && indent < 6 * em && indentAbove < 0.4 * em) return true;
        // Hanging paragraphs (references): all lines but the first are indented.
        if (indent < -0.7 * em) return true;
        if (IsShort(above, margins, em) && (LineSigns.EndsSentence(lineAbove) || !LineSigns.BeginsLower(line)) && FirstWordFits(above, row, margins, line))
            return true;
        return false;
    }

    private static bool IsShort(TextRow row, ColumnMargins margins, double em) =>
        row.Right < margins.Right - Math.Max(2 * em, 0.12 * (margins.Right - margins.Left));

    /// <summary>Returns true if the first word of the next line would have fitted on the line above, which means that the line was ended on purpose.</summary>
    private static bool FirstWordFits(TextRow above, TextRow row, ColumnMargins margins, string line)
    {
        int space = line.IndexOf(' ', StringComparison.Ordinal);
        double share = space < 0 ? 1 : (double)space / line.Length;
        return above.Right + (row.Right - row.Left) * share + 0.3 * row.Size < margins.Right;
    }
}
