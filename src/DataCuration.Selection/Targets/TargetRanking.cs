namespace DataCuration.Selection;

/// <summary>Ranks documents by their similarity to target examples, and scores them by their ranks.</summary>
internal static class TargetRanking
{
    private const int WaveGroups = 16;

    /// <summary>Scores documents.</summary>
    /// <param name="examples">The target examples. One that begins with NaN is left out.</param>
    /// <param name="documents">The documents. Of equally similar ones, the first has the better rank.</param>
    /// <param name="score">The score.</param>
    /// <param name="threads">The number of threads. The result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The score of each document; NaN for one that begins with NaN.</returns>
    public static double[] Score(VectorSet examples, VectorSet documents, TargetRankScore score, int threads, CancellationToken cancellationToken)
    {
        // The squared distance of vectors of length 1 is 2 - 2 cos: the order of the distances is that of the similarities.
        TransportTarget columns = TransportTarget.Read(new UnitVectors(documents), cancellationToken);
        float[][] rows = [.. TransportTarget.Rows(new UnitVectors(examples), cancellationToken).Select(row => row.Vector.ToArray())];
        if (rows.Length == 0) throw new InsufficientDataException("No target example has a vector: check the targets and the embedder.");
        int count = columns.Places.Length, groups = (rows.Length + TransportKernels.GroupRows - 1) / TransportKernels.GroupRows;
        var sums = new double[count];
        int[][][] wave = [.. Enumerable.Range(0, Math.Min(groups, WaveGroups))
            .Select(_ => Enumerable.Range(0, TransportKernels.GroupRows).Select(_ => new int[count]).ToArray())];
        for (int first = 0; first < groups; first += wave.Length)
        {
            int own = Math.Min(wave.Length, groups - first);
            Parallel.For(0, own, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken },
                i => Rank(columns, rows.AsSpan((first + i) * TransportKernels.GroupRows), wave[i]));
            // In the order of the examples: the sum of numbers depends on it.
            for (int i = 0; i < own; i++)
                for (int r = 0; r < TransportKernels.GroupRows && ((first + i) * TransportKernels.GroupRows) + r < rows.Length; r++)
                    Add(wave[i][r], sums, score);
        }
        var scores = new double[documents.Count];
        Array.Fill(scores, double.NaN);
        for (int column = 0; column < count; column++)
            scores[columns.Places[column]] = score == TargetRankScore.BestRank ? 1 / -sums[column] : sums[column] / rows.Length;
        return scores;
    }

    /// <summary>Finds the rank of each document for up to six examples.</summary>
    private static void Rank(TransportTarget columns, ReadOnlySpan<float[]> rows, int[][] ranks)
    {
        const int Group = TransportKernels.GroupRows;
        int dimension = columns.Mean.Length, own = Math.Min(Group, rows.Length);
        float[] values = new float[Group * dimension], norms = new float[Group], tile = new float[Group * columns.Width];
        for (int row = 0; row < own; row++)
        {
            double norm = 0;
            for (int i = 0; i < dimension; i++)
            {
                float value = rows[row][i] - columns.Mean[i];
                values[(i * Group) + row] = value;
                norm += (double)value * value;
            }
            norms[row] = (float)norm;
        }
        TransportKernels.Costs(values, norms, columns.Panels, columns.Norms, tile);
        var keys = new ulong[columns.Places.Length];
        for (int row = 0; row < own; row++)
        {
            // The bits of numbers that are not negative have the order of the numbers. The column decides between equal ones.
            for (int column = 0; column < keys.Length; column++)
                keys[column] = ((ulong)BitConverter.SingleToUInt32Bits(tile[(row * columns.Width) + column]) << 32) | (uint)column;
            Array.Sort(keys);
            for (int place = 0; place < keys.Length; place++) ranks[row][(uint)keys[place]] = place + 1;
        }
    }

    private static void Add(int[] ranks, double[] sums, TargetRankScore score)
    {
        for (int column = 0; column < sums.Length; column++)
            switch (score)
            {
                // The negative of the best rank so far; 0 before the first example.
                case TargetRankScore.BestRank:
                    sums[column] = sums[column] == 0 ? -ranks[column] : Math.Max(sums[column], -ranks[column]);
                    break;
                case TargetRankScore.MeanLogRank:
                    sums[column] -= DeterministicMath.Log(ranks[column]) / 0.6931471805599453;
                    break;
                default:
                    sums[column] += 1.0 / ranks[column];
                    break;
            }
    }

    /// <summary>Vectors scaled to length 1.</summary>
    private sealed class UnitVectors(VectorSet vectors) : VectorSet
    {
        public override long Count => vectors.Count;

        public override int Dimension => vectors.Dimension;

        public override void Read(long first, Span<float> values)
        {
            vectors.Read(first, values);
            for (int at = 0; at < values.Length; at += Dimension)
                if (!float.IsNaN(values[at])) VectorKernels.Normalize(values.Slice(at, Dimension));
        }
    }
}
