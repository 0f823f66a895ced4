using DataCuration.Training.TorchSharp;
using TorchSharp;
using static TorchSharp.torch;
using Functional = TorchSharp.torch.nn.functional;

namespace DataCuration.Training.Tests;

public sealed class LinearLayerTests
{
    [Theory]
    [InlineData(1, 8, 5, false)]
    [InlineData(1, 24, 10, true)]
    [InlineData(2, 24, 10, true)]
    [InlineData(7, 16, 48, false)]
    [InlineData(127, 16, 48, true)]
    [InlineData(131, 33, 7, false)]
    [InlineData(512, 96, 64, true)]
    public void EachWay_AnyShape_EqualsALinearLayer(int rows, int inputs, int outputs, bool hasBias)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = Numbers(rows, inputs, 1), weight = Numbers(outputs, inputs, 2), slope = Numbers(rows, outputs, 4);
        Tensor? bias = hasBias ? Numbers(1, outputs, 3).reshape(outputs).detach().requires_grad_(true) : null;

        Tensor expected = Functional.linear(x, weight, bias!);
        expected.backward([slope]);
        Tensor[] expectedSlopes = Slopes(x, weight, bias);
        List<Func<Tensor, Tensor, Tensor?, Tensor>> ways = [LinearLayer.Transpose, LinearLayer.Apply];
        if (LinearLayer.CanConvolve) ways.Add(LinearLayer.Convolve);
        foreach (Func<Tensor, Tensor, Tensor?, Tensor> way in ways)
        {
            Tensor actual = way(x, weight, bias);
            actual.backward([slope]);

            AssertClose(expected, actual);
            foreach ((Tensor one, Tensor other) in expectedSlopes.Zip(Slopes(x, weight, bias))) AssertClose(one, other);
            Assert.True(actual.is_contiguous());
        }
    }

    [Theory]
    [InlineData(8, 5, false)]
    [InlineData(385, 100, true)]
    public void MultiplyRow_AnyShape_EqualsALinearLayer(int inputs, int outputs, bool hasBias)
    {
        using IDisposable scope = NewDisposeScope(), guard = no_grad();
        Tensor x = Numbers(1, inputs, 1), weight = Numbers(outputs, inputs, 2);
        Tensor? bias = hasBias ? Numbers(1, outputs, 3).reshape(outputs) : null;

        AssertClose(Functional.linear(x, weight, bias!), LinearLayer.MultiplyRow(x, weight, bias));
        AssertClose(Functional.linear(x, weight, bias!), LinearLayer.Apply(x, weight, bias));
    }

    // A machine whose oneDNN does not know the caches multiplies these wrongly, or ends the process.
    [Theory]
    [InlineData(128, 192, 40)]
    [InlineData(128, 256, 1024)]
    [InlineData(600, 64, 100)]
    [InlineData(1000, 32, 257)]
    public void Apply_ManyRows_EqualsTheSumsOfProducts(int rows, int inputs, int outputs)
    {
        using IDisposable scope = NewDisposeScope(), guard = no_grad();
        Tensor x = Numbers(rows, inputs, 1), weight = Numbers(outputs, inputs, 2);
        Tensor expected = x.to(ScalarType.Float64).mm(weight.to(ScalarType.Float64).t()).to(ScalarType.Float32);

        AssertClose(expected, LinearLayer.Apply(x, weight));
    }

    [Theory]
    [InlineData(true, 0x21, 0x22, 0x43, 0x63)]
    [InlineData(false, 0, 0, 0, 0)] // a virtual machine that leaves the leaf empty
    [InlineData(false, 0x21, 0x22, 0, 0)]
    public void NamesCaches_Leaves_CountsDataCaches(bool expected, params int[] parts)
    {
        Assert.Equal(expected, LinearLayer.NamesCaches((leaf, part) => leaf == int.MinValue ? (unchecked((int)0x80000021), 0, 0, 0) : (parts[part], 0, 0, 0)));
        Assert.False(LinearLayer.NamesCaches((leaf, part) => leaf == int.MinValue ? (unchecked((int)0x80000008), 0, 0, 0) : (parts[part], 0, 0, 0)));
    }

    [Fact]
    public void Apply_RowsThatDoNotLieTogether_EqualsALinearLayer()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = Numbers(24, 300, 1).t(), weight = Numbers(10, 24, 2);

        AssertClose(Functional.linear(x, weight), LinearLayer.Apply(x, weight));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Apply_Repeated_GivesTheSameBits(int threads)
    {
        int before = get_num_threads();
        try
        {
            set_num_threads(threads);
            using IDisposable scope = NewDisposeScope();
            Tensor x = Numbers(700, 96, 1), weight = Numbers(80, 96, 2), slope = Numbers(700, 80, 3);

            byte[][] Run()
            {
                Tensor y = LinearLayer.Apply(x, weight);
                y.backward([slope]);
                return [.. Slopes(x, weight, null).Append(y).Select(tensor => tensor.detach().contiguous().bytes.ToArray())];
            }

            byte[][] first = Run();
            for (int i = 0; i < 5; i++) Assert.Equal(first, Run());
        }
        finally
        {
            set_num_threads(before);
        }
    }

    private static Tensor[] Slopes(Tensor x, Tensor weight, Tensor? bias)
    {
        Tensor[] slopes = [.. new[] { x, weight, bias }.OfType<Tensor>().Select(tensor => tensor.grad!.clone())];
        foreach (Tensor tensor in new[] { x, weight, bias }.OfType<Tensor>()) tensor.grad!.zero_();
        return slopes;
    }

    private static Tensor Numbers(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        return tensor([.. Enumerable.Range(0, rows * columns).Select(_ => (float)(random.NextDouble() * 2 - 1))], [rows, columns], requires_grad: true);
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(allclose(expected, actual, 1e-4, 1e-4));
    }
}
