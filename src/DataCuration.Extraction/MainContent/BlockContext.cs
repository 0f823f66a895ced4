namespace DataCuration.Extraction;

/// <summary>
/// Second-stage features of blocks, computed from the first predictions: the core of the page that holds most of the likely text, the surrounding containers,
/// similar blocks, and items of the same list. The second model can therefore see whether a doubtful text is far from certain text or surrounded by it.
/// </summary>
internal sealed class BlockContext
{
    /// <summary>The number of features.</summary>
    public const int Count = 38;

    private const int Levels = 5;
    private const float Sure = 0.8f;
    private const int SureWords = 10;
    private const double CoreShare = 0.7;
    private const int MaxDistance = 30;

    private readonly KeyTable<Sums> alike = new();
    private readonly KeyTable<Sums> groups = new();
    private double[] mass = [];
    private int[] words = [];
    private int[] sureBefore = [];
    private int core;
    private int first;
    private int last;
    private double doubtful;
    private float greatest;

    /// <summary>Aggregates the first predictions of a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="layout">The layout features of the page.</param>
    /// <param name="probabilities">The predicted probability of main content for each block.</param>
    public void Read(PageBlocks page, BlockLayout layout, ReadOnlySpan<float> probabilities)
    {
        int count = page.Count;
        if (words.Length <= count)
        {
            int size = Math.Max(1024, count + (count / 4) + 1);
            (mass, words, sureBefore) = (new double[size], new int[size], new int[size]);
        }
        alike.Clear();
        groups.Clear();
        (first, last, doubtful, greatest) = (count, -1, 0, 0);
        for (int i = 0; i < count; i++)
        {
            ref readonly PageBlock block = ref page.Blocks[i];
            float probability = probabilities[i];
            words[i + 1] = words[i] + block.Words;
            mass[i + 1] = mass[i] + ((double)probability * block.Words);
            doubtful += probability is > 0.2f and < Sure ? block.Words : 0;
            greatest = Math.Max(greatest, probability);
            bool isSure = probability > Sure && block.Words >= SureWords;
            sureBefore[i + 1] = sureBefore[i] + (isSure ? 1 : 0);
            if (isSure)
            {
                first = Math.Min(first, i);
                last = i;
            }
            ref Sums same = ref alike.GetOrAdd(layout.KeyOf(i));
            same.Mass += (double)probability * block.Words;
            same.Words += block.Words;
        }
        core = 0;
        for (int c = 1; c < page.ContainerCount; c++)
        {
            ref readonly PageContainer container = ref page.Containers[c];
            double inside = MassOf(container);
            if (inside > mass[count] * CoreShare && container.Depth > page.Containers[core].Depth) core = c;
            if (container.Repeats < 2) continue;
            ref Sums group = ref groups.GetOrAdd(container.Signature, container.Parent);
            int size = WordsOf(container);
            group.Mass += inside;
            group.Words += size;
            group.Best = Math.Max(group.Best, (float)(inside / Math.Max(1, size)));
        }
    }

    /// <summary>Computes the features of a block. <see cref="Read"/> must have been called for its page.</summary>
    /// <returns>The number of features written.</returns>
    public int Describe(PageBlocks page, BlockLayout layout, ReadOnlySpan<float> probabilities, int index, Span<float> row)
    {
        ref readonly PageBlock block = ref page.Blocks[index];
        int count = page.Count;
        double all = Math.Max(1e-6, mass[count]);
        int k = 0;
        float own = Math.Clamp(probabilities[index], 1e-6f, 1 - 1e-6f);
        row[k++] = MathF.Log(own / (1 - own));
        for (int offset = -2; offset <= 2; offset++)
            if (offset != 0) row[k++] = index + offset >= 0 && index + offset < count ? probabilities[index + offset] : -1;
        int level = block.Container;
        float bestGroup = -1;
        float meanGroup = -1;
        float mine = -1;
        for (int step = 0; step < Levels; step++)
        {
            ref readonly PageContainer container = ref page.Containers[level];
            double inside = MassOf(container);
            int size = WordsOf(container);
            // The block itself is excluded from the mean of its container.
            row[k++] = size > block.Words ? (float)((inside - (own * block.Words)) / (size - block.Words)) : -1;
            row[k++] = (float)(inside / all);
            if (bestGroup < 0 && container.Repeats > 1
                && groups.TryGetValue(container.Signature, container.Parent, out Sums group))
            {
                (bestGroup, meanGroup) = (group.Best, (float)(group.Mass / Math.Max(1, group.Words)));
                mine = (float)(inside / Math.Max(1, size));
            }
            if (container.Parent >= 0) level = container.Parent;
        }
        row[k++] = bestGroup;
        row[k++] = meanGroup;
        row[k++] = mine;
        Sums same = alike[layout.KeyOf(index)];
        row[k++] = same.Words > block.Words ? (float)((same.Mass - (own * block.Words)) / (same.Words - block.Words)) : -1;
        row[k++] = (float)(same.Mass / all);
        ref readonly PageContainer center = ref page.Containers[core];
        row[k++] = index >= center.FirstBlock && index < center.EndBlock ? 1 : 0;
        row[k++] = BlockLayout.StepsTo(page, block.Container, Math.Min(center.FirstBlock, count - 1), out int shared);
        row[k++] = page.Containers[shared].Depth - center.Depth;
        row[k++] = (float)(MassOf(center) / Math.Max(1, WordsOf(center)));
        row[k++] = (float)(MassOf(center) / all);
        row[k++] = page.Containers[block.Container].Depth - center.Depth;
        row[k++] = last < 0 ? 0 : index < first ? Math.Max(-MaxDistance, index - first) : index > last ? Math.Min(MaxDistance, index - last) : 0;
        row[k++] = last < 0 ? 0 : index < first ? -Log(words[first] - words[index]) : index > last ? Log(words[index] - words[last]) : 0;
        int before = index;
        while (before > 0 && index - before < MaxDistance && sureBefore[before] == sureBefore[before - 1]) before--;
        row[k++] = index - before;
        int after = index + 1;
        while (after < count && after - index < MaxDistance && sureBefore[after + 1] == sureBefore[after]) after++;
        row[k++] = after - index;
        row[k++] = before > 0 && BlockLayout.StepsTo(page, block.Container, before - 1, out _) is var up ? up : -1;
        row[k++] = after < count && BlockLayout.StepsTo(page, block.Container, after, out _) is var down ? down : -1;
        row[k++] = (float)(mass[index] / all);
        row[k++] = sureBefore[count];
        row[k++] = Log(all);
        row[k++] = (float)(all / Math.Max(1, words[count]));
        row[k++] = (float)(doubtful / all);
        row[k++] = greatest;
        if (k != Count) throw new System.Diagnostics.UnreachableException($"{k} context features.");
        return k;
    }

    private double MassOf(in PageContainer container) => mass[container.EndBlock] - mass[container.FirstBlock];

    private int WordsOf(in PageContainer container) => words[container.EndBlock] - words[container.FirstBlock];

    private static float Log(double value) => (float)Math.Log(1 + value);

    private struct Sums
    {
        public double Mass;
        public int Words;
        public float Best;
    }
}
