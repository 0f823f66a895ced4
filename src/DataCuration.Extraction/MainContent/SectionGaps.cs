namespace DataCuration.Extraction;

/// <summary>
/// Keeps the short sections of a text whose other sections are kept, such as the synopsis of a manual page. The models are trained mostly on long prose and
/// often miss them. A section begins with a heading of the level of those that are kept.
/// </summary>
internal sealed class SectionGaps
{
    private const int MinKept = 2;
    private const int MaxWords = 150;
    private const int MaxSteps = 4;
    private const double MainShare = 0.9;

    private int[] words = [];

    /// <summary>The number of blocks and containers looked at on the last page.</summary>
    public long Steps { get; private set; }

    /// <summary>Begins a page.</summary>
    public void Begin() => Steps = 0;

    /// <summary>Selects the sections.</summary>
    public void Fill(PageBlocks page, Span<bool> selected)
    {
        if (words.Length <= page.Count) words = new int[page.Count + (page.Count / 4) + 1];
        for (int i = 0; i < page.Count; i++) words[i + 1] = words[i] + (selected[i] ? page.Blocks[i].Words : 0);
        int division = DivisionOf(page);
        Steps += page.Count + page.ContainerCount;
        int levels = 0;
        // A long section may hold nearly all of the text.
        for (int step = 0; step < MaxSteps && levels == 0; step++)
        {
            if (step > 0) division = page.Containers[division].Parent;
            if (division <= 0 || page.Containers[division].Tag is HtmlTag.Body or HtmlTag.Html) return;
            levels = LevelsIn(page, page.Containers[division]);
            Steps += page.Containers[division].EndBlock - page.Containers[division].FirstBlock;
        }
        if (levels == 0) return;
        ref readonly PageContainer around = ref page.Containers[division];
        int room = words[page.Count];
        for (int i = around.FirstBlock; i < around.EndBlock;)
        {
            int end = EndOf(page, i, around.EndBlock);
            Steps += end - i;
            if (IsHeading(page, i) && words[end] == words[i] && (levels & LevelOf(page, i)) != 0
                && IsPlain(page, i, end, around, out int found) && found <= room)
            {
                for (int k = i; k < end; k++) selected[k] = true;
                room -= found;
            }
            i = end;
        }
    }

    /// <summary>Gets the smallest division that holds nearly all selected text.</summary>
    private int DivisionOf(PageBlocks page)
    {
        // The divisions that hold so much are one inside another, so the last one is the smallest.
        int division = -1;
        for (int c = 1; c < page.ContainerCount; c++)
        {
            ref readonly PageContainer box = ref page.Containers[c];
            if (words[box.EndBlock] - words[box.FirstBlock] >= MainShare * words[page.Count]) division = c;
        }
        return division;
    }

    /// <summary>Gets the levels of the headings of kept sections, one bit for each; 0 if too few sections of a division are kept.</summary>
    private int LevelsIn(PageBlocks page, in PageContainer around)
    {
        int levels = 0;
        int kept = 0;
        int lost = 0;
        for (int i = around.FirstBlock; i < around.EndBlock;)
        {
            int end = EndOf(page, i, around.EndBlock);
            if (IsHeading(page, i) && words[end] == words[i]) lost++;
            else if (IsHeading(page, i)) (kept, levels) = (kept + 1, levels | LevelOf(page, i));
            i = end;
        }
        return kept < MinKept || lost > kept ? 0 : levels;
    }

    private static int LevelOf(PageBlocks page, int heading) => 1 << (page.Blocks[heading].Role - HtmlTag.H1);

    private static bool IsHeading(PageBlocks page, int index) => ElementTraits.IsHeading(page.Blocks[index].Role);

    private static int EndOf(PageBlocks page, int index, int end)
    {
        do index++;
        while (index < end && !IsHeading(page, index));
        return index;
    }

    /// <summary>Returns true if nothing about a section says that it is not part of the text around it.</summary>
    private static bool IsPlain(PageBlocks page, int first, int end, in PageContainer around, out int found)
    {
        int links = found = 0;
        for (int i = first; i < end; i++)
        {
            ref readonly PageBlock block = ref page.Blocks[i];
            if (block.IsUnwanted || SelectionGaps.IsApart(page, i, around)) return false;
            found += block.Words;
            links += block.LinkWords;
        }
        return found <= MaxWords && links * 3 <= found && !SectionHeadings.IsStrange(page.TextOf(first));
    }
}
