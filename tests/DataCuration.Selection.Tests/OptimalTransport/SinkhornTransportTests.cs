using System.Runtime.Intrinsics;

namespace DataCuration.Selection.Tests;

public sealed class SinkhornTransportTests
{
    [Theory]
    [InlineData(7, 5, 3)]
    [InlineData(100, 33, 16)]
    [InlineData(1_000, 20, 5)]
    public void Solve_AnyVectors_GivesThePlainResult(int n, int m, int dimension)
    {
        float[] x = TransportVectors.Random(n, dimension, 1), y = TransportVectors.Random(m, dimension, 2, 0.3);
        var options = new TransportOptions { Epsilon = 0.05, Annealing = 1, Acceleration = 0, Tolerance = 1e-6, MaxIterations = 60 };
        TransportResult result = SinkhornTransport.Solve(TransportVectors.Set(x, dimension), TransportVectors.Set(y, dimension), options);
        (double[] f, double[] g, double cost) = PlainTransport.Solve(x, y, dimension, 0.05, result.Iterations);
        for (int i = 0; i < n; i++) Assert.Equal(f[i], result.SourcePotentials.Span[i], 1e-5);
        for (int j = 0; j < m; j++) Assert.Equal(g[j], result.TargetPotentials.Span[j], 1e-5);
        Assert.Equal(cost, result.Cost, 1e-5);
    }

    [Fact]
    public void Solve_Acceleration_FindsTheSameInFewerIterations()
    {
        VectorSet x = TransportVectors.Set(TransportVectors.Random(200, 8, 21), 8), y = TransportVectors.Set(TransportVectors.Random(80, 8, 22, 0.2), 8);
        var options = new TransportOptions { RelativeEpsilon = 0.01, Tolerance = 1e-5, MaxIterations = 20_000 };
        TransportResult fast = SinkhornTransport.Solve(x, y, options), plain = SinkhornTransport.Solve(x, y, options with { Acceleration = 0 });
        Assert.True(fast.IsConverged && plain.IsConverged);
        Assert.True(2 * fast.Iterations < plain.Iterations, $"{fast.Iterations} and {plain.Iterations} iterations");
        Assert.Equal(plain.Cost, fast.Cost, 1e-4);
        double[] gradients = SinkhornTransport.CalibrateGradients(fast.SourcePotentials.Span);
        double[] others = SinkhornTransport.CalibrateGradients(plain.SourcePotentials.Span);
        for (int i = 0; i < gradients.Length; i++) Assert.Equal(others[i], gradients[i], 1e-3);
    }

    [Fact]
    public void Step_LinearIteration_ReachesItsFixedPoint()
    {
        // x -> A x + b with eigenvalues 0.99, 0.9 and 0.5: plain steps need a thousand, and the acceleration one for each dimension and a few more.
        double[] rates = [0.99, 0.9, 0.5], point = [0, 0, 0], result = new double[3];
        var mixing = new AndersonMixing(5, 3);
        for (int step = 0; step < 8; step++)
        {
            for (int i = 0; i < 3; i++) result[i] = (rates[i] * point[i]) + (1 - rates[i]);
            double error = point.Zip(result, (left, right) => Math.Abs(left - right)).Sum();
            mixing.Step(point.ToArray(), result, error, point);
        }
        Assert.All(point, value => Assert.Equal(1, value, 1e-3));
    }

    [Fact]
    public void Step_ErrorThatRises_IsFollowedByPlainSteps()
    {
        var mixing = new AndersonMixing(5, 1);
        double[] next = new double[1];
        mixing.Step([0], [1], 1, next);
        mixing.Step([1], [3], 1, next);
        Assert.NotEqual(3, next[0]);
        for (int step = 0; step < 4; step++)
        {
            mixing.Step([step], [step * 7], 5, next);
            Assert.Equal(step * 7, next[0]);
        }
    }

    [Fact]
    public void Solve_OtherThreads_GivesTheSameBits()
    {
        VectorSet x = TransportVectors.Set(TransportVectors.Random(3_000, 9, 3), 9), y = TransportVectors.Set(TransportVectors.Random(150, 9, 4, 0.2), 9);
        TransportResult one = SinkhornTransport.Solve(x, y, new() { Threads = 1 }), four = SinkhornTransport.Solve(x, y, new() { Threads = 4 });
        Assert.True(one.IsConverged);
        Assert.Equal(one.SourcePotentials.ToArray(), four.SourcePotentials.ToArray());
        Assert.Equal(one.TargetPotentials.ToArray(), four.TargetPotentials.ToArray());
        Assert.Equal(one.Cost, four.Cost);
    }

    [Fact]
    public void Solve_EqualSets_CostsNothingAndIsSymmetric()
    {
        VectorSet x = TransportVectors.Set(TransportVectors.Random(60, 6, 5), 6), y = TransportVectors.Set(TransportVectors.Random(40, 6, 6, 0.5), 6);
        var options = new TransportOptions { RelativeEpsilon = 0.002, Tolerance = 1e-5, MaxIterations = 20_000 };
        Assert.InRange(SinkhornTransport.Solve(x, x, options).Cost, 0, 1e-3);
        Assert.Equal(0, SinkhornTransport.Divergence(x, x, options), 1e-4);
        TransportResult there = SinkhornTransport.Solve(x, y, options), back = SinkhornTransport.Solve(y, x, options);
        Assert.True(there.IsConverged && back.IsConverged);
        Assert.True(there.Cost > 0.5);
        Assert.Equal(there.Cost, back.Cost, 1e-3);
        Assert.Equal(SinkhornTransport.Divergence(x, y, options), SinkhornTransport.Divergence(y, x, options), 1e-3);
    }

    [Fact]
    public void Solve_TwoPoints_HasTheKnownCost()
    {
        // One point moves by (3, 4): 25.
        TransportResult result = SinkhornTransport.Solve(TransportVectors.Set([0, 0], 2), TransportVectors.Set([3, 4], 2));
        Assert.Equal(25, result.Cost, 1e-5);
        Assert.Equal(25, result.RegularizedCost, 1e-5);
        Assert.Equal(25, SinkhornTransport.Divergence(TransportVectors.Set([0, 0], 2), TransportVectors.Set([3, 4], 2)), 1e-5);
    }

    [Fact]
    public void Solve_Potentials_AreFeasibleForTheDual()
    {
        const int N = 50, M = 30, Dimension = 4;
        float[] x = TransportVectors.Random(N, Dimension, 7), y = TransportVectors.Random(M, Dimension, 8, 0.4);
        TransportResult result = SinkhornTransport.Solve(TransportVectors.Set(x, Dimension), TransportVectors.Set(y, Dimension),
            new() { RelativeEpsilon = 0.01, Tolerance = 1e-4, MaxIterations = 10_000 });
        Assert.True(result.IsConverged);
        double slack = result.Epsilon * Math.Log(Math.Max(N, M)) * 1.05, tightest = double.PositiveInfinity;
        for (int i = 0; i < N; i++)
            for (int j = 0; j < M; j++)
            {
                double cost = VectorKernels.SquaredDistance(x.AsSpan(i * Dimension, Dimension), y.AsSpan(j * Dimension, Dimension));
                double gap = cost - result.SourcePotentials.Span[i] - result.TargetPotentials.Span[j];
                Assert.True(gap >= -slack, $"({i}, {j}): {gap} below {-slack}");
                tightest = Math.Min(tightest, gap);
            }
        Assert.True(tightest < slack);
    }

    [Fact]
    public void CalibrateGradients_WeightMoves_HaveTheSignsOfFiniteDifferences()
    {
        const int N = 24, M = 16, Dimension = 3;
        VectorSet x = TransportVectors.Set(TransportVectors.Random(N, Dimension, 9), Dimension);
        VectorSet y = TransportVectors.Set(TransportVectors.Random(M, Dimension, 10, 0.4), Dimension);
        var options = new TransportOptions { Epsilon = 0.05, Tolerance = 1e-7, MaxIterations = 20_000 };
        double[] gradients = SinkhornTransport.CalibrateGradients(SinkhornTransport.Solve(x, y, options).SourcePotentials.Span);
        const double Step = 0.01;
        int agreed = 0;
        for (int i = 0; i < N; i++)
        {
            double difference = (Value(i, Step) - Value(i, -Step)) / (2 * Step);
            Assert.Equal(difference, gradients[i], 0.02 * gradients.Max(Math.Abs));
            if (Math.Sign(difference) == Math.Sign(gradients[i])) agreed++;
        }
        Assert.True(agreed >= N - 1, $"{agreed} signs of {N} agree.");

        // The others share what one vector gains.
        double Value(int vector, double step)
        {
            double[] weights = [.. Enumerable.Range(0, N).Select(i => (1.0 / N) + (i == vector ? step : -step / (N - 1)))];
            return SinkhornTransport.Solve(x, weights, y, default, options).RegularizedCost;
        }
    }

    [Fact]
    public void CalibrateGradients_Example_FollowsTheFormula()
    {
        Assert.Equal([1 - 2.5, 2 - 2.0, 3 - 1.5], SinkhornTransport.CalibrateGradients([1, 2, 3]));
        Assert.Equal([double.NaN, -1, 1], SinkhornTransport.CalibrateGradients([double.NaN, 1, 2]));
        Assert.Equal([0], SinkhornTransport.CalibrateGradients([5]));
    }

    [Fact]
    public void Solve_VectorsThatAreMissing_AreLeftOut()
    {
        float[] x = TransportVectors.Random(20, 3, 11), y = TransportVectors.Random(10, 3, 12);
        float[] gaps = [float.NaN, float.NaN, float.NaN, .. x, float.NaN, 0, 0], otherGaps = [.. y, float.NaN, 1, 1];
        TransportResult whole = SinkhornTransport.Solve(TransportVectors.Set(x, 3), TransportVectors.Set(y, 3));
        TransportResult holes = SinkhornTransport.Solve(TransportVectors.Set(gaps, 3), TransportVectors.Set(otherGaps, 3));
        Assert.True(double.IsNaN(holes.SourcePotentials.Span[0]) && double.IsNaN(holes.SourcePotentials.Span[21]));
        Assert.True(double.IsNaN(holes.TargetPotentials.Span[10]));
        Assert.Equal(whole.SourcePotentials.ToArray(), holes.SourcePotentials.ToArray()[1..21]);
        Assert.Equal(whole.Cost, holes.Cost, 1e-12);
    }

    [Fact]
    public void Solve_BadInput_SaysWhy()
    {
        VectorSet one = TransportVectors.Set([1, 2], 2), none = TransportVectors.Set([float.NaN, 0], 2);
        Assert.Throws<ArgumentException>(() => SinkhornTransport.Solve(one, TransportVectors.Set([1], 1)));
        Assert.Throws<InsufficientDataException>(() => SinkhornTransport.Solve(one, none));
        Assert.Throws<InsufficientDataException>(() => SinkhornTransport.Solve(none, one));
        Assert.Throws<ArgumentException>(() => SinkhornTransport.Solve(one, [1, 2], one, default));
        Assert.Throws<ArgumentException>(() => SinkhornTransport.Solve(one, [-1], one, default));
        Assert.Throws<ArgumentException>(() => SinkhornTransport.Solve(one, TransportVectors.Set([1e20f, 0], 2)));
        Assert.Throws<OperationCanceledException>(() => SinkhornTransport.Solve(one, one, null, new CancellationToken(true)));
    }

    [Fact]
    public void Solve_LimitOfIterations_IsNotConverged()
    {
        VectorSet x = TransportVectors.Set(TransportVectors.Random(30, 3, 13), 3), y = TransportVectors.Set(TransportVectors.Random(30, 3, 14, 1), 3);
        TransportResult result = SinkhornTransport.Solve(x, y, new() { RelativeEpsilon = 1e-3, Annealing = 1, MaxIterations = 2, Tolerance = 1e-6 });
        Assert.Equal((2, false), (result.Iterations, result.IsConverged));
        Assert.True(result.MarginalError > 1e-6);
    }

    [Fact]
    public void Exp_NumbersUpToZero_AreExact()
    {
        var values = new float[8];
        for (int i = 0; i <= 87_000; i += 8)
        {
            for (int lane = 0; lane < 8; lane++) values[lane] = -(i + lane) / 1_000f;
            Vector256<float> powers = TransportKernels.Exp(Vector256.Create(values));
            for (int lane = 0; lane < 8; lane++)
            {
                double expected = Math.Exp(Math.Max(values[lane], -87.3f));
                Assert.Equal(expected, powers[lane], expected * 4e-7);
            }
        }
        Assert.Equal(1f, TransportKernels.Exp(Vector256<float>.Zero)[0]);
        Assert.InRange(TransportKernels.Exp(Vector256.Create(float.NegativeInfinity))[0], 0, 2e-38f);
    }
}
