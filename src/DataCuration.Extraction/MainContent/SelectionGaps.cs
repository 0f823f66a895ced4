namespace DataCuration.Extraction;

/// <summary>Keeps blocks between selected blocks that belong to them. The models are trained mostly on long prose and often miss them.</summary>
internal static class SelectionGaps
{
    private const int MaxCodeGap = 6;
    private const int MaxContainerSteps = 2;
    private const int MaxBlocks = 12;
    private const int MaxWords = 60;
    private const int MaxLinkWords = 4;
    private const int MaxShared = 4;

    private const ClassWords Foreign = ClassWords.Navigation | ClassWords.Sidebar | ClassWords.Footer | ClassWords.Share | ClassWords.Related
        | ClassWords.Comment | ClassWords.Advertisement | ClassWords.Form | ClassWords.Overlay | ClassWords.Meta | ClassWords.Media | ClassWords.Author
        | ClassWords.Date | ClassWords.Caption | ClassWords.Newsletter | ClassWords.Embed | ClassWords.Cookie | ClassWords.Hidden;

    private const PlaceFlags Apart = PlaceFlags.Navigation | PlaceFlags.Aside | PlaceFlags.Footer | PlaceFlags.Form | PlaceFlags.Figure | PlaceFlags.Dialog
        | PlaceFlags.Button | PlaceFlags.Address | PlaceFlags.AriaHidden | PlaceFlags.Hidden | PlaceFlags.Noscript;

    // First words that show that a short line is not part of the text.
    private const uint Strange = (1u << (int)TextTopics.Subscribe) | (1u << (int)TextTopics.Follow) | (1u << (int)TextTopics.More)
        | (1u << (int)TextTopics.Credit) | (1u << (int)TextTopics.Comment) | (1u << (int)TextTopics.Byline) | (1u << (int)TextTopics.Advertisement)
        | (1u << (int)TextTopics.Legal) | (1u << (int)TextTopics.Menu) | (1u << (int)TextTopics.Request);

    /// <summary>Selects blocks between selected ones.</summary>
    public static void Fill(PageBlocks page, Span<bool> selected)
    {
        FillCode(page, selected);
        FillShort(page, selected);
    }

    /// <summary>Returns true if the elements between a block and a division around it say that it is not part of its text.</summary>
    public static bool IsApart(PageBlocks page, int index, in PageContainer around) =>
        (page.Blocks[index].Places & ~around.Places & Apart) != 0 || (page.Containers[page.Blocks[index].Container].AllWords & ~around.AllWords & Foreign) != 0;

    private static void FillCode(PageBlocks page, Span<bool> selected)
    {
        int before = -1;
        for (int i = 0; i < page.Count; i++)
        {
            if (selected[i])
            {
                before = i;
                continue;
            }
            ref readonly PageBlock block = ref page.Blocks[i];
            if (before < 0 || i - before > MaxCodeGap || block.IsUnwanted || (block.Formulas == 0 && block.Role != HtmlTag.Preformatted)) continue;
            int after = i + 1;
            while (after < page.Count && after - i <= MaxCodeGap && !selected[after]) after++;
            if (after >= page.Count || !selected[after]) continue;
            if (SharesContainer(page, before, i) && SharesContainer(page, after, i)) selected[i] = true;
        }
    }

    /// <summary>Selects short runs of plain text between two selected blocks of one division.</summary>
    private static void FillShort(PageBlocks page, Span<bool> selected)
    {
        int before = -1;
        for (int i = 0; i < page.Count; i++)
        {
            if (!selected[i]) continue;
            if (before >= 0 && i - before is > 1 and <= MaxBlocks + 1 && Ancestor(page, before, i) is > 0 and var shared) FillRun(page, selected, before + 1,
                i, shared);
            before = i;
        }
    }

    private static void FillRun(PageBlocks page, Span<bool> selected, int first, int end, int shared)
    {
        int words = 0;
        int linkWords = 0;
        bool allowsHeadings = !ElementTraits.IsHeading(page.Blocks[end].Role); // the text of the section continues
        for (int i = first; i < end; i++)
        {
            ref readonly PageBlock block = ref page.Blocks[i];
            if (block.IsUnwanted || !IsPlain(page, i, shared, allowsHeadings)) return;
            words += block.Words;
            linkWords += block.LinkWords;
        }
        // A line of links alone leads to other pages, unless it is one short link.
        if (words > MaxWords || (linkWords * 2 > words && (end - first > 1 || words > MaxLinkWords))) return;
        for (int i = first; i < end; i++) selected[i] = true;
    }

    /// <summary>Returns true if nothing about a block says that it is not part of the text around it.</summary>
    private static bool IsPlain(PageBlocks page, int index, int shared, bool allowsHeadings)
    {
        ref readonly PageBlock block = ref page.Blocks[index];
        if ((block.Places & ~page.Containers[shared].Places & Apart & ~PlaceFlags.Address) != 0 || block.Images > 0) return false;
        if ((ElementTraits.IsHeading(block.Role) && !allowsHeadings) || page.TextOf(index).IndexOf("©"u8) >= 0) return false;
        if (block.Role is HtmlTag.FigureCaption or HtmlTag.Caption or HtmlTag.Label or HtmlTag.Legend) return false;
        for (int container = block.Container; container > shared; container = page.Containers[container].Parent)
        {
            // A heading's own class is about its place in the window, such as one below a fixed bar.
            if (!ElementTraits.IsHeading(page.Containers[container].Tag) && (page.Containers[container].Words & Foreign & ~ClassWords.Date) != 0) return false;
        }
        var words = new WordHashes(page.TextOf(index));
        for (int i = 0; i < 3 && words.MoveNext(out ulong word, out _, out _); i++)
            if ((TextVocabulary.Of(word) & Strange) != 0) return false;
        return true;
    }

    /// <summary>Gets the nearest container of two blocks if it is near to both; -1 if not.</summary>
    private static int Ancestor(PageBlocks page, int one, int other)
    {
        int container = page.Blocks[one].Container;
        for (int step = 0; step < MaxShared && container > 0; step++, container = page.Containers[container].Parent)
        {
            if (other >= page.Containers[container].EndBlock) continue;
            int depth = page.Containers[page.Blocks[other].Container].Depth - page.Containers[container].Depth;
            return depth < MaxShared ? container : -1;
        }
        return -1;
    }

    /// <summary>Returns true if two blocks have a common ancestor at most two levels up.</summary>
    private static bool SharesContainer(PageBlocks page, int one, int other)
    {
        int first = page.Blocks[one].Container;
        int second = page.Blocks[other].Container;
        for (int step = 0; step < MaxContainerSteps; step++)
        {
            if (page.Containers[first].Parent >= 0) first = page.Containers[first].Parent;
            if (page.Containers[second].Parent >= 0) second = page.Containers[second].Parent;
        }
        int low = Math.Min(first, second);
        int high = Math.Max(first, second);
        return low > 0 && page.Containers[low].FirstBlock <= page.Containers[high].FirstBlock
            && page.Containers[high].EndBlock <= page.Containers[low].EndBlock;
    }
}
