using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>The centroids that <see cref="KMeans"/> found.</summary>
public sealed class KMeansModel
{
    private const uint Magic = 0x4D4B4344; // "DCKM"
    private readonly float[] centroids;

    internal KMeansModel(float[] centroids, int dimension, VectorDistance distance)
    {
        this.centroids = centroids;
        Dimension = dimension;
        Distance = distance;
    }

    /// <summary>The number of clusters.</summary>
    public int Clusters => centroids.Length / Dimension;

    /// <summary>The length of a vector.</summary>
    public int Dimension { get; }

    /// <summary>The distance.</summary>
    public VectorDistance Distance { get; }

    /// <summary>The number of passes, or of batches.</summary>
    public int Iterations { get; init; }

    /// <summary>The sum of the distances of all vectors to their centroids, at the start of the last pass. 0 if batches were used.</summary>
    public double Inertia { get; init; }

    /// <summary>Gets a centroid.</summary>
    /// <param name="cluster">The cluster.</param>
    public ReadOnlySpan<float> GetCentroid(int cluster) => centroids.AsSpan(cluster * Dimension, Dimension);

    /// <summary>Finds the nearest centroid of a vector; of centroids at the same distance, the first one.</summary>
    /// <param name="vector">The vector; for the cosine of length 1.</param>
    /// <param name="distance">The distance to the centroid.</param>
    /// <returns>The cluster.</returns>
    public int Assign(ReadOnlySpan<float> vector, out float distance)
    {
        int best = 0;
        distance = float.PositiveInfinity;
        for (int cluster = 0; cluster < centroids.Length / Dimension; cluster++)
        {
            float own = Distance == VectorDistance.Cosine ? 1 - VectorKernels.Dot(vector, GetCentroid(cluster))
                : VectorKernels.SquaredDistance(vector, GetCentroid(cluster));
            if (own < distance) (best, distance) = (cluster, own);
        }
        return best;
    }

    /// <summary>Finds the nearest centroids of two vectors, as <see cref="Assign"/> does for each, in less time.</summary>
    /// <param name="vectors">The two vectors, one after the other.</param>
    /// <param name="clusters">Receives the clusters.</param>
    /// <param name="distances">Receives the distances.</param>
    internal void AssignTwo(ReadOnlySpan<float> vectors, Span<int> clusters, Span<float> distances)
    {
        ReadOnlySpan<float> first = vectors[..Dimension], second = vectors[Dimension..];
        Span<float> results = stackalloc float[8];
        int count = Clusters, cluster = 0;
        clusters[..2].Clear();
        distances[..2].Fill(float.PositiveInfinity);
        for (; cluster <= count - 4; cluster += 4)
        {
            ReadOnlySpan<float> rows = centroids.AsSpan(cluster * Dimension, 4 * Dimension);
            if (Distance == VectorDistance.Cosine) VectorKernels.DotTwoByFour(first, second, rows, results);
            else VectorKernels.SquaredDistanceTwoByFour(first, second, rows, results);
            for (int i = 0; i < 8; i++)
            {
                float own = Distance == VectorDistance.Cosine ? 1 - results[i] : results[i];
                int vector = i >> 2;
                if (own < distances[vector]) (clusters[vector], distances[vector]) = (cluster + (i & 3), own);
            }
        }
        for (; cluster < count; cluster++)
        {
            for (int vector = 0; vector < 2; vector++)
            {
                ReadOnlySpan<float> values = vector == 0 ? first : second;
                float own = Distance == VectorDistance.Cosine ? 1 - VectorKernels.Dot(values, GetCentroid(cluster))
                    : VectorKernels.SquaredDistance(values, GetCentroid(cluster));
                if (own < distances[vector]) (clusters[vector], distances[vector]) = (cluster, own);
            }
        }
    }

    /// <summary>Writes the model.</summary>
    /// <param name="stream">The stream.</param>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ReadOnlySpan<int> header = [unchecked((int)Magic), Dimension, Clusters, (int)Distance];
        stream.Write(MemoryMarshal.AsBytes(header));
        stream.Write(MemoryMarshal.AsBytes(centroids.AsSpan()));
    }

    /// <summary>Reads a model.</summary>
    /// <param name="stream">The stream.</param>
    /// <exception cref="InvalidDataException">It is not a model.</exception>
    public static KMeansModel Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<int> header = stackalloc int[4];
        stream.ReadExactly(MemoryMarshal.AsBytes(header));
        if (header[0] != unchecked((int)Magic) || header[1] < 1 || header[2] < 1 || (long)header[1] * header[2] > Array.MaxLength
                || !Enum.IsDefined((VectorDistance)header[3]))
            throw new InvalidDataException("The stream does not hold a k-means model.");
        var centroids = new float[header[1] * header[2]];
        stream.ReadExactly(MemoryMarshal.AsBytes(centroids.AsSpan()));
        return new(centroids, header[1], (VectorDistance)header[3]);
    }
}
