using DataCuration.Models;
using DataCuration.Training.TorchSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.Tests;

public sealed class LoraAdapterTests : IDisposable
{
    private const int Rank = 3;
    private static readonly int[] Inputs = [3, 1, 4, 1, 5, 9, 2, 6];
    private static readonly int[] Targets = [1, 4, 1, 5, 9, 2, 6, 5];
    private static readonly LoraOptions Lora = new() { Rank = Rank, Alpha = 6, Targets = LoraTargets.All };
    private static readonly DecoderOptions Model = new()
    {
        VocabularySize = 10,
        Layers = 2,
        Width = 12,
        Heads = 2,
        KeyValueHeads = 1,
        FeedForwardWidth = 14,
        ContextLength = 12,
        RopeTheta = 100,
    };

    private readonly DisposeScope scope;

    public LoraAdapterTests()
    {
        TorchNative.Select(TrainingDevice.Cpu);
        scope = NewDisposeScope();
    }

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(LoraInitialization.Kaiming)]
    [InlineData(LoraInitialization.Gaussian)]
    public void Apply_InitialValues_LeaveTheBaseToTheBit(LoraInitialization initialization)
    {
        LoraOptions options = Lora with { Initialization = initialization };
        using ParameterStore weights = Weights();
        using var matrices = new ParameterStore(ParameterLayout.ForAdapter(Model, options), CPU, withGradients: true);
        matrices.Initialize(5);
        Assert.Equal(Logits(weights, null), Logits(weights, new LoraAdapter(Model, options, matrices)));
        double[] scaled = [.. matrices.Layout.Shapes.Where(shape => shape.Name.EndsWith("_a", StringComparison.Ordinal)).SelectMany(shape =>
            matrices[shape.Name].data<float>().ToArray().Select(value => value * (initialization == LoraInitialization.Kaiming
                ? Math.Sqrt(3 * shape.Dimensions[1]) : Rank)))];
        Assert.Equal(516, scaled.Length);
        Assert.Equal(1, Math.Sqrt(scaled.Average(value => value * value)), 0.1); // the standard deviation is at most 0.03
        if (initialization == LoraInitialization.Kaiming) Assert.All(scaled, value => Assert.InRange(Math.Abs(value), 0, Math.Sqrt(3) + 1e-6));
        Assert.All(matrices[LoraLayout.NameB(1, LoraTargets.Down)].data<float>().ToArray(), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(LoraTargets.All)]
    [InlineData(LoraTargets.Query | LoraTargets.Value)]
    [InlineData(LoraTargets.Key | LoraTargets.Up)]
    public void MergeInto_AnyTargets_EqualsTheAdapterWithinRounding(LoraTargets targets)
    {
        LoraOptions options = Lora with { Targets = targets };
        using ParameterStore weights = Weights();
        using ParameterStore matrices = Matrices(options);
        var adapter = new LoraAdapter(Model, options, matrices);
        float[] unmerged = Logits(weights, adapter), plain = Logits(weights, null);
        adapter.MergeInto(weights);
        float[] merged = Logits(weights, null);
        for (int i = 0; i < merged.Length; i++) Assert.Equal(unmerged[i], merged[i], 2e-4);
        Assert.Contains(Enumerable.Range(0, merged.Length), i => Math.Abs(plain[i] - merged[i]) > 0.01);
    }

    [Fact]
    public void Backward_EveryMatrix_HasTheSlopeOfFiniteDifferences()
    {
        using ParameterStore weights = Weights();
        using ParameterStore matrices = Matrices(Lora);
        using var decoder = new Decoder(Model, weights, change: new LoraAdapter(Model, Lora, matrices));
        Tensor loss = nn.functional.cross_entropy(decoder.Logits(tensor(Inputs.Select(t => (long)t).ToArray()), 1),
            tensor(Targets.Select(t => (long)t).ToArray()));
        loss.backward();
        float[] gradients = matrices.Gradients!.data<float>().ToArray();
        double[] values = [.. matrices.Values.data<float>().ToArray().Select(value => (double)value)];
        Assert.Equal(NaiveLoss(weights, matrices.Layout, values), loss.item<float>(), 1e-5);
        var random = new SeededRandom(5);
        foreach (ParameterShape shape in matrices.Layout.Shapes)
        {
            for (int sample = 0; sample < 2; sample++)
            {
                const double Step = 1e-5;
                long index = shape.Offset + random.NextInt64(shape.Count);
                double value = values[index];
                values[index] = value + Step;
                double above = NaiveLoss(weights, matrices.Layout, values);
                values[index] = value - Step;
                double below = NaiveLoss(weights, matrices.Layout, values);
                values[index] = value;
                Assert.Equal((above - below) / (2 * Step), gradients[index], 3e-5);
            }
        }
    }

    [Fact]
    public void BeginBatch_Dropout_RepeatsWithTheKeyAndKeepsTheMean()
    {
        LoraOptions options = new() { Rank = 1, Alpha = 1, Targets = LoraTargets.AttentionOutput, Dropout = 0.25 };
        DecoderOptions wide = Model with { Width = 2_000, Heads = 1_000, KeyValueHeads = 1_000 };
        using var matrices = new ParameterStore(ParameterLayout.ForAdapter(wide, options), CPU, withGradients: false);
        using (no_grad()) matrices.Values.zero_().PlusInPlace(1.0);
        var adapter = new LoraAdapter(wide, options, matrices);
        Tensor input = ones(3, 2_000), output = zeros(3, 2_000);
        float[] Run(ulong? key)
        {
            if (key is { } number) adapter.BeginBatch(number);
            float[] result = adapter.Apply(0, DecoderProjection.AttentionOutput, input, output).data<float>().ToArray();
            adapter.EndBatch();
            return result;
        }
        Assert.All(Run(null), value => Assert.Equal(2_000f, value));
        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));
        Assert.InRange(Run(1)[0], 1_850, 2_150); // the standard deviation is 26
        Assert.NotEqual(2_000f, Run(1)[0]);
    }

    private static double NaiveLoss(ParameterStore weights, ParameterLayout layout, double[] values)
    {
        var naive = new NaiveDecoder(Model, weights);
        for (int layer = 0; layer < Model.Layers; layer++)
        {
            Add("attention.qkv", 0, LoraTargets.Query);
            Add("attention.qkv", 12, LoraTargets.Key);
            Add("attention.qkv", 18, LoraTargets.Value);
            Add("attention.output", 0, LoraTargets.AttentionOutput);
            Add("feed_forward.gate_up", 0, LoraTargets.Gate);
            Add("feed_forward.gate_up", 14, LoraTargets.Up);
            Add("feed_forward.down", 0, LoraTargets.Down);

            void Add(string name, int firstRow, LoraTargets target)
            {
                ParameterShape a = layout.Shapes.Single(shape => shape.Name == LoraLayout.NameA(layer, target));
                ParameterShape b = layout.Shapes.Single(shape => shape.Name == LoraLayout.NameB(layer, target));
                int columns = (int)a.Dimensions[1];
                for (int row = 0; row < b.Dimensions[0]; row++)
                    for (int column = 0; column < columns; column++)
                        for (int i = 0; i < Rank; i++)
                        {
                            naive[ParameterLayout.LayerName(layer, name)][(firstRow + row) * columns + column] +=
                                Lora.Scale * values[b.Offset + row * Rank + i] * values[a.Offset + i * columns + column];
                        }
            }
        }
        return naive.Loss(Inputs, Targets);
    }

    private static float[] Logits(ParameterStore weights, LoraAdapter? adapter)
    {
        using var decoder = new Decoder(Model, weights, change: adapter);
        return decoder.Logits(tensor(Inputs.Select(token => (long)token).ToArray()), 1).data<float>().ToArray();
    }

    private static ParameterStore Weights()
    {
        var store = new ParameterStore(new ParameterLayout(Model), CPU, withGradients: false);
        store.Initialize(1);
        using (no_grad()) store.Values.TimesInPlace(5);
        return store;
    }

    private static ParameterStore Matrices(LoraOptions options)
    {
        var store = new ParameterStore(ParameterLayout.ForAdapter(Model, options), CPU, withGradients: true);
        var random = new SeededRandom(2);
        float[] values = [.. Enumerable.Range(0, (int)store.Layout.Count).Select(_ => (float)(0.4 * random.NextDouble() - 0.2))];
        using (no_grad()) store.Values.copy_(tensor(values));
        return store;
    }
}
