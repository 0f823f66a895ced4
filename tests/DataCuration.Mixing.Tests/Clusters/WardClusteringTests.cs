using CsCheck;

namespace DataCuration.Mixing.Tests.Clusters;

public sealed class WardClusteringTests
{
    private static readonly Gen<float[]> Points = Gen.Int[1, 14].SelectMany(count => Gen.Int[0, 1_000].Select(value => value / 100f).Array[count * 2]);

    [Fact]
    public void Cut_KnownPoints_MergesUpToTheDistance()
    {
        float[] points = [0, 0, 9, 9, 0, 1, 9, 8, 30, 30];
        Assert.Equal([0, 1, 2, 3, 4], WardClustering.Cut(points, 2, 0.99));
        Assert.Equal([0, 1, 0, 1, 2], WardClustering.Cut(points, 2, 1));
        Assert.Equal([0, 0, 0, 0, 0], WardClustering.Cut(points, 2, 1_000));
        Assert.Equal([0, 1, 2], WardClustering.Cut([5, 1, 3], 1, 0));
        Assert.Empty(WardClustering.Cut([], 3, 1));
    }

    [Fact]
    public void MergeDistances_FourPointsOnALine_AreThoseOfTheFormula()
    {
        // Ward's distance of {0, 1} and {10, 11}: sqrt(2 · 2 · 2 / 4) · 10.
        double[] distances = WardClustering.MergeDistances([0, 1, 10, 11], 1);
        Assert.Equal(3, distances.Length);
        Assert.Equal(1, distances[0], 12);
        Assert.Equal(1, distances[1], 12);
        Assert.Equal(Math.Sqrt(2) * 10, distances[2], 12);
    }

    [Fact]
    public void MergeDistances_RandomPoints_EqualThePlainAlgorithm() => Points.Sample(points =>
    {
        double[] own = WardClustering.MergeDistances(points, 2), plain = Plain(points);
        Assert.Equal(plain.Length, own.Length);
        for (int i = 0; i < own.Length; i++) Assert.Equal(plain[i], own[i], 5);
    }, iter: 300);

    [Fact]
    public void Cut_LargerDistance_MergesTheSmallerOnesClusters() => Gen.Select(Points, Gen.Double[0, 10], Gen.Double[0, 10]).Sample((points, a, b) =>
    {
        int[] fine = WardClustering.Cut(points, 2, Math.Min(a, b)), coarse = WardClustering.Cut(points, 2, Math.Max(a, b));
        Assert.All(fine.Zip(coarse).GroupBy(pair => pair.First), group => Assert.Single(group.Select(pair => pair.Second).Distinct()));
    }, iter: 300);

    [Fact]
    public void Cut_ValueThatIsNotFinite_Throws() => Assert.Throws<ArgumentException>(() => WardClustering.Cut([1, float.NaN], 1, 1));

    /// <summary>Merges the pair with the smallest distance of all, again and again. Distances are computed from sizes and means.</summary>
    private static double[] Plain(float[] points)
    {
        List<(double Size, double X, double Y)> clusters = [.. points.Chunk(2).Select(point => (1.0, (double)point[0], (double)point[1]))];
        var distances = new List<double>();
        while (clusters.Count > 1)
        {
            (double Distance, int I, int J) best = (double.PositiveInfinity, 0, 0);
            for (int i = 0; i < clusters.Count; i++)
                for (int j = 0; j < i; j++)
                {
                    ((double m, double x, double y), (double n, double u, double v)) = (clusters[i], clusters[j]);
                    double distance = Math.Sqrt(2 * m * n / (m + n) * (((x - u) * (x - u)) + ((y - v) * (y - v))));
                    if (distance < best.Distance) best = (distance, i, j);
                }
            ((double a, double p, double q), (double b, double r, double s)) = (clusters[best.I], clusters[best.J]);
            clusters[best.J] = (a + b, ((a * p) + (b * r)) / (a + b), ((a * q) + (b * s)) / (a + b));
            clusters.RemoveAt(best.I);
            distances.Add(best.Distance);
        }
        return [.. distances.Order()];
    }
}
