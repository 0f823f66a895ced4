namespace DataCuration.Extraction;

/// <summary>Counts siblings with the same tag and class, such as list items, posts of a thread or products.</summary>
internal sealed class RepeatedSiblings
{
    private readonly KeyTable<Siblings> repeats = new();

    /// <summary>Writes the counts into the containers of a page.</summary>
    public void Count(PageBlocks page)
    {
        repeats.Clear();
        Rows<PageContainer> containers = page.Containers;
        int[] sums = new int[page.Count + 1];
        for (int i = 0; i < page.Count; i++) sums[i + 1] = sums[i] + page.Blocks[i].Words;
        for (int i = 1; i < containers.Length; i++)
        {
            ref PageContainer container = ref containers[i];
            ref Siblings seen = ref repeats.GetOrAdd(container.Signature, container.Parent);
            container.RepeatIndex = seen.Count++;
            seen.Words += sums[container.EndBlock] - sums[container.FirstBlock];
        }
        for (int i = 1; i < containers.Length; i++)
        {
            Siblings all = repeats[containers[i].Signature, containers[i].Parent];
            (containers[i].Repeats, containers[i].RepeatWords) = (all.Count, all.Words);
        }
        containers[0].Repeats = 1;
    }

    private struct Siblings
    {
        public int Count;
        public int Words;
    }
}
