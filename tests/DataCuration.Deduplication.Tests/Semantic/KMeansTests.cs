using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Semantic;

public sealed class KMeansTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(384)]
    [InlineData(389)]
    public void Kernels_AnyLength_EqualPlainSums(int length)
    {
        var random = new SeededRandom((ulong)length);
        float[] left = Make(ref random, length), right = Make(ref random, length);
        Assert.Equal(PlainSum(left, right, (a, b) => a * b), VectorKernels.Dot(left, right));
        Assert.Equal(PlainSum(left, right, (a, b) => (a - b) * (a - b)), VectorKernels.SquaredDistance(left, right));
        VectorKernels.Normalize(left);
        Assert.Equal(1, VectorKernels.Dot(left, left), 1e-5);
        float[] zero = new float[length];
        VectorKernels.Normalize(zero);
        Assert.All(zero, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(VectorDistance.Cosine, 0)]
    [InlineData(VectorDistance.Euclidean, 0)]
    [InlineData(VectorDistance.Cosine, 500)]
    public void Fit_PlantedClusters_AreFoundByAnyThreads(VectorDistance distance, int batch)
    {
        const int clusters = 5, dimension = 19, count = 3_000;
        var random = new SeededRandom(8);
        float[][] centers = [.. Enumerable.Range(0, clusters).Select(_ => Make(ref random, dimension))];
        var values = new float[count * dimension];
        for (int i = 0; i < count; i++)
            for (int j = 0; j < dimension; j++) values[(i * dimension) + j] = centers[i % clusters][j] + (0.02f * (float)(random.NextDouble() - 0.5));
        values[7 * dimension] = float.NaN; // a document without a vector
        VectorSet set = VectorSet.FromMemory(values, dimension);
        var options = new KMeansOptions { Clusters = clusters, Distance = distance, BatchSize = batch, MaxIterations = 50, InitialVectors = 300, Seed = 3 };
        KMeansModel one = KMeans.Fit(set, options), four = KMeans.Fit(set, options with { Threads = 4 });
        Assert.Equal(Bytes(one), Bytes(four));
        Assert.Equal(one.Inertia, four.Inertia);
        Assert.NotEqual(Bytes(one), Bytes(KMeans.Fit(set, options with { Seed = 4 })));
        var vector = new float[dimension];
        int[] owners = [.. centers.Select(center =>
        {
            center.CopyTo(vector, 0);
            if (distance == VectorDistance.Cosine) VectorKernels.Normalize(vector);
            return one.Assign(vector, out _);
        })];
        Assert.Equal(clusters, owners.Distinct().Count());
        using var stream = new MemoryStream(Bytes(one));
        Assert.Equal(Bytes(one), Bytes(KMeansModel.Read(stream)));
    }

    [Fact]
    public void Fit_OnePass_GivesTheMeansOfTheStart()
    {
        // Four points on a line: whatever two points the start draws, Lloyd ends at the means of the pairs.
        float[] points = [0, 1, 10, 11];
        KMeansModel model = KMeans.Fit(VectorSet.FromMemory(points, 1), new() { Clusters = 2, Distance = VectorDistance.Euclidean });
        Assert.Equal([0.5f, 10.5f], new[] { model.GetCentroid(0)[0], model.GetCentroid(1)[0] }.Order());
        Assert.Equal(1, model.Inertia, 1e-6);
    }

    [Fact]
    public void Fit_FewerVectorsThanClusters_GivesFewerClusters()
    {
        Assert.Equal(3, KMeans.Fit(VectorSet.FromMemory(new float[] { 1, 2, 3 }, 1), new() { Clusters = 9, Distance = VectorDistance.Euclidean }).Clusters);
        Assert.Equal(2, KMeans.Fit(VectorSet.FromMemory(new float[] { 1, 1 }, 1), new() { Clusters = 2, Distance = VectorDistance.Euclidean }).Clusters);
        Assert.Throws<ArgumentException>(() => KMeans.Fit(VectorSet.FromMemory(new float[] { float.NaN }, 1), new()));
    }

    private static float[] Make(ref SeededRandom random, int length)
    {
        var vector = new float[length];
        foreach (ref float value in vector.AsSpan()) value = (float)(random.NextDouble() - 0.5);
        return vector;
    }

    private static float PlainSum(float[] left, float[] right, Func<float, float, float> term)
    {
        var lanes = new float[8];
        int whole = left.Length / 8 * 8;
        float tail = 0;
        for (int i = 0; i < left.Length; i++)
        {
            if (i < whole) lanes[i % 8] += term(left[i], right[i]);
            else tail += term(left[i], right[i]);
        }
        return lanes[0] + lanes[4] + (lanes[2] + lanes[6]) + (lanes[1] + lanes[5] + (lanes[3] + lanes[7])) + tail;
    }

    private static byte[] Bytes(KMeansModel model)
    {
        using var stream = new MemoryStream();
        model.Write(stream);
        return stream.ToArray();
    }
}
