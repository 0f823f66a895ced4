using DataCuration.Training.TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.Tests;

/// <summary>Small models of random weights, whose choices depend on all that they read.</summary>
internal static class GenerationModels
{
    /// <summary>Key-value heads, tied embeddings, and the addition to Llama's form.</summary>
    public static TheoryData<int, bool, string> Forms => new()
    {
        { 4, false, "" }, { 2, false, "" }, { 1, true, "" }, { 2, false, "bias" }, { 2, true, "norm" }, { 1, false, "wide" }, { 2, false, "scaled" },
    };

    public static DecoderOptions Options(int keyValueHeads = 2, bool tie = false, string addition = "", int context = 64, int vocabulary = 40)
    {
        var options = new DecoderOptions
        {
            VocabularySize = vocabulary,
            Layers = 2,
            Width = 32,
            Heads = 4,
            KeyValueHeads = keyValueHeads,
            FeedForwardWidth = 40,
            ContextLength = context,
            RopeTheta = 100,
            TieEmbeddings = tie,
            QkvBias = addition == "bias",
            QueryKeyNorm = addition == "norm",
            RopeScaling = addition == "scaled" ? new() { Factor = 4, OriginalContextLength = 16 } : null,
        };
        return addition == "wide" ? options with { HeadWidth = 10 } : options;
    }

    public static ParameterStore Parameters(DecoderOptions options)
    {
        TorchNative.Select(TrainingDevice.Cpu);
        using IDisposable scope = NewDisposeScope();
        using IDisposable guard = no_grad();
        var store = new ParameterStore(new ParameterLayout(options), CPU, withGradients: false);
        store.Initialize(1);
        var random = new SeededRandom(2);
        foreach (ParameterShape shape in store.Layout.Shapes)
        {
            // Ten times the usual deviation, and norm weights and biases other than 1 and 0.
            float[] values = [.. store[shape.Name].data<float>()];
            for (int i = 0; i < values.Length; i++) values[i] = shape.InitialDeviation == 0 ? (float)(0.5 + random.NextDouble()) : values[i] * 10;
            store[shape.Name].copy_(tensor(values, shape.Dimensions));
        }
        return store;
    }

    public static TorchSharpModel Model(DecoderOptions options) => new(options, "test", CPU, Parameters(options));

    /// <summary>Returns prompts of unequal lengths.</summary>
    public static ReadOnlyMemory<int>[] Prompts(int count, DecoderOptions options, int longest = 9)
    {
        var random = new SeededRandom(7);
        return [.. Enumerable.Range(0, count).Select(i => new ReadOnlyMemory<int>(
            [.. Enumerable.Range(0, 1 + (i * 5 % longest)).Select(_ => (int)random.NextInt64(options.VocabularySize))]))];
    }
}
