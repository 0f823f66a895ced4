namespace DataCuration;

/// <summary>
/// Clusters vectors by k-means: first centroids by k-means++, then Lloyd's passes or batches. The result depends on vectors, options and seed only: partial
/// sums
/// are made for fixed blocks of vectors, in 64-bit numbers, and are added in the order of the blocks.
/// </summary>
/// <remarks>
/// <para>Vectors that begin with NaN are left out. A cluster that loses all its vectors keeps its centroid.</para>
/// <para>Memory: the centroids in 64 bits for each thread, and a block of 2,048 vectors for each; for the start, the drawn vectors.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
///
/// float[] points = [0, 0, 0, 1, 9, 9, 9, 8];
/// KMeansModel model = KMeans.Fit(VectorSet.FromMemory(points, 2), new KMeansOptions { Clusters = 2, Distance = VectorDistance.Euclidean });
/// Console.WriteLine(model.Assign(points.AsSpan(4, 2), out float distance) + ": " + distance);
/// </code>
/// </example>
public static class KMeans
{
    private const int BlockVectors = 2_048;

    /// <summary>Finds centroids.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The model. It has fewer clusters than asked for if there are fewer vectors.</returns>
    /// <exception cref="ArgumentException">There is no vector.</exception>
    public static KMeansModel Fit(VectorSet vectors, KMeansOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(options);
        var random = SeededRandom.Create(options.Seed, "k-means", "");
        float[] centroids = Start(vectors, options, ref random, cancellationToken);
        return options.BatchSize > 0 ? RunBatches(vectors, options, centroids, ref random, cancellationToken)
            : RunPasses(vectors, options, centroids, cancellationToken);
    }

    /// <summary>Reads vectors, and scales them for the cosine.</summary>
    internal static void Read(VectorSet vectors, long first, Span<float> values, VectorDistance distance)
    {
        vectors.Read(first, values);
        if (distance != VectorDistance.Cosine) return;
        int dimension = vectors.Dimension;
        for (int at = 0; at < values.Length; at += dimension) VectorKernels.Normalize(values.Slice(at, dimension));
    }

    private static float[] Start(VectorSet vectors, KMeansOptions options, ref SeededRandom random, CancellationToken cancellationToken)
    {
        int dimension = vectors.Dimension;
        float[] drawn = Draw(vectors, options, ref random);
        int count = drawn.Length / dimension;
        if (count == 0) throw new ArgumentException("There is no vector to cluster.", nameof(vectors));
        int clusters = Math.Min(options.Clusters, count);
        var centroids = new float[clusters * dimension];
        var nearest = new double[count];
        Array.Fill(nearest, double.PositiveInfinity);
        int chosen = (int)random.NextInt64(count);
        for (int cluster = 0; ; cluster++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<float> centroid = centroids.AsSpan(cluster * dimension, dimension);
            drawn.AsSpan(chosen * dimension, dimension).CopyTo(centroid);
            if (cluster + 1 == clusters) return centroids;
            double total = 0;
            for (int i = 0; i < count; i++)
            {
                nearest[i] = Math.Min(nearest[i], VectorKernels.SquaredDistance(drawn.AsSpan(i * dimension, dimension), centroid));
                total += nearest[i];
            }
            nearest[chosen] = 0;
            double target = random.NextDouble() * total;
            chosen = 0;
            // If all that are left equal a centroid, any will do.
            if (total == 0) chosen = (int)random.NextInt64(count);
            else while (chosen < count - 1 && (target -= nearest[chosen]) >= 0) chosen++;
        }
    }

    /// <summary>Draws vectors without replacement, in the order of their numbers (selection sampling, Knuth's algorithm S).</summary>
    private static float[] Draw(VectorSet vectors, KMeansOptions options, ref SeededRandom random)
    {
        int dimension = vectors.Dimension;
        long all = CountVectors(vectors, out bool hasGaps), wanted = Math.Min(all, Math.Max(options.InitialVectors, options.Clusters));
        var drawn = new float[checked((int)(wanted * dimension))];
        var vector = new float[dimension];
        int used = 0;
        for (long i = 0, seen = 0, left = wanted; i < vectors.Count && left > 0; i++)
        {
            if (hasGaps)
            {
                vectors.Read(i, vector);
                if (float.IsNaN(vector[0])) continue;
            }
            if (left >= all - seen++ || random.NextInt64(all - seen + 1) < left)
            {
                left--;
                Read(vectors, i, drawn.AsSpan(used, dimension), options.Distance);
                used += dimension;
            }
        }
        return drawn[..used];
    }

    /// <summary>Counts the vectors that do not begin with NaN.</summary>
    private static long CountVectors(VectorSet vectors, out bool hasGaps)
    {
        int dimension = vectors.Dimension;
        var block = new float[Math.Max(1, (int)Math.Min(BlockVectors, vectors.Count)) * dimension];
        long count = 0;
        for (long first = 0; first < vectors.Count; first += BlockVectors)
        {
            Span<float> own = block.AsSpan(0, (int)Math.Min(BlockVectors, vectors.Count - first) * dimension);
            vectors.Read(first, own);
            for (int at = 0; at < own.Length; at += dimension) count += float.IsNaN(own[at]) ? 0 : 1;
        }
        hasGaps = count < vectors.Count;
        return count;
    }

    private static KMeansModel RunPasses(VectorSet vectors, KMeansOptions options, float[] centroids, CancellationToken cancellationToken)
    {
        int dimension = vectors.Dimension, iteration = 0;
        double inertia = 0;
        long blocks = (vectors.Count + BlockVectors - 1) / BlockVectors;
        Block[] wave = [.. Enumerable.Range(0, (int)Math.Min(Math.Max(1, blocks), options.Threads)).Select(_ => new Block(centroids.Length, dimension))];
        var sums = new double[centroids.Length];
        var counts = new long[centroids.Length / dimension];
        while (iteration < options.MaxIterations)
        {
            iteration++;
            var model = new KMeansModel(centroids, dimension, options.Distance);
            Array.Clear(sums);
            Array.Clear(counts);
            inertia = 0;
            for (long first = 0; first < blocks; first += wave.Length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int own = (int)Math.Min(wave.Length, blocks - first);
                if (own == 1) wave[0].Compute(vectors, model, first);
                else Parallel.For(0, own, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken },
                    i => wave[i].Compute(vectors, model, first + i));
                for (int i = 0; i < own; i++) inertia += wave[i].AddTo(sums, counts);
            }
            if (Move(centroids, sums, counts, dimension, options.Distance) <= options.Tolerance) break;
        }
        return new(centroids, dimension, options.Distance) { Iterations = iteration, Inertia = inertia };
    }

    /// <summary>Moves the centroids to the means of their clusters.</summary>
    /// <returns>The sum of the squared moves.</returns>
    private static double Move(float[] centroids, double[] sums, long[] counts, int dimension, VectorDistance distance)
    {
        double moved = 0;
        var mean = new float[dimension];
        for (int cluster = 0; cluster < counts.Length; cluster++)
        {
            if (counts[cluster] == 0) continue;
            for (int i = 0; i < dimension; i++) mean[i] = (float)(sums[(cluster * dimension) + i] / counts[cluster]);
            if (distance == VectorDistance.Cosine) VectorKernels.Normalize(mean);
            Span<float> centroid = centroids.AsSpan(cluster * dimension, dimension);
            moved += VectorKernels.SquaredDistance(mean, centroid);
            mean.CopyTo(centroid);
        }
        return moved;
    }

    private static KMeansModel RunBatches(VectorSet vectors, KMeansOptions options, float[] centroids, ref SeededRandom random,
        CancellationToken cancellationToken)
    {
        int dimension = vectors.Dimension;
        var counts = new long[centroids.Length / dimension];
        var batch = new long[options.BatchSize];
        var vector = new float[dimension];
        var owners = new int[batch.Length];
        for (int iteration = 0; iteration < options.MaxIterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int i = 0; i < batch.Length; i++) batch[i] = random.NextInt64(vectors.Count);
            Array.Sort(batch);
            var model = new KMeansModel(centroids, dimension, options.Distance);
            for (int i = 0; i < batch.Length; i++)
            {
                Read(vectors, batch[i], vector, options.Distance);
                owners[i] = float.IsNaN(vector[0]) ? -1 : model.Assign(vector, out _);
            }
            for (int i = 0; i < batch.Length; i++)
            {
                if (owners[i] < 0) continue;
                Read(vectors, batch[i], vector, options.Distance);
                float rate = 1f / ++counts[owners[i]];
                Span<float> centroid = centroids.AsSpan(owners[i] * dimension, dimension);
                for (int j = 0; j < dimension; j++) centroid[j] += rate * (vector[j] - centroid[j]);
            }
            if (options.Distance != VectorDistance.Cosine) continue;
            for (int at = 0; at < centroids.Length; at += dimension) VectorKernels.Normalize(centroids.AsSpan(at, dimension));
        }
        return new(centroids, dimension, options.Distance) { Iterations = options.MaxIterations };
    }

    /// <summary>The sums of one block of vectors.</summary>
    private sealed class Block(int length, int dimension)
    {
        private readonly float[] values = new float[BlockVectors * dimension];
        private readonly double[] sums = new double[length];
        private readonly long[] counts = new long[length / dimension];
        private double inertia;

        public void Compute(VectorSet vectors, KMeansModel model, long block)
        {
            Array.Clear(sums);
            Array.Clear(counts);
            inertia = 0;
            long first = block * BlockVectors;
            int own = (int)Math.Min(BlockVectors, vectors.Count - first);
            Read(vectors, first, values.AsSpan(0, own * dimension), model.Distance);
            Span<int> clusters = stackalloc int[2];
            Span<float> distances = stackalloc float[2];
            for (int i = 0; i < own; i += 2)
            {
                if (i + 1 < own) model.AssignTwo(values.AsSpan(i * dimension, 2 * dimension), clusters, distances);
                else clusters[0] = model.Assign(values.AsSpan(i * dimension, dimension), out distances[0]);
                Add(values.AsSpan(i * dimension, dimension), clusters[0], distances[0]);
                if (i + 1 < own) Add(values.AsSpan((i + 1) * dimension, dimension), clusters[1], distances[1]);
            }
        }

        public double AddTo(double[] all, long[] allCounts)
        {
            for (int cluster = 0; cluster < counts.Length; cluster++)
            {
                if (counts[cluster] == 0) continue;
                allCounts[cluster] += counts[cluster];
                for (int i = cluster * dimension; i < (cluster + 1) * dimension; i++) all[i] += sums[i];
            }
            return inertia;
        }

        private void Add(ReadOnlySpan<float> vector, int cluster, float distance)
        {
            if (float.IsNaN(vector[0])) return;
            counts[cluster]++;
            inertia += distance;
            Span<double> sum = sums.AsSpan(cluster * dimension, dimension);
            for (int j = 0; j < sum.Length; j++) sum[j] += vector[j];
        }
    }
}
