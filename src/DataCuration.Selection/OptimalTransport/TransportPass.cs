using System.Collections.Concurrent;

namespace DataCuration.Selection;

/// <summary>
/// One pass over the costs between source and target vectors. Costs are computed in tiles that fit the cache and are used at once: for the new potentials of
/// the tile's source vectors, and with these for the sums of the target's. So an iteration of Sinkhorn computes each cost once, and holds few of them.
/// </summary>
/// <remarks>
/// Source vectors are divided into chunks of a fixed size, whose sums are added in order. So the result does not depend on the number of threads.
/// </remarks>
internal sealed class TransportPass
{
    private const int ChunkRows = 960;
    private const int WaveChunks = 16;
    private const int MaxTileNumbers = 1 << 18;
    private readonly VectorSet source;
    private readonly TransportTarget target;
    private readonly double[] logWeights;
    private readonly int threads, tileRows;
    private readonly ConcurrentBag<Scratch> scratches = [];
    private readonly (float[] Largest, float[] Sums)[] wave;

    /// <param name="source">The source vectors. They are read in each pass.</param>
    /// <param name="logWeights">The logarithm of each source vector's weight; negative infinity for one that does not count.</param>
    /// <param name="target">The target vectors.</param>
    /// <param name="threads">The number of threads.</param>
    public TransportPass(VectorSet source, double[] logWeights, TransportTarget target, int threads)
    {
        this.source = source;
        this.target = target;
        this.logWeights = logWeights;
        this.threads = threads;
        tileRows = Math.Clamp(MaxTileNumbers / target.Width / TransportKernels.GroupRows, 1, 8) * TransportKernels.GroupRows;
        wave = [.. Enumerable.Range(0, (int)Math.Clamp((source.Count + ChunkRows - 1) / ChunkRows, 1, WaveChunks))
            .Select(_ => (new float[target.Width], new float[target.Width]))];
    }

    /// <summary>Computes new potentials.</summary>
    /// <param name="columns">For each column its potential plus epsilon times the logarithm of its weight; negative infinity for one that does not
    /// count.</param>
    /// <param name="epsilon">The strength of the regularisation.</param>
    /// <param name="potentials">Receives the potentials of the source vectors; NaN for one that does not count.</param>
    /// <param name="next">Receives the potentials of the columns that follow from them; null if they are not needed.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The cost of the plan of the new source potentials and the old ones of the columns.</returns>
    public double Run(float[] columns, double epsilon, double[] potentials, double[]? next, CancellationToken cancellationToken)
    {
        long chunks = (source.Count + ChunkRows - 1) / ChunkRows;
        var costs = new double[chunks];
        var largest = new double[target.Width];
        var sums = new double[target.Width];
        Array.Fill(largest, TransportKernels.Lowest);
        for (long first = 0; first < chunks; first += wave.Length)
        {
            int own = (int)Math.Min(wave.Length, chunks - first);
            Parallel.For(0, own, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, i =>
            {
                if (!scratches.TryTake(out Scratch? scratch)) scratch = new(tileRows, source.Dimension, target.Width);
                costs[first + i] = RunChunk(scratch, (first + i) * ChunkRows, columns, epsilon, potentials, next is null ? null : wave[i]);
                scratches.Add(scratch);
            });
            for (int i = 0; i < own && next is not null; i++) Merge(wave[i], largest, sums, epsilon);
        }
        for (int j = 0; next is not null && j < next.Length; j++) next[j] = -(largest[j] + (epsilon * DeterministicMath.Log(sums[j])));
        double cost = 0;
        foreach (double one in costs) cost += one;
        return cost;
    }

    private double RunChunk(Scratch scratch, long first, float[] columns, double epsilon, double[] potentials, (float[] Largest, float[] Sums)? accumulators)
    {
        int rows = (int)Math.Min(ChunkRows, source.Count - first), width = target.Width;
        float inverse = (float)(1 / epsilon);
        double cost = 0;
        if (accumulators is { } start)
        {
            Array.Fill(start.Largest, TransportKernels.Lowest);
            Array.Clear(start.Sums);
        }
        for (int from = 0; from < rows; from += tileRows)
        {
            int own = Math.Min(tileRows, rows - from);
            scratch.Load(source, first + from, own, target.Mean, logWeights);
            int padded = (own + TransportKernels.GroupRows - 1) / TransportKernels.GroupRows * TransportKernels.GroupRows;
            for (int row = 0; row < padded; row += TransportKernels.GroupRows)
                TransportKernels.Costs(scratch.Rows.AsSpan(row * source.Dimension, TransportKernels.GroupRows * source.Dimension),
                    scratch.Norms.AsSpan(row), target.Panels, target.Norms, scratch.Tile.AsSpan(row * width));
            for (int row = 0; row < own; row++)
            {
                double logWeight = logWeights[first + from + row];
                if (double.IsNegativeInfinity(logWeight))
                {
                    potentials[first + from + row] = double.NaN;
                    scratch.Values[row] = float.NegativeInfinity;
                    continue;
                }
                (float most, double sum, double weighted) = TransportKernels.SumRow(scratch.Tile.AsSpan(row * width, width), columns, inverse);
                double potential = -(most + (epsilon * DeterministicMath.Log(sum)));
                potentials[first + from + row] = potential;
                scratch.Values[row] = (float)(potential + (epsilon * logWeight));
                cost += DeterministicMath.Exp(logWeight) * weighted / sum;
            }
            if (accumulators is { } one)
                TransportKernels.SumColumns(scratch.Tile, scratch.Values.AsSpan(0, own), inverse, one.Largest, one.Sums, scratch.Before);
        }
        return cost;
    }

    private static void Merge((float[] Largest, float[] Sums) chunk, double[] largest, double[] sums, double epsilon)
    {
        for (int j = 0; j < largest.Length; j++)
        {
            double own = chunk.Largest[j];
            if (own > largest[j])
            {
                sums[j] = (sums[j] * DeterministicMath.Exp((largest[j] - own) / epsilon)) + chunk.Sums[j];
                largest[j] = own;
            }
            else sums[j] += chunk.Sums[j] * DeterministicMath.Exp((own - largest[j]) / epsilon);
        }
    }

    /// <summary>The buffers of one thread.</summary>
    private sealed class Scratch(int rows, int dimension, int width)
    {
        private readonly float[] read = new float[rows * dimension];

        /// <summary>The rows' values, interleaved by six.</summary>
        public float[] Rows { get; } = new float[rows * dimension];

        public float[] Norms { get; } = new float[rows];

        public float[] Values { get; } = new float[rows];

        public float[] Tile { get; } = new float[rows * width];

        public float[] Before { get; } = new float[width];

        public void Load(VectorSet source, long first, int count, float[] mean, double[] logWeights)
        {
            const int Group = TransportKernels.GroupRows;
            source.Read(first, read.AsSpan(0, count * dimension));
            Array.Clear(Rows);
            Array.Clear(Norms);
            for (int row = 0; row < count; row++)
            {
                // A vector that does not count may be NaN.
                if (double.IsNegativeInfinity(logWeights[first + row])) continue;
                int place = (row / Group * Group * dimension) + (row % Group);
                double norm = 0;
                for (int i = 0; i < dimension; i++)
                {
                    float value = read[(row * dimension) + i] - mean[i];
                    Rows[place + (i * Group)] = value;
                    norm += (double)value * value;
                }
                Norms[row] = (float)norm;
            }
        }
    }
}
