namespace DataCuration.Selection;

/// <summary>
/// The maximum mean discrepancy of two sets of vectors with a Gaussian kernel (Gretton and others, "A kernel two-sample test", JMLR 2012). It is near 0 if both
/// sets are drawn from one distribution.
/// </summary>
public static class KernelDiscrepancy
{
    private const int MedianVectors = 500;

    /// <summary>
    /// Computes the unbiased estimate of the squared discrepancy: the mean kernel of the pairs in each set, less twice the mean kernel between the sets. It
    /// may be below 0.
    /// </summary>
    /// <param name="left">The one set, with at least two vectors.</param>
    /// <param name="right">The other one, with at least two vectors.</param>
    /// <param name="bandwidth">The standard deviation of the kernel, above 0.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <remarks>The kernel is exp(-d² / (2 bandwidth²)). Vectors that begin with NaN are left out. All vectors are in memory.</remarks>
    /// <exception cref="InsufficientDataException">A set has fewer than two vectors.</exception>
    public static double Squared(VectorSet left, VectorSet right, double bandwidth, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (!(bandwidth > 0) || double.IsInfinity(bandwidth)) throw new ArgumentOutOfRangeException(nameof(bandwidth), bandwidth, "A bandwidth is above 0.");
        float[][] x = Read(left, int.MaxValue, cancellationToken), y = Read(right, int.MaxValue, cancellationToken);
        if (x.Length < 2 || y.Length < 2)
            throw new InsufficientDataException($"A discrepancy needs two vectors on each side; there are {x.Length} and {y.Length}.");
        double scale = -1 / (2 * bandwidth * bandwidth);
        return Within(x, scale, cancellationToken) + Within(y, scale, cancellationToken) - (2 * Between(x, y, scale, cancellationToken));
    }

    /// <summary>
    /// Returns the median distance between vectors of both sets together (the median heuristic): of pairs of the first 500 vectors of each. 0 if most are
    /// equal.
    /// </summary>
    /// <param name="left">The one set.</param>
    /// <param name="right">The other one.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InsufficientDataException">There are fewer than two vectors.</exception>
    public static double MedianDistance(VectorSet left, VectorSet right, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        float[][] all = [.. Read(left, MedianVectors, cancellationToken), .. Read(right, MedianVectors, cancellationToken)];
        if (all.Length < 2) throw new InsufficientDataException("A median distance needs two vectors.");
        var distances = new float[all.Length * (all.Length - 1) / 2];
        int next = 0;
        for (int i = 0; i < all.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int j = 0; j < i; j++) distances[next++] = VectorKernels.SquaredDistance(all[i], all[j]);
        }
        Array.Sort(distances);
        return Math.Sqrt(distances.Length % 2 == 1 ? distances[distances.Length / 2]
            : ((double)distances[(distances.Length / 2) - 1] + distances[distances.Length / 2]) / 2);
    }

    private static float[][] Read(VectorSet vectors, int most, CancellationToken cancellationToken) =>
        [.. TransportTarget.Rows(vectors, cancellationToken).Take(most).Select(row => row.Vector.ToArray())];

    private static double Within(float[][] vectors, double scale, CancellationToken cancellationToken)
    {
        double sum = 0;
        for (int i = 0; i < vectors.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int j = 0; j < i; j++) sum += DeterministicMath.Exp(scale * VectorKernels.SquaredDistance(vectors[i], vectors[j]));
        }
        return 2 * sum / vectors.Length / (vectors.Length - 1);
    }

    private static double Between(float[][] left, float[][] right, double scale, CancellationToken cancellationToken)
    {
        double sum = 0;
        foreach (float[] one in left)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (float[] other in right) sum += DeterministicMath.Exp(scale * VectorKernels.SquaredDistance(one, other));
        }
        return sum / left.Length / right.Length;
    }
}
