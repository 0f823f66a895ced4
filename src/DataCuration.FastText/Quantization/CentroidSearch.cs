using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataCuration.FastText;

/// <summary>
/// Finds the nearest of 256 centroids, eight at a time (productquantizer.cc, assign_centroid). Distances are summed in the original's order. Among equally
/// near centroids the first wins.
/// </summary>
internal sealed class CentroidSearch
{
    public const int Centroids = 256;
    private const int Lanes = 8;
    private readonly float[] columns;
    private readonly int dimension;

    /// <param name="centroids">The centroids, one after the other.</param>
    /// <param name="dimension">The dimension of a centroid.</param>
    public CentroidSearch(ReadOnlySpan<float> centroids, int dimension)
    {
        Debug.Assert(centroids.Length == Centroids * dimension);
        this.dimension = dimension;
        columns = new float[centroids.Length];
        for (int i = 0; i < Centroids; i++)
            for (int j = 0; j < dimension; j++) columns[j * Centroids + i] = centroids[i * dimension + j];
    }

    public byte Find(ReadOnlySpan<float> point)
    {
        Debug.Assert(point.Length == dimension);
        ref float start = ref MemoryMarshal.GetArrayDataReference(columns);
        Vector256<int> lane = Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7), nearest = lane;
        Vector256<float> least = Vector256.Create(float.PositiveInfinity);
        for (int i = 0; i < Centroids; i += Lanes)
        {
            Vector256<float> distance = Vector256<float>.Zero;
            for (int j = 0; j < point.Length; j++)
            {
                Vector256<float> difference = Vector256.Create(point[j]) - Vector256.LoadUnsafe(ref start, (nuint)(j * Centroids + i));
                distance += difference * difference;
            }
            Vector256<float> nearer = Vector256.LessThan(distance, least);
            least = Vector256.ConditionalSelect(nearer, distance, least);
            nearest = Vector256.ConditionalSelect(nearer.AsInt32(), lane + Vector256.Create(i), nearest);
        }
        int best = nearest[0];
        float bestDistance = least[0];
        for (int i = 1; i < Lanes; i++)
        {
            if (!(least[i] < bestDistance || least[i] == bestDistance && nearest[i] < best)) continue;
            (best, bestDistance) = (nearest[i], least[i]);
        }
        return (byte)best;
    }

    /// <summary>The scalar version, with which tests compare <see cref="Find"/>.</summary>
    public byte FindScalar(ReadOnlySpan<float> point)
    {
        int best = 0;
        float least = float.PositiveInfinity;
        for (int i = 0; i < Centroids; i++)
        {
            float distance = 0;
            for (int j = 0; j < dimension; j++)
            {
                float difference = point[j] - columns[j * Centroids + i];
                distance += difference * difference;
            }
            if (distance < least) (best, least) = (i, distance);
        }
        return (byte)best;
    }
}
