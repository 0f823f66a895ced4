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
        DocumentStyle style = DocumentStyle.Measure(pages, running);
        var blocks = new List<TextBlock>();
        var firstBlocks = new int[pages.Count];
        for (int i = 0; i < pages.Count; i++)
        {
            firstBlocks[i] = blocks.Count;
            if (pages[i] is not { } page) continue;
            List<TextFragment> body = running.Count == 0 ? page.Fragments : page.Fragments.FindAll(fragment => !running.Contains(fragment));
            foreach (List<TextFragment> region in ColumnCutter.Cut(body, !style.IsTypescript))
            {
                List<TextBlock> made = BlockBuilder.Build(region, page.IsScan ? DocumentStyle.Unknown : style, options.MarkdownTables);
                if (made.Count > 0 && made[0].Listing is { } listing && blocks.Count > 0 && blocks[^1].Listing is { } above
                    && Math.Abs(blocks[^1].Size - made[0].Size) <= 0.02 * made[0].Size && above.TryContinue(listing, firstBlocks[i] == blocks.Count ? i : null))
                {
                    made.RemoveAt(0);
                }
                else if (made.Count > 0 && Continues(blocks, made[0]) is { } open)
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
        HeadingLevels.Set(blocks);
        return Write(blocks, firstBlocks, runningLetters, options);
    }

    /// <summary>Gets the paragraph that the first block of a column or page continues: the last one, or the last before smaller footnotes.</summary>
    private static TextBlock? Continues(List<TextBlock> blocks, TextBlock next)
    {
        if (next.KeepsLines || next.IsItem || next.MayBeHeading || next.Lines.Count == 0) return null;
        bool isLower = LineSigns.BeginsLower(next.Lines[0]);
        for (int i = blocks.Count - 1; i >= Math.Max(0, blocks.Count - MaxFootnotes); i--)
        {
            TextBlock block = blocks[i];
            if (!block.KeepsLines && !block.MayBeHeading && Math.Abs(block.Size - next.Size) <= 0.08 * next.Size)
            {
                bool isDivided = LineSigns.EndsWithHyphen(block.Lines[^1]);
                return block.IsOpen && (isLower || (isDivided && char.IsLetter(next.Lines[0][0]))) ? block : null;
            }
            if (block.KeepsLines || block.Size > 0.95 * next.Size) return null;
        }
        return null;
    }

    private static AssembledText Write(List<TextBlock> blocks, int[] firstBlocks, long runningLetters, PdfExtractorOptions options)
    {
        var hyphens = new Hyphens(blocks, options.JoinHyphenatedWords);
        var text = new StringBuilder();
        var offsets = new int[firstBlocks.Length];
        int page = 0;
        var inside = new List<(int Page, int Offset)>();
        for (int i = 0; i < blocks.Count; i++)
        {
            bool isPageStart = false;
            if (i > 0)
            {
                for (int ahead = page; ahead < firstBlocks.Length && firstBlocks[ahead] <= i; ahead++) isPageStart |= firstBlocks[ahead] == i;
                text.Append(isPageStart ? options.PageSeparator : IsItem(blocks[i]) && IsItem(blocks[i - 1]) ? "\n" : "\n\n");
            }
            for (; page < firstBlocks.Length && firstBlocks[page] <= i; page++) offsets[page] = text.Length;
            if (blocks[i].Listing is { } listing) WriteListing(listing, text, inside, options.MarkdownListings);
            else if (blocks[i].KeepsLines) text.AppendJoin('\n', blocks[i].Lines);
            else
            {
                if (options.MarkdownHeadings && blocks[i].HeadingLevel > 0) text.Append('#', blocks[i].HeadingLevel).Append(' ');
                text.Append(hyphens.Join(blocks[i].Lines));
            }
        }
        for (; page < firstBlocks.Length; page++) offsets[page] = text.Length;
        // Pages that begin inside a listing begin at one of its lines.
        foreach ((int began, int offset) in inside) offsets[began] = offset;
        return new AssembledText(text.ToString(), offsets, runningLetters, blocks.Sum(static block => (long)(block.Listing?.LineNumberLetters ?? 0)),
            blocks.Sum(static block => (long)block.LeaderLetters));
    }

    private static bool IsItem(TextBlock block) => block is { IsItem: true, HeadingLevel: 0 };

    private static void WriteListing(Listing listing, StringBuilder text, List<(int Page, int Offset)> inside, bool isFenced)
    {
        int fence = isFenced ? listing.Fence() : 0;
        if (isFenced) text.Append('`', fence).Append('\n');
        var lines = new List<int>(listing.Count);
        listing.Write(text, lines);
        if (isFenced) text.Append('\n').Append('`', fence);
        foreach ((int page, int line) in listing.Pages) inside.Add((page, lines[line]));
    }
}
