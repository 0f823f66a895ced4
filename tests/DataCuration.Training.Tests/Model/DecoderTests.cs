using DataCuration.Training.TorchSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.Tests;

public sealed class DecoderTests : IDisposable
{
    private static readonly int[] Tokens = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5];
    private readonly DisposeScope scope;

    public DecoderTests()
    {
        TorchNative.Select(TrainingDevice.Cpu);
        scope = NewDisposeScope();
    }

    /// <summary>Key-value heads, tied embeddings, and the addition to Llama's form.</summary>
    public static TheoryData<int, bool, string> Forms => new()
    {
        { 4, false, "" }, { 2, false, "" }, { 1, true, "" }, { 2, false, "bias" }, { 2, true, "norm" }, { 1, false, "wide" }, { 2, false, "scaled" },
    };

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Layout_HasAsManyElementsAsTheOptionsSay(bool tie)
    {
        DecoderOptions options = DecoderOptions.Tiny with { TieEmbeddings = tie };
        Assert.Equal(options.ParameterCount, new ParameterLayout(options).Count);
        DecoderOptions grouped = DecoderOptions.Small with { TieEmbeddings = tie };
        Assert.Equal(grouped.ParameterCount, new ParameterLayout(grouped).Count);
        DecoderOptions full = grouped with { QkvBias = true, QueryKeyNorm = true, HeadWidth = 40 };
        Assert.Equal(full.ParameterCount, new ParameterLayout(full).Count);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Logits_AnyForm_EqualTheNaiveDecoders(int keyValueHeads, bool tie, string addition)
    {
        (DecoderOptions options, ParameterStore store) = Make(keyValueHeads, tie, addition);
        using ParameterStore owned = store;
        using var decoder = new Decoder(options, store);
        float[] logits = decoder.Logits(tensor(Tokens.Select(token => (long)token).ToArray()), 1).data<float>().ToArray();
        double[] expected = [.. new NaiveDecoder(options, store).Logits(Tokens[..^0]).SelectMany(row => row)];
        Assert.Equal(expected.Length, logits.Length);
        for (int i = 0; i < logits.Length; i++) Assert.Equal(expected[i], logits[i], 2e-4);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Backward_EveryParameter_HasTheNaiveDecodersSlope(int keyValueHeads, bool tie, string addition)
    {
        (DecoderOptions options, ParameterStore store) = Make(keyValueHeads, tie, addition);
        using ParameterStore owned = store;
        using var decoder = new Decoder(options, store);
        int[] inputs = Tokens[..^1];
        int[] targets = Tokens[1..];
        Tensor loss = nn.functional.cross_entropy(decoder.Logits(tensor(inputs.Select(t => (long)t).ToArray()), 1),
            tensor(targets.Select(t => (long)t).ToArray()));
        loss.backward();
        float[] gradients = store.Gradients!.data<float>().ToArray();

        var naive = new NaiveDecoder(options, store);
        Assert.Equal(naive.Loss(inputs, targets), loss.item<float>(), 1e-5);
        var random = new SeededRandom(5);
        foreach (ParameterShape shape in store.Layout.Shapes)
        {
            for (int sample = 0; sample < 4; sample++)
            {
                // The first rows of the embedding belong to tokens that occur.
                int index = (int)random.NextInt64(Math.Min(shape.Count, 10 * options.Width));
                const double Step = 1e-5;
                double value = naive[shape.Name][index];
                naive[shape.Name][index] = value + Step;
                double above = naive.Loss(inputs, targets);
                naive[shape.Name][index] = value - Step;
                double below = naive.Loss(inputs, targets);
                naive[shape.Name][index] = value;
                Assert.Equal((above - below) / (2 * Step), gradients[shape.Offset + index], 3e-5);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("bias")]
    [InlineData("norm")]
    public void Logits_HalfPrecision_AreNear(string addition)
    {
        (DecoderOptions options, ParameterStore store) = Make(2, false, addition);
        using ParameterStore owned = store;
        using var exact = new Decoder(options, store);
        using var half = new Decoder(options, store, halfPrecision: true);
        Tensor tokens = tensor(Tokens.Select(token => (long)token).ToArray());
        Tensor logits = half.Logits(tokens, 1), expected = exact.Logits(tokens, 1);
        Assert.Equal(ScalarType.Float32, logits.dtype);
        Assert.InRange(logits.sub(expected).abs().max().item<float>(), 1e-6, 0.15 * expected.abs().max().item<float>());
        logits.sum().backward();
        Assert.True(store.Gradients!.isfinite().all().item<bool>());
    }

    [Fact]
    public void Logits_LaterTokenChanged_EarlierOnesStayToTheBit()
    {
        (DecoderOptions options, ParameterStore store) = Make(2, false);
        using ParameterStore owned = store;
        using var decoder = new Decoder(options, store);
        for (int changed = 1; changed < Tokens.Length; changed++)
        {
            long[] other = [.. Tokens.Select((token, i) => i >= changed ? (token + 7L) % 10 : token)];
            float[] before = decoder.Logits(tensor(Tokens.Select(token => (long)token).ToArray()), 1).data<float>().ToArray();
            float[] after = decoder.Logits(tensor(other), 1).data<float>().ToArray();
            int kept = changed * options.VocabularySize;
            Assert.Equal(before[..kept], after[..kept]);
            Assert.NotEqual(before[kept..(kept + options.VocabularySize)], after[kept..(kept + options.VocabularySize)]);
        }
    }

    [Fact]
    public void Logits_RowsInOneBatch_DoNotSeeEachOther()
    {
        (DecoderOptions options, ParameterStore store) = Make(2, false);
        using ParameterStore owned = store;
        using var decoder = new Decoder(options, store);
        long[] one = [1, 2, 3, 4];
        long[] two = [9, 8, 7, 6];
        float[] together = decoder.Logits(tensor((long[])[.. one, .. two]), 2).data<float>().ToArray();
        float[] alone = decoder.Logits(tensor(two), 1).data<float>().ToArray();
        for (int i = 0; i < alone.Length; i++) Assert.Equal(alone[i], together[alone.Length + i], 1e-5);
    }

    [Fact]
    public void Initialize_SameSeed_IsTheSameAndScaled()
    {
        var layout = new ParameterLayout(DecoderOptions.Tiny);
        using var store = new ParameterStore(layout, CPU, withGradients: false);
        store.Initialize(7);
        float[] first = store.Values.data<float>().ToArray();
        store.Initialize(7);
        Assert.Equal(first, store.Values.data<float>().ToArray());
        store.Initialize(8);
        Assert.NotEqual(first, store.Values.data<float>().ToArray());
        Assert.Equal(0.02, Deviation(store["layers.0.attention.qkv"]), 0.0005);
        Assert.Equal(0.02 / Math.Sqrt(6), Deviation(store["layers.2.feed_forward.down"]), 0.0003);
        Assert.All(store["final_norm"].data<float>().ToArray(), value => Assert.Equal(1f, value));
        using var other = new ParameterStore(new ParameterLayout(DecoderOptions.Tiny with { QkvBias = true, QueryKeyNorm = true }), CPU, withGradients: false);
        other.Initialize(7);
        Assert.All(other["layers.0.attention.qkv_bias"].data<float>().ToArray(), value => Assert.Equal(0f, value));
        Assert.All(other["layers.0.attention.key_norm"].data<float>().ToArray(), value => Assert.Equal(1f, value));
    }

    private static double Deviation(Tensor tensor) => Math.Sqrt(tensor.data<float>().ToArray().Average(value => (double)value * value));

    private static (DecoderOptions Options, ParameterStore Store) Make(int keyValueHeads, bool tie, string addition = "")
    {
        var options = new DecoderOptions
        {
            VocabularySize = 10,
            Layers = 2,
            Width = 16,
            Heads = 4,
            KeyValueHeads = keyValueHeads,
            FeedForwardWidth = 20,
            ContextLength = 12,
            RopeTheta = 100,
            TieEmbeddings = tie,
            QkvBias = addition == "bias",
            QueryKeyNorm = addition == "norm",
            RopeScaling = addition == "scaled" ? new() { Factor = 4, OriginalContextLength = 16 } : null,
        };
        if (addition == "wide") options = options with { HeadWidth = 6 };
        var store = new ParameterStore(new ParameterLayout(options), CPU, withGradients: true);
        store.Initialize(1);
        // Ten times the usual deviation, and norm weights other than 1, since errors would be small near zero.
        var random = new SeededRandom(2);
        using (no_grad())
        {
            store.Values.TimesInPlace(10);
            foreach (ParameterShape shape in store.Layout.Shapes.Where(shape => shape.InitialDeviation == 0))
                store[shape.Name].copy_(tensor(Enumerable.Range(0, (int)shape.Count).Select(_ => (float)(0.5 + random.NextDouble())).ToArray()));
        }
        return (options, store);
    }
}
