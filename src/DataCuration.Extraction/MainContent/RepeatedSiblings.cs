namespace DataCuration.Extraction;

/// <summary>Counts siblings with the same tag and class, such as list items, posts of a thread or products.</summary>
internal sealed class RepeatedSiblings
{
    private readonly Dictionary<(int Parent, ulong Signature), (int Count, int Words)> repeats = [];

    /// <summary>Writes the counts into the containers of a page.</summary>
    public void Count(PageBlocks page)
    {
        repeats.Clear();
        Span<PageContainer> containers = page.Containers;
        int[] sums = new int[page.Count + 1];
        for (int i = 0; i < page.Count; i++) sums[i + 1] = sums[i] + page.Blocks[i].Words;
        for (int i = 1; i < containers.Length; i++)
        {
            ref PageContainer container = ref containers[i];
            var key = (container.Parent, container.Signature);
            repeats.TryGetValue(key, out (int Count, int Words) seen);
            container.RepeatIndex = seen.Count;
            repeats[key] = (seen.Count + 1, seen.Words + sums[container.EndBlock] - sums[container.FirstBlock]);
        }
        for (int i = 1; i < containers.Length; i++)
            (containers[i].Repeats, containers[i].RepeatWords) = repeats[(containers[i].Parent, containers[i].Signature)];
        containers[0].Repeats = 1;
    }
}
