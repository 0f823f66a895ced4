namespace DataCuration.Extraction;

/// <summary>
/// Chooses the blocks of the main content by their probabilities: the set with the best expected F measure (Ye et al. 2012, "Optimizing F-measures"), which is always a set of the most probable ones.
/// On a page whose blocks are all doubtful it so keeps more than a fixed limit would, and on a clear page less. Code and formulas between chosen blocks of one container are kept too, and a text that
/// stands twice is kept once.
/// </summary>
internal sealed class ContentSelector
{
    private const int ShortestCopy = 8;
    private const double CopiedShare = 0.8;
    private const int LongestGap = 6;
    private const int NearContainers = 2;

    private readonly HashSet<ulong> taken = [];
    private readonly List<ulong> shingles = [];
    private int[] order = [];
    private float[] keys = [];
    private bool[] selected = [];
    private int count;

    /// <summary>The beta of the F measure where neither precision nor recall counts more by wish: articles have more beside them than in them that reads alike. Chosen by cross-validation.</summary>
    public static double BalancedBeta(PageType type) => type == PageType.Article ? 0.6 : 1;

    /// <summary>Whether each block is chosen.</summary>
    public ReadOnlySpan<bool> Selected => selected.AsSpan(0, count);

    /// <summary>Chooses.</summary>
    /// <param name="page">The page.</param>
    /// <param name="probabilities">How likely each block belongs to the main content.</param>
    /// <param name="beta">How much more recall counts than precision (the beta of F-beta); 1 for both alike.</param>
    /// <returns>How many words were chosen.</returns>
    public int Select(PageBlocks page, Span<float> probabilities, double beta)
    {
        count = page.Count;
        if (selected.Length < count) (selected, order, keys) = (new bool[count * 2], new int[count * 2], new float[count * 2]);
        float limit = FindLimit(page, probabilities, beta);
        for (int i = 0; i < count; i++) selected[i] = probabilities[i] > limit;
        FillGaps(page);
        LeaveOutCopies(page);
        int words = 0;
        for (int i = 0; i < count; i++)
            if (selected[i]) words += page.Blocks[i].Words;
        return words;
    }

    private float FindLimit(PageBlocks page, ReadOnlySpan<float> probabilities, double beta)
    {
        double all = 0;
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
            keys[i] = -probabilities[i];
            all += (double)probabilities[i] * page.Blocks[i].Words;
        }
        Array.Sort(keys, order, 0, count);
        double chosen = 0;
        double hits = 0;
        double best = 0;
        float limit = 1;
        for (int n = 0; n < count; n++)
        {
            int words = page.Blocks[order[n]].Words;
            chosen += words;
            hits += -keys[n] * words;
            double measure = (1 + (beta * beta)) * hits / (chosen + (beta * beta * all) + 1e-9);
            // Ties belong together, so that the order of equal blocks does not matter.
            if (measure <= best || (n + 1 < count && keys[n + 1] == keys[n])) continue;
            best = measure;
            limit = n + 1 < count ? (-keys[n] - keys[n + 1]) / 2 : -1;
        }
        return limit;
    }

    /// <summary>Code and formulas are no prose, and prose is what the probabilities know best: what stands in the midst of chosen text belongs to it.</summary>
    private void FillGaps(PageBlocks page)
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
            if (before < 0 || i - before > LongestGap || (block.Formulas == 0 && block.Role != HtmlTag.Preformatted)) continue;
            int after = i + 1;
            while (after < page.Count && after - i <= LongestGap && !selected[after]) after++;
            if (after >= page.Count || !selected[after]) continue;
            if (SharesContainer(page, before, i) && SharesContainer(page, after, i)) selected[i] = true;
        }
    }

    /// <summary>Whether two blocks stand in one container, or in two whose parent or parent's parent is one.</summary>
    private static bool SharesContainer(PageBlocks page, int one, int other)
    {
        int first = page.Blocks[one].Container;
        int second = page.Blocks[other].Container;
        for (int step = 0; step < NearContainers; step++)
        {
            if (page.Containers[first].Parent >= 0) first = page.Containers[first].Parent;
            if (page.Containers[second].Parent >= 0) second = page.Containers[second].Parent;
        }
        int low = Math.Min(first, second);
        int high = Math.Max(first, second);
        return low > 0 && page.Containers[low].FirstBlock <= page.Containers[high].FirstBlock && page.Containers[high].EndBlock <= page.Containers[low].EndBlock;
    }

    private void LeaveOutCopies(PageBlocks page)
    {
        taken.Clear();
        // Visible text first: of two copies the hidden one is left out.
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < page.Count; i++)
            {
                ref readonly PageBlock block = ref page.Blocks[i];
                bool isHidden = (block.Places & (PlaceFlags.Hidden | PlaceFlags.AriaHidden | PlaceFlags.Noscript)) != 0;
                if (!selected[i] || isHidden != (pass == 1) || block.Words < ShortestCopy || block.Role == HtmlTag.Preformatted || block.Formulas > 0) continue;
                selected[i] = AddOrFindCopy(page.TextOf(i));
            }
        }
    }

    private bool AddOrFindCopy(ReadOnlySpan<byte> text)
    {
        shingles.Clear();
        var words = new WordHashes(text);
        int copied = 0;
        while (words.MoveNext(out _, out ulong shingle, out int number))
        {
            if (number < 4) continue;
            shingles.Add(shingle);
            if (taken.Contains(shingle)) copied++;
        }
        if (shingles.Count > 0 && copied > shingles.Count * CopiedShare) return false;
        foreach (ulong shingle in shingles) taken.Add(shingle);
        return true;
    }
}
