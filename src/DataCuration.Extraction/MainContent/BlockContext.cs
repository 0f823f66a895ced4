namespace DataCuration.Extraction;

/// <summary>Second look at a block: its own numbers, and how likely main content the blocks beside it and in the containers around it are by the first look.</summary>
internal static class BlockContext
{
    /// <summary>How many containers count.</summary>
    public const int Levels = 5;

    /// <summary>How many blocks on each side count.</summary>
    public const int Neighbours = 3;

    /// <summary>How many numbers the second look adds.</summary>
    public const int Count = 1 + (2 * Neighbours) + (2 * Levels) + 4;

    /// <summary>The runs of blocks in the containers around a block, from the nearest on; the outermost repeats.</summary>
    public static (int First, int End)[] RunsAround(PageBlocks page, int block)
    {
        var runs = new (int First, int End)[Levels];
        int container = page.Blocks[block].Container;
        for (int level = 0; level < Levels; level++)
        {
            ref readonly PageContainer around = ref page.Containers[container];
            runs[level] = (around.FirstBlock, around.EndBlock);
            if (around.Parent >= 0) container = around.Parent;
        }
        return runs;
    }

    /// <summary>Adds the numbers to each block's own.</summary>
    public static float[][] Extend(float[][] rows, float[] scores, (int First, int End)[][] runs)
    {
        var extended = new float[rows.Length][];
        double[] sums = new double[rows.Length + 1];
        double[] weights = new double[rows.Length + 1];
        for (int i = 0; i < rows.Length; i++)
        {
            double weight = 1 + Math.Exp(rows[i][0]); // the words
            sums[i + 1] = sums[i] + (weight * scores[i]);
            weights[i + 1] = weights[i] + weight;
        }
        for (int i = 0; i < rows.Length; i++)
        {
            float[] row = new float[BlockFeatures.Count + Count];
            rows[i].CopyTo(row, 0);
            Fill(row.AsSpan(BlockFeatures.Count), i, scores, sums, weights, runs[i]);
            extended[i] = row;
        }
        return extended;
    }

    private static void Fill(Span<float> row, int index, float[] scores, double[] sums, double[] weights, (int First, int End)[] runs)
    {
        int k = 0;
        int count = scores.Length;
        row[k++] = scores[index];
        for (int offset = 1; offset <= Neighbours; offset++)
        {
            row[k++] = index - offset >= 0 ? scores[index - offset] : 0;
            row[k++] = index + offset < count ? scores[index + offset] : 0;
        }
        foreach ((int first, int end) in runs)
        {
            row[k++] = (float)((sums[end] - sums[first]) / Math.Max(1, weights[end] - weights[first]));
            row[k++] = (float)((sums[end] - sums[first]) / Math.Max(1e-3, sums[count]));
        }
        row[k++] = (float)(sums[index] / Math.Max(1e-3, sums[count]));
        row[k++] = (float)(sums[count] / Math.Max(1, weights[count]));
        row[k++] = Window(index, 8, sums, weights);
        row[k++] = Window(index, 20, sums, weights);
    }

    private static float Window(int index, int width, double[] sums, double[] weights)
    {
        int first = Math.Max(0, index - width);
        int end = Math.Min(sums.Length - 1, index + width + 1);
        return (float)((sums[end] - sums[first]) / Math.Max(1, weights[end] - weights[first]));
    }
}
