namespace DataCuration.Extraction;

/// <summary>Layout features of blocks: similar blocks, the list items that contain the block, and distances to the title and to neighbours.</summary>
internal sealed class BlockLayout
{
    /// <summary>The number of features.</summary>
    public const int Count = 25;

    private const int Levels = 6;
    private const int MaxSteps = 12;
    private const int MinEntries = 3;

    private readonly KeyTable<SimilarBlocks> alike = new();
    private ulong[] keys = [];

    /// <summary>Aggregates the layout of a page.</summary>
    public void Read(PageBlocks page)
    {
        int count = page.Count;
        if (keys.Length < count) keys = new ulong[Math.Max(1024, count + (count / 4))];
        alike.Clear();
        for (int i = 0; i < count; i++)
        {
            ref readonly PageBlock block = ref page.Blocks[i];
            ref readonly PageContainer own = ref page.Containers[block.Container];
            ulong parent = own.Parent >= 0 ? page.Containers[own.Parent].Signature : 0;
            ulong key = keys[i] = unchecked((((ulong)block.Role * 0x9E3779B97F4A7C15) + own.Signature) * 0xD6E8FEB86659FD93) ^ parent;
            ref SimilarBlocks sums = ref alike.GetOrAdd(key);
            sums.Blocks++;
            sums.Words += block.Words;
            sums.LinkWords += block.LinkWords;
            sums.Sentences += block.EndsSentence ? 1 : 0;
        }
    }

    /// <summary>Gets the key that similar blocks share: role, and the elements and classes of the two surrounding containers.</summary>
    public ulong KeyOf(int block) => keys[block];

    /// <summary>Computes the features of a block. <see cref="Read"/> must have been called for its page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="index">The block.</param>
    /// <param name="words">The number of words before each block.</param>
    /// <param name="title">The block that holds the page's title; -1 if absent.</param>
    /// <param name="center">The smallest container with most of the page's prose.</param>
    /// <param name="row">Receives the features.</param>
    /// <returns>The number of features written.</returns>
    public int Describe(PageBlocks page, int index, ReadOnlySpan<int> words, int title, int center, Span<float> row)
    {
        ref readonly PageBlock block = ref page.Blocks[index];
        int k = 0;
        SimilarBlocks same = alike[keys[index]];
        row[k++] = Log(same.Blocks);
        row[k++] = (float)same.Words / Math.Max(1, words[page.Count]);
        row[k++] = (float)same.Words / same.Blocks;
        row[k++] = (float)same.LinkWords / Math.Max(1, same.Words);
        row[k++] = (float)same.Sentences / same.Blocks;
        row[k++] = keys[index] == (index > 0 ? keys[index - 1] : 0) ? 1 : 0;
        row[k++] = keys[index] == (index + 1 < page.Count ? keys[index + 1] : 0) ? 1 : 0;
        int container = block.Container;
        int entry = -1;
        for (int level = 0; level < Levels; level++)
        {
            ref readonly PageContainer around = ref page.Containers[container];
            row[k++] = around.Repeats > 1 ? around.RepeatIndex : -1;
            if (entry < 0 && around.Repeats >= MinEntries && around.RepeatWords > 15 * around.Repeats && around.EndBlock - around.FirstBlock > 1)
                entry = container;
            if (around.Parent >= 0) container = around.Parent;
        }
        row[k++] = entry < 0 ? -1 : page.Containers[entry].RepeatIndex;
        row[k++] = entry < 0 ? 0 : page.Containers[entry].Repeats;
        row[k++] = entry < 0 ? 0 : (float)page.Containers[entry].RepeatWords / page.Containers[entry].Repeats;
        row[k++] = entry < 0 ? 0 : (float)page.Containers[entry].RepeatWords / Math.Max(1, words[page.Count]);
        row[k++] = entry < 0 ? -1 : index - page.Containers[entry].FirstBlock;
        int shared = 0;
        row[k++] = title < 0 ? -1 : StepsTo(page, block.Container, title, out shared);
        row[k++] = title < 0 ? -1 : Log(words[page.Containers[shared].EndBlock] - words[page.Containers[shared].FirstBlock]);
        row[k++] = title < 0 ? -1 : page.Containers[shared].Depth - page.Containers[center].Depth;
        row[k++] = index == 0 ? -1 : StepsTo(page, block.Container, index - 1, out _);
        row[k++] = index + 1 >= page.Count ? -1 : StepsTo(page, block.Container, index + 1, out _);
        row[k++] = StepsTo(page, block.Container, page.Containers[center].FirstBlock, out _);
        row[k++] = page.Containers[block.Container].EndBlock - 1 == index ? 1 : 0;
        return k;
    }

    /// <summary>The number of levels up to the nearest container that also holds another block.</summary>
    public static int StepsTo(PageBlocks page, int container, int other, out int shared)
    {
        int steps = 0;
        while (container > 0 && (other < page.Containers[container].FirstBlock || other >= page.Containers[container].EndBlock))
        {
            container = page.Containers[container].Parent;
            // Capped, since on a deeply nested page each block would otherwise walk up to the root.
            if (++steps >= MaxSteps) break;
        }
        shared = container;
        return steps;
    }

    private static float Log(double value) => (float)Math.Log(1 + value);

    private record struct SimilarBlocks(int Blocks, int Words, int LinkWords, int Sentences);
}
