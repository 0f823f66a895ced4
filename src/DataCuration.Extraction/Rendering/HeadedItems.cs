namespace DataCuration.Extraction;

/// <summary>
/// Finds the list items that hold a heading. Generators of manuals and lists of cards use lists for their layout: such an item is a section of the page, and
/// its heading and its text are not indented.
/// </summary>
internal sealed class HeadedItems
{
    private bool[] hold = [];

    /// <summary>The number of containers marked on the last page.</summary>
    public int Marked { get; private set; }

    /// <summary>Reads the headings of a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="selected">Says which blocks are rendered. A heading that is not does not count.</param>
    public void Read(PageBlocks page, ReadOnlySpan<bool> selected)
    {
        if (hold.Length < page.ContainerCount) hold = new bool[page.ContainerCount + (page.ContainerCount / 4)];
        hold.AsSpan(0, page.ContainerCount).Clear();
        Marked = 0;
        for (int i = 0; i < page.Count; i++)
        {
            if (!selected[i] || page.Blocks[i].Role is not (>= HtmlTag.H1 and <= HtmlTag.H6)) continue;
            // Each container is marked once: those around a marked one are marked too.
            for (int container = page.Blocks[i].Container; container > 0 && !hold[container]; container = page.Containers[container].Parent)
            {
                hold[container] = true;
                Marked++;
            }
        }
    }

    /// <summary>Returns true if a container holds a heading.</summary>
    public bool Contains(int container) => hold[container];
}
