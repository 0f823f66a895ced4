using DataCuration.Training.TorchSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.Tests;

public sealed class MuonTests
{
    public MuonTests() => TorchNative.Select(TrainingDevice.Cpu);

    [Theory]
    [InlineData(6, 6)]
    [InlineData(4, 9)]
    [InlineData(9, 4)]
    [InlineData(20, 48)] // sizes whose products are computed in other ways
    [InlineData(130, 300)]
    [InlineData(260, 140)]
    public void Orthogonalize_RandomMatrix_HasSingularValuesNearOne(int rows, int columns)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor matrix = Random(rows, columns, 3);
        Tensor found = Muon.Orthogonalize(matrix);
        Assert.Equal([rows, columns], found.shape);
        float[] values = linalg.svdvals(found).data<float>().ToArray();
        Assert.All(values, value => Assert.InRange(value, 0.5f, 1.3f));
        // The singular vectors stay: U^T found V is diagonal.
        (Tensor u, _, Tensor vh) = linalg.svd(matrix, fullMatrices: false);
        float[] diagonal = u.t().mm(found).mm(vh.t()).data<float>().ToArray();
        int size = Math.Min(rows, columns);
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
                if (i != j) Assert.InRange(diagonal[i * size + j], -1e-3f, 1e-3f);
    }

    [Fact]
    public void Step_SeveralSteps_EqualsTheFormulas()
    {
        using DisposeScope scope = NewDisposeScope();
        var model = new DecoderOptions { VocabularySize = 5, Layers = 1, Width = 4, Heads = 2, KeyValueHeads = 1, FeedForwardWidth = 3, ContextLength = 2 };
        var options = new TrainingOptions { Optimizer = OptimizerKind.Muon, WeightDecay = 0.3, GradientClip = double.PositiveInfinity };
        using var store = new ParameterStore(new ParameterLayout(model), CPU, withGradients: true);
        store.Initialize(1);
        using var optimizer = new Muon(store, model, options);
        using var twin = new ParameterStore(new ParameterLayout(model), CPU, withGradients: true);
        twin.Initialize(1);
        using var adam = new AdamW(twin, options);
        // The three parts of the projection to queries (4 rows), keys (2) and values (2), which are matrices of their own.
        ParameterShape qkv = store.Layout.Shapes.Single(shape => shape.Name.EndsWith("attention.qkv", StringComparison.Ordinal));
        (int First, int Rows)[] parts = [(0, 4), (4, 2), (6, 2)];
        double[][,] values = [.. parts.Select(part => ToMatrix(store[qkv.Name].narrow(0, part.First, part.Rows)))];
        double[][,] momentum = [.. parts.Select(part => new double[part.Rows, 4])];
        for (int step = 1; step <= 4; step++)
        {
            Tensor gradient = Random(1, (int)store.Layout.Count, (ulong)step).view(-1);
            store.Gradients!.copy_(gradient);
            twin.Gradients!.copy_(gradient);
            for (int part = 0; part < parts.Length; part++)
            {
                double[,] g = ToMatrix(ParameterStore.View(gradient, qkv).narrow(0, parts[part].First, parts[part].Rows));
                var direction = new double[parts[part].Rows, 4];
                for (int i = 0; i < g.GetLength(0); i++)
                {
                    for (int j = 0; j < 4; j++)
                    {
                        momentum[part][i, j] = 0.95 * momentum[part][i, j] + 0.05 * g[i, j];
                        direction[i, j] = 0.05 * g[i, j] + 0.95 * momentum[part][i, j];
                    }
                }
                double[,] orthogonal = NewtonSchulz(direction);
                for (int i = 0; i < g.GetLength(0); i++)
                    for (int j = 0; j < 4; j++) values[part][i, j] = values[part][i, j] * (1 - 0.01 * 0.3) - 0.01 * 0.2 * 2 * orthogonal[i, j];
            }
            optimizer.Step(step, 0.01);
            adam.Step(step, 0.01);
        }
        for (int part = 0; part < parts.Length; part++)
        {
            double[,] found = ToMatrix(store[qkv.Name].narrow(0, parts[part].First, parts[part].Rows));
            for (int i = 0; i < parts[part].Rows; i++)
                for (int j = 0; j < 4; j++) Assert.Equal(values[part][i, j], found[i, j], 2e-4);
        }
        // Everything outside of the blocks is AdamW's, to the bit.
        foreach (string name in (string[])["embedding", "output", "final_norm", "layers.0.attention.norm"])
            Assert.Equal(twin[name].data<float>().ToArray(), store[name].data<float>().ToArray());
        Assert.All(store.Gradients!.data<float>().ToArray(), value => Assert.Equal(0f, value));
    }

    private static double[,] NewtonSchulz(double[,] x)
    {
        int rows = x.GetLength(0);
        int columns = x.GetLength(1);
        Assert.True(rows <= columns);
        double norm = Math.Sqrt(x.Cast<double>().Sum(value => value * value)) + 1e-7;
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) x[i, j] /= norm;
        for (int iteration = 0; iteration < 5; iteration++)
        {
            double[,] square = Times(x, Transposed(x));
            double[,] fourth = Times(square, square);
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < rows; j++) square[i, j] = -4.7750 * square[i, j] + 2.0315 * fourth[i, j];
            double[,] turned = Times(square, x);
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++) x[i, j] = 3.4445 * x[i, j] + turned[i, j];
        }
        return x;
    }

    private static double[,] Times(double[,] a, double[,] b)
    {
        var product = new double[a.GetLength(0), b.GetLength(1)];
        for (int i = 0; i < a.GetLength(0); i++)
            for (int j = 0; j < b.GetLength(1); j++)
                for (int k = 0; k < a.GetLength(1); k++) product[i, j] += a[i, k] * b[k, j];
        return product;
    }

    private static double[,] Transposed(double[,] a)
    {
        var turned = new double[a.GetLength(1), a.GetLength(0)];
        for (int i = 0; i < a.GetLength(0); i++)
            for (int j = 0; j < a.GetLength(1); j++) turned[j, i] = a[i, j];
        return turned;
    }

    private static double[,] ToMatrix(Tensor tensor)
    {
        float[] flat = tensor.contiguous().data<float>().ToArray();
        var matrix = new double[tensor.shape[0], tensor.shape[1]];
        for (int i = 0; i < flat.Length; i++) matrix[i / (int)tensor.shape[1], i % (int)tensor.shape[1]] = flat[i];
        return matrix;
    }

    private static Tensor Random(int rows, int columns, ulong seed)
    {
        var random = new SeededRandom(seed);
        return tensor([.. Enumerable.Range(0, rows * columns).Select(_ => (float)(random.NextDouble() - 0.5))], [rows, columns]);
    }
}
