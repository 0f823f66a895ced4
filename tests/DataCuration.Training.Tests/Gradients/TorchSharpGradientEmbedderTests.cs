using System.Text;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

public sealed class TorchSharpGradientEmbedderTests
{
    private const string Text = "the cat é sat 中";

    [Theory]
    [InlineData(2, false, "", 64)]
    [InlineData(1, true, "norm", 8)]
    [InlineData(2, false, "bias", 10)]
    public void Embed_Text_GivesTheDerivativeOfTheMeanLoss(int keyValueHeads, bool tie, string addition, int context)
    {
        DecoderOptions options = GenerationModels.Options(keyValueHeads, tie, addition, context, vocabulary: 257);
        using ParameterStore store = GenerationModels.Parameters(options);
        using TorchSharpModel model = GenerationModels.Model(options);
        byte[] text = Encoding.UTF8.GetBytes(Text);
        using var embedder = new TorchSharpGradientEmbedder(model, ByteTokenEncoder.Instance);
        var gradient = new float[embedder.Dimension];
        embedder.Embed([text], gradient);

        var naive = new NaiveDecoder(options, store);
        var random = new SeededRandom(5);
        double largest = 0;
        foreach (ParameterShape shape in store.Layout.Shapes)
        {
            double[] values = naive[shape.Name];
            for (int n = 0; n < 3; n++)
            {
                // Rows of tokens that the text lacks have no gradient, so the first numbers of the embedding are those of a letter.
                int i = shape.Name == ParameterLayout.Embedding ? ('t' * options.Width) + n : (int)random.NextInt64(shape.Count);
                const double Step = 1e-5;
                double before = values[i];
                values[i] = before + Step;
                double above = Loss(naive, text, context);
                values[i] = before - Step;
                double below = Loss(naive, text, context);
                values[i] = before;
                double expected = (above - below) / (2 * Step);
                Assert.Equal(expected, gradient[shape.Offset + i], 2e-4 * Math.Max(1, Math.Abs(expected)));
                largest = Math.Max(largest, Math.Abs(expected));
            }
        }
        Assert.True(largest > 0.01, $"{largest}");
    }

    [Fact]
    public void Embed_SomeParametersAndProjections_ArePartsOfTheWhole()
    {
        using TorchSharpModel model = GenerationModels.Model(GenerationModels.Options(vocabulary: 257));
        string[] names = ["final_norm", "layers.1.feed_forward.down"]; // in another order than the model's
        using var whole = new TorchSharpGradientEmbedder(model, ByteTokenEncoder.Instance);
        using var some = new TorchSharpGradientEmbedder(model, ByteTokenEncoder.Instance) { Parameters = names };
        using var projected = new TorchSharpGradientEmbedder(model, ByteTokenEncoder.Instance)
        {
            Parameters = names,
            ProjectedDimension = 7,
            ProjectionSeed = 3,
        };
        using var wide = new TorchSharpGradientEmbedder(model, ByteTokenEncoder.Instance) { ProjectedDimension = 4_000 };
        float[] all = Embed(whole, Text), own = Embed(some, Text), short7 = Embed(projected, Text);
        ParameterShape[] shapes = [.. new ParameterLayout(model.Options).Shapes.Where(shape => names.Contains(shape.Name))];
        Assert.Equal(["layers.1.feed_forward.down", "final_norm"], some.Parameters);
        float[] expected = [.. shapes.SelectMany(shape => all.AsSpan((int)shape.Offset, (int)shape.Count).ToArray())];
        Assert.Equal(expected.Length, own.Length);
        for (int i = 0; i < own.Length; i++) Assert.Equal(expected[i], own[i], 1e-5);

        var sums = new double[7];
        foreach (ParameterShape shape in shapes)
            for (long i = shape.Offset; i < shape.Offset + shape.Count; i++)
            {
                ulong hash = SeededRandom.Mix(3 ^ SeededRandom.Mix((ulong)i));
                sums[(int)((hash >> 1) % 7)] += (hash & 1) == 0 ? all[i] : -all[i];
            }
        for (int i = 0; i < 7; i++) Assert.Equal(sums[i], short7[i], 1e-4);

        // Projections keep cosines.
        float[] otherWhole = Embed(whole, "zebras 12345"), oneWide = Embed(wide, Text), otherWide = Embed(wide, "zebras 12345");
        Assert.Equal(Cosine(all, otherWhole), Cosine(oneWide, otherWide), 0.08);
        Assert.InRange(Math.Abs(Cosine(all, otherWhole)), 0, 0.9);
    }

    [Fact]
    public void Embed_RepeatedAndEmptyTexts_GivesTheSameBitsAndNaN()
    {
        float[] first, again;
        TorchSharpModel model = GenerationModels.Model(GenerationModels.Options(vocabulary: 257, context: 8));
        using var embedder = new TorchSharpGradientEmbedder(model, ByteTokenEncoder.Instance) { Threads = 1, ProjectedDimension = 20 };
        first = Embed(embedder, Text);
        float[] logits = model.Logits([1, 2]);
        model.Dispose(); // the embedder has its own copy
        byte[] text = Encoding.UTF8.GetBytes(Text);
        again = new float[60];
        embedder.Embed([Encoding.UTF8.GetBytes("other"), default, text], again);
        Assert.Equal(first, again[40..]);
        Assert.All(again[20..40], value => Assert.True(float.IsNaN(value)));
        Assert.NotEqual(first, again[..20]);
        using TorchSharpModel fresh = GenerationModels.Model(GenerationModels.Options(vocabulary: 257, context: 8));
        Assert.Equal(logits, fresh.Logits([1, 2]));
        Assert.Throws<ArgumentException>(() => embedder.Embed([text], new float[19]));
        Assert.Throws<ArgumentException>(() => new TorchSharpGradientEmbedder(fresh, ByteTokenEncoder.Instance) { Parameters = ["layers.9.attention.qkv"] });
        Assert.Throws<ArgumentException>(() => new TorchSharpGradientEmbedder(fresh, ByteTokenEncoder.Instance) { Parameters = ["output", "output"] });
    }

    [Fact]
    public void Embed_LargeVocabulary_EqualsTheGradientOfAllPositionsAtOnce()
    {
        // 130 positions are computed in two parts: the derivative comes from differences of losses.
        DecoderOptions options = GenerationModels.Options(vocabulary: 20_000, context: 200);
        byte[] text = [.. Enumerable.Range(0, 130).Select(i => (byte)('a' + (i * i % 26)))];
        using TorchSharpModel model = GenerationModels.Model(options);
        using var embedder = new TorchSharpGradientEmbedder(model, ByteTokenEncoder.Instance) { Parameters = [ParameterLayout.FinalNorm] };
        var gradient = new float[options.Width];
        embedder.Embed([text], gradient);
        global::TorchSharp.torch.Tensor norm = model.Parameters[ParameterLayout.FinalNorm];
        foreach (int i in (int[])[0, 7, 31])
        {
            var losses = new double[2];
            float before = norm.data<float>()[i];
            for (int side = 0; side < 2; side++)
            {
                norm.data<float>()[i] = before + ((side == 0 ? 1 : -1) * 0.01f);
                var nats = new double[1];
                new TorchSharpLossScorer(model, ByteTokenEncoder.Instance).Score([text], nats, CancellationToken.None);
                losses[side] = nats[0] / text.Length;
            }
            norm.data<float>()[i] = before;
            Assert.Equal((losses[0] - losses[1]) / 0.02, gradient[i], 1e-3 * Math.Max(1, Math.Abs(gradient[i])));
        }
        Assert.True(gradient.Max(Math.Abs) > 0.01);
    }

    [Fact]
    public void Describe_OtherOptions_Differ()
    {
        using TorchSharpModel model = GenerationModels.Model(GenerationModels.Options(vocabulary: 257));
        var seen = new HashSet<string>();
        TorchSharpGradientEmbedder[] embedders =
        [
            new(model, ByteTokenEncoder.Instance),
            new(model, ByteTokenEncoder.Instance) { Parameters = ["output"] },
            new(model, ByteTokenEncoder.Instance) { ProjectedDimension = 5 },
            new(model, ByteTokenEncoder.Instance) { ProjectedDimension = 5, ProjectionSeed = 1 },
            new(model, ByteTokenEncoder.Instance) { Block = 9 },
            new(model, ByteTokenEncoder.Instance) { StartToken = 9 },
            new(model, ByteTokenEncoder.Instance) { Threads = 1 },
        ];
        foreach (TorchSharpGradientEmbedder embedder in embedders)
        {
            var writer = new FingerprintWriter();
            embedder.Describe(writer);
            Assert.True(seen.Add(writer.ToFingerprint()));
            embedder.Dispose();
        }
    }

    private static double Loss(NaiveDecoder naive, byte[] text, int context)
    {
        int[] inputs = [256, .. text.SkipLast(1).Select(value => (int)value)];
        double sum = 0;
        for (int first = 0, scored = 0; scored < text.Length; first += context - (context / 2))
        {
            int end = Math.Min(first + context, text.Length);
            double[][] logits = naive.Logits(inputs[first..end]);
            for (; scored < end; scored++) sum += Math.Log(logits[scored - first].Sum(Math.Exp)) - logits[scored - first][text[scored]];
        }
        return sum / text.Length;
    }

    private static float[] Embed(TorchSharpGradientEmbedder embedder, string text)
    {
        var vector = new float[embedder.Dimension];
        embedder.Embed([Encoding.UTF8.GetBytes(text)], vector);
        return vector;
    }

    private static double Cosine(float[] left, float[] right) => Dot(left, right) / Math.Sqrt(Dot(left, left) * Dot(right, right));

    private static double Dot(float[] left, float[] right) => left.Zip(right, (one, other) => (double)one * other).Sum();
}
