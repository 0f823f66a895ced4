namespace DataCuration.FastText;

/// <summary>Trains a product quantiser by k-means, with the original's random numbers, and quantises rows with it (productquantizer.cc).</summary>
internal sealed class ProductQuantizerTraining(int columns, int width, int threads, CancellationToken cancellationToken)
{
    private const int Centroids = CentroidSearch.Centroids, MaxPoints = 256 * Centroids, Rounds = 25, Seed = 1234, RowsPerBlock = 4096;
    private const float Epsilon = 1e-7f;
    private readonly MinStdRandom random = new(Seed);
    private readonly int parts = (int)((columns + (long)width - 1) / width);
    private readonly float[] centroids = new float[(long)columns * Centroids];

    /// <summary>The minimum number of rows that can be quantised.</summary>
    public static int MinRows => Centroids;

    /// <summary>Trains on the rows of a matrix and returns their codes.</summary>
    public (ProductQuantizer Quantizer, byte[] Codes) Quantize(float[] values, int rows)
    {
        int points = Math.Min(rows, MaxPoints);
        int[] order = [.. Enumerable.Range(0, rows)];
        var slice = new float[(long)points * WidthOf(0)];
        var codes = new byte[(long)rows * parts];
        for (int part = 0; part < parts; part++)
        {
            int length = WidthOf(part), first = part * width;
            if (points != rows) random.Shuffle(order);
            for (int i = 0; i < points; i++) values.AsSpan(order[i] * columns + first, length).CopyTo(slice.AsSpan(i * length));
            Span<float> found = centroids.AsSpan(part * Centroids * width, Centroids * length);
            FindMeans(slice, points, length, found);
            var search = new CentroidSearch(found, length);
            int offset = part;
            ForBlocks(rows, row => codes[row * parts + offset] = search.Find(values.AsSpan(row * columns + first, length)));
        }
        return (new(centroids, parts, width, WidthOf(parts - 1)), codes);
    }

    private int WidthOf(int part) => Math.Min(width, columns - part * width);

    private void FindMeans(float[] points, int count, int length, Span<float> means)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order);
        for (int i = 0; i < Centroids; i++) points.AsSpan(order[i] * length, length).CopyTo(means[(i * length)..]);
        var codes = new byte[count];
        for (int round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var search = new CentroidSearch(means, length);
            ForBlocks(count, i => codes[i] = search.Find(points.AsSpan(i * length, length)));
            MoveMeans(points, codes, length, means);
        }
    }

    /// <summary>
    /// Moves every mean to the centre of its points. A mean without points takes half of another mean's points, drawn in proportion to their number.
    /// </summary>
    private void MoveMeans(float[] points, byte[] codes, int length, Span<float> means)
    {
        Span<int> counts = stackalloc int[Centroids];
        counts.Clear();
        means.Clear();
        for (int i = 0; i < codes.Length; i++)
        {
            FastTextKernels.Add(points.AsSpan(i * length, length), means.Slice(codes[i] * length, length));
            counts[codes[i]]++;
        }
        for (int i = 0; i < Centroids; i++)
        {
            if (counts[i] == 0) continue;
            foreach (ref float value in means.Slice(i * length, length)) value /= counts[i];
        }
        for (int i = 0; i < Centroids; i++)
        {
            if (counts[i] != 0) continue;
            int other = 0;
            while (random.Canonical() * (codes.Length - Centroids) >= counts[other] - 1) other = (other + 1) % Centroids;
            for (int j = 0; j < length; j++)
            {
                int sign = j % 2 * 2 - 1;
                float value = means[other * length + j];
                means[i * length + j] = value + sign * Epsilon;
                means[other * length + j] = value - sign * Epsilon;
            }
            counts[i] = counts[other] / 2;
            counts[other] -= counts[i];
        }
    }

    private void ForBlocks(int count, Action<int> work)
    {
        int blocks = (count + RowsPerBlock - 1) / RowsPerBlock;
        if (threads == 1 || blocks == 1)
        {
            for (int i = 0; i < count; i++) work(i);
            return;
        }
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, block =>
        {
            for (int i = block * RowsPerBlock, end = Math.Min(count, i + RowsPerBlock); i < end; i++) work(i);
        });
    }
}
