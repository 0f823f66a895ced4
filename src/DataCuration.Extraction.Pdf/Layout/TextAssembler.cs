using System.Text;

namespace DataCuration.Extraction.Pdf;

/// <summary>Assembles the text of a document from the page layouts: reading order, paragraphs, words.</summary>
internal static class TextAssembler
{
    /// <summary>The maximum number of blocks at the end of a page that can be footnotes below a paragraph continued on the next page.</summary>
    private const int MaxFootnotes = 8;

    /// <summary>Assembles the text.</summary>
    /// <param name="pages">The pages; null for unreadable ones.</param>
    /// <param name="options">The options.</param>
    public static AssembledText Assemble(IReadOnlyList<PageLayout?> pages, PdfExtractorOptions options)
    {
        HashSet<TextFragment> running = options.RemoveHeadersAndFooters ? HeadersAndFooters.Find(pages) : [];
        long runningLetters = running.Sum(fragment => (long)fragment.Letters);
        // If everything repeats (forms, labels), nothing is a header or footer.
        if (runningLetters > 0 && runningLetters == pages.Sum(page => page?.Letters ?? 0))
        {
            running = [];
            runningLetters = 0;
        }
        var blocks = new List<TextBlock>();
        var firstBlocks = new int[pages.Count];
        for (int i = 0; i < pages.Count; i++)
        {
            firstBlocks[i] = blocks.Count;
            if (pages[i] is not { } page) continue;
            List<TextFragment> body = running.Count == 0 ? page.Fragments : page.Fragments.FindAll(fragment => !running.Contains(fragment));
            foreach (List<TextFragment> region in ColumnCutter.Cut(body))
            {
                List<TextBlock> made = BlockBuilder.Build(region, options.MarkdownTables);
                if (made.Count > 0 && Continues(blocks, made[0]) is { } open)
                {
                    open.Lines.AddRange(made[0].Lines);
                    open.IsOpen = made[0].IsOpen;
                    made.RemoveAt(0);
                }
                blocks.AddRange(made);
            }
            foreach (string line in page.Turned)
            {
                var block = new TextBlock();
                block.Lines.Add(line);
                blocks.Add(block);
            }
        }
        return Write(blocks, firstBlocks, runningLetters, options);
    }

    /// <summary>Gets the paragraph that the first block of a column or page continues: the last one, or the last before smaller footnotes.</summary>
    private static TextBlock? Continues(List<TextBlock> blocks, TextBlock next)
    {
        if (next.IsTable || next.IsItem || next.Lines.Count == 0) return null;
        bool isLower = LineSigns.BeginsLower(next.Lines[0]);
        for (int i = blocks.Count - 1; i >= Math.Max(0, blocks.Count - MaxFootnotes); i--)
        {
            TextBlock block = blocks[i];
            if (!block.IsTable && Math.Abs(block.Size - next.Size) <= 0.08 * next.Size)
            {
                bool isDivided = LineSigns.EndsWithHyphen(block.Lines[^1]);
                return block.IsOpen && (isLower || (isDivided && char.IsLetter(next.Lines[0][0]))) ? block : null;
            }
            if (block.IsTable || block.Size > 0.95 * next.Size) return null;
        }
        return null;
    }

    private static AssembledText Write(List<TextBlock> blocks, int[] firstBlocks, long runningLetters, PdfExtractorOptions options)
    {
        var hyphens = new Hyphens(blocks, options.JoinHyphenatedWords);
        var text = new StringBuilder();
        var offsets = new int[firstBlocks.Length];
        int page = 0;
        for (int i = 0; i < blocks.Count; i++)
        {
            bool isPageStart = false;
            if (i > 0)
            {
                for (int ahead = page; ahead < firstBlocks.Length && firstBlocks[ahead] <= i; ahead++) isPageStart |= firstBlocks[ahead] == i;
                text.Append(isPageStart ? options.PageSeparator : blocks[i].IsItem && blocks[i - 1].IsItem ? "\n" : "\n\n");
            }
            for (; page < firstBlocks.Length && firstBlocks[page] <= i; page++) offsets[page] = text.Length;
            if (blocks[i].IsTable) text.AppendJoin('\n', blocks[i].Lines);
            else text.Append(hyphens.Join(blocks[i].Lines));
        }
        for (; page < firstBlocks.Length; page++) offsets[page] = text.Length;
        return new AssembledText(text.ToString(), offsets, runningLetters);
    }
}
