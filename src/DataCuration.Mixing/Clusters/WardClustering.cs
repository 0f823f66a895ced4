namespace DataCuration.Mixing;

/// <summary>
/// Agglomerative clustering of points by Ward's linkage: the two clusters are merged whose union raises the sum of squared distances to the means least. The
/// distance of two points is Euclidean, and that of clusters is the same as in SciPy's <c>linkage(method="ward")</c>. Nearest-neighbour chains find the
/// merges in time of the square of the number of points.
/// </summary>
/// <remarks>Memory: 8 bytes for each pair of points, 4 MB for 1,000.</remarks>
/// <example>
/// <code>
/// using DataCuration.Mixing;
///
/// float[] points = [0, 0, 0, 1, 9, 9];
/// int[] labels = WardClustering.Cut(points, dimension: 2, distance: 1.5);
/// Console.WriteLine(string.Join(' ', labels)); // 0 0 1
/// </code>
/// </example>
public static class WardClustering
{
    /// <summary>The largest number of points.</summary>
    public const int MaxPoints = 30_000;

    /// <summary>Merges clusters up to a distance, as SciPy's <c>fcluster(criterion="distance")</c>.</summary>
    /// <param name="points">The points, one after the other.</param>
    /// <param name="dimension">The length of a point.</param>
    /// <param name="distance">The largest distance of clusters that are merged, at least 0.</param>
    /// <returns>The cluster of each point. Clusters are numbered from 0 by their first points.</returns>
    /// <exception cref="ArgumentException">The values are not whole points, a value is not finite, or there are too many points.</exception>
    public static int[] Cut(ReadOnlySpan<float> points, int dimension, double distance)
    {
        if (!(distance >= 0)) throw new ArgumentOutOfRangeException(nameof(distance), distance, "Must not be negative.");
        (int First, int Second, double Distance)[] merges = Link(points, dimension);
        var parent = new int[points.Length / dimension];
        for (int i = 0; i < parent.Length; i++) parent[i] = i;
        foreach ((int first, int second, double height) in merges)
        {
            if (height > distance) continue;
            int a = Root(parent, first), b = Root(parent, second);
            parent[Math.Max(a, b)] = Math.Min(a, b);
        }
        var labels = new int[parent.Length];
        int next = 0;
        // A root is the first point of its cluster.
        for (int i = 0; i < labels.Length; i++) labels[i] = Root(parent, i) is var root && root == i ? next++ : labels[root];
        return labels;
    }

    /// <summary>Returns the distance of each merge, rising. A gap shows a good place for the cut.</summary>
    /// <param name="points">The points, one after the other.</param>
    /// <param name="dimension">The length of a point.</param>
    /// <exception cref="ArgumentException">As for <see cref="Cut"/>.</exception>
    public static double[] MergeDistances(ReadOnlySpan<float> points, int dimension) => [.. Link(points, dimension).Select(merge => merge.Distance).Order()];

    /// <summary>Returns all merges: a point of each cluster, and their distance. The order is that of the chains.</summary>
    internal static (int First, int Second, double Distance)[] Link(ReadOnlySpan<float> points, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (points.Length % dimension != 0) throw new ArgumentException($"{points.Length} values are not points of {dimension}.", nameof(points));
        int count = points.Length / dimension;
        if (count > MaxPoints) throw new ArgumentException($"There are {count} points; at most {MaxPoints} can be clustered.", nameof(points));
        foreach (float value in points)
            if (!float.IsFinite(value)) throw new ArgumentException("A value is not finite.", nameof(points));
        if (count == 0) return [];
        var squares = new double[(long)count * (count - 1) / 2];
        for (int i = 1, at = 0; i < count; i++)
            for (int j = 0; j < i; j++)
                squares[at++] = Square(points.Slice(i * dimension, dimension), points.Slice(j * dimension, dimension));
        return Chains(squares, count);
    }

    private static (int, int, double)[] Chains(double[] squares, int count)
    {
        var merges = new (int, int, double)[count - 1];
        var sizes = new int[count];
        Array.Fill(sizes, 1);
        var chain = new int[count];
        int length = 0;
        for (int merge = 0; merge < merges.Length;)
        {
            if (length == 0) chain[length++] = Array.FindIndex(sizes, size => size > 0);
            int top = chain[length - 1], nearest = length > 1 ? chain[length - 2] : -1;
            double smallest = nearest < 0 ? double.PositiveInfinity : squares[At(top, nearest)];
            // Of equal distances the last one of the chain wins, or chains would not end.
            for (int i = 0; i < count; i++)
            {
                if (sizes[i] == 0 || i == top || !(squares[At(top, i)] < smallest)) continue;
                (nearest, smallest) = (i, squares[At(top, i)]);
            }
            if (length < 2 || nearest != chain[length - 2])
            {
                chain[length++] = nearest;
                continue;
            }
            length -= 2;
            merges[merge++] = (top, nearest, Math.Sqrt(smallest));
            Merge(squares, sizes, top, nearest, smallest);
        }
        return merges;
    }

    /// <summary>Replaces the second cluster by the union (formula of Lance and Williams, for squared distances) and removes the first.</summary>
    private static void Merge(double[] squares, int[] sizes, int first, int second, double square)
    {
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == 0 || i == first || i == second) continue;
            double all = sizes[first] + (double)sizes[second] + sizes[i];
            squares[At(second, i)] = Math.Max(0, (((sizes[first] + (double)sizes[i]) * squares[At(first, i)])
                + ((sizes[second] + (double)sizes[i]) * squares[At(second, i)]) - (sizes[i] * square)) / all);
        }
        sizes[second] += sizes[first];
        sizes[first] = 0;
    }

    private static int At(int i, int j) => i > j ? (int)((long)i * (i - 1) / 2) + j : (int)((long)j * (j - 1) / 2) + i;

    private static int Root(int[] parent, int point)
    {
        while (parent[point] != point) point = parent[point] = parent[parent[point]];
        return point;
    }

    private static double Square(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++) sum += ((double)left[i] - right[i]) * ((double)left[i] - right[i]);
        return sum;
    }
}
