using DataCuration.Models;
using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

public sealed class HuggingFaceModelTests : IDisposable
{
    private const int Vocabulary = 29;
    private static readonly int[] Tokens = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 28, 0];
    private static readonly RopeScaling Llama3 = new() { Factor = 8, OriginalContextLength = 24 };
    private static readonly RopeScaling Linear = new() { Kind = RopeScalingKind.Linear, Factor = 2.5 };
    private readonly TemporaryFolder folder = new(inMemory: true);

    /// <summary>Architecture, query heads, key-value heads, head width, tied embeddings, scaling of positions, number format.</summary>
    public static TheoryData<ModelArchitecture, int, int, int, bool, RopeScaling?, TensorElementType> Models()
    {
        var models = new TheoryData<ModelArchitecture, int, int, int, bool, RopeScaling?, TensorElementType>();
        foreach (ModelArchitecture architecture in Enum.GetValues<ModelArchitecture>())
        {
            models.Add(architecture, 4, 4, 8, false, null, TensorElementType.Float32); // multi-head
            models.Add(architecture, 4, 2, 8, true, Llama3, TensorElementType.Float32); // grouped
            models.Add(architecture, 4, 1, 8, false, Linear, TensorElementType.Float32); // multi-query
            models.Add(architecture, 6, 2, 10, false, Llama3, TensorElementType.BFloat16); // heads wider together than the model
            models.Add(architecture, 2, 1, 4, true, null, TensorElementType.Float16); // and narrower
        }
        return models;
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void Logits_OfALoadedModel_EqualTheReferences(ModelArchitecture architecture, int heads, int keyValueHeads, int headWidth, bool tie,
        RopeScaling? scaling, TensorElementType type)
    {
        ModelConfiguration model = Make(architecture, heads, keyValueHeads, headWidth, tie, scaling, type);
        HuggingFaceFolder.Write(folder["m"], model, Weights(model), new() { MaxFileBytes = 9_000 });
        Dictionary<string, float[]> weights;
        using (HuggingFaceFolder files = HuggingFaceFolder.Open(folder["m"]))
        {
            Assert.True(files.WeightFiles.Count > 1);
            weights = files.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.ToArray(), StringComparer.Ordinal);
        }
        using TorchSharpModel loaded = TorchSharpModel.LoadHuggingFace(folder["m"], TrainingDevice.Cpu);
        float[] logits = loaded.Logits(Tokens);
        double[] expected = [.. new HuggingFaceReference(model, weights).Logits(Tokens).SelectMany(row => row)];
        Assert.Equal(expected.Length, logits.Length);
        for (int i = 0; i < logits.Length; i++)
            Assert.True(Math.Abs(expected[i] - logits[i]) <= 1e-4 * Math.Max(1, Math.Abs(expected[i])), $"{expected[i]} {logits[i]}");
        Assert.True(expected.Max() - expected.Min() > 1, "The logits must differ, or the comparison shows little.");

        // Written again, the weights are the same to the bit.
        loaded.SaveHuggingFace(folder["n"]);
        using HuggingFaceFolder again = HuggingFaceFolder.Open(folder["n"]);
        Assert.Equal(type, again.Configuration.ElementType);
        Assert.All(again.Tensors, tensor => Assert.Equal(weights[tensor.Name], tensor.ToArray()));
        Assert.Equal(weights.Count, again.Tensors.Count);
    }

    [Fact]
    public async Task SaveHuggingFace_TrainedModel_ComputesTheSameAfterLoading()
    {
        using TokenShards tokens = TokenShardFolder.WriteTexts(folder["tokens"], [string.Concat(Enumerable.Repeat("abcd efgh ", 60))], shards: 1);
        var form = new DecoderOptions
        {
            Layers = 1,
            Width = 16,
            Heads = 2,
            KeyValueHeads = 1,
            FeedForwardWidth = 24,
            ContextLength = 32,
            HeadWidth = 6,
            QueryKeyNorm = true,
            RopeScaling = Llama3,
        };
        var options = new TrainingOptions
        {
            Steps = 4,
            BatchRows = 2,
            WarmupSteps = 1,
            CheckpointFolder = folder["model"],
            Device = TrainingDevice.Cpu,
            Threads = 1,
        };
        TrainingReport report = await new TorchSharpBackend().PretrainAsync(tokens, form, options);
        Assert.Equal(form.ParameterCount, report.ParameterCount);
        using TorchSharpModel trained = TorchSharpModel.Load(folder["model"], TrainingDevice.Cpu);
        Assert.Equal(form, trained.Options);
        Assert.Null(trained.Configuration);
        trained.SaveHuggingFace(folder["hf"], new() { Generation = new() { EndTokenIds = [256] } });
        using TorchSharpModel loaded = TorchSharpModel.LoadHuggingFace(folder["hf"], TrainingDevice.Cpu);
        Assert.Equal(form, loaded.Options);
        Assert.Equal([256], loaded.Configuration!.EndTokenIds);
        Assert.Equal(trained.Logits([1, 2, 3]), loaded.Logits([1, 2, 3]));
        Assert.NotEqual(trained.ContentHash, loaded.ContentHash);
    }

    [Fact]
    public void LoadHuggingFace_MissingTensor_NamesIt()
    {
        ModelConfiguration model = Make(ModelArchitecture.Qwen2, 2, 1, 4, false, null, TensorElementType.Float32);
        HuggingFaceFolder.Write(folder["m"], model, Weights(model));
        SafetensorsWriter.Write(folder["m/model.safetensors"], [.. Weights(model).Where(tensor => tensor.Name != "model.layers.1.self_attn.k_proj.bias")]);
        var error = Assert.Throws<ModelFileException>(() => TorchSharpModel.LoadHuggingFace(folder["m"], TrainingDevice.Cpu));
        Assert.Contains("tensor 'model.layers.1.self_attn.k_proj.bias' [4] is missing", error.Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => TorchSharpModel.LoadHuggingFace(folder["absent"], TrainingDevice.Cpu));
        Assert.Throws<ArgumentException>(() => TorchSharpModel.LoadHuggingFace("hf://owner/name", TrainingDevice.Cpu));
    }

    [Fact]
    public void Logits_LongerThanTheFirstTableOfRotations_EqualThoseOfAShorterContext()
    {
        ModelConfiguration model = Make(ModelArchitecture.Llama, 2, 1, 4, false, null, TensorElementType.Float32) with { Layers = 1, ContextLength = 1 << 30 };
        HuggingFaceFolder.Write(folder["m"], model, Weights(model));
        using TorchSharpModel loaded = TorchSharpModel.LoadHuggingFace(folder["m"], TrainingDevice.Cpu);
        int[] many = [.. Enumerable.Range(0, 4_100).Select(i => i * 7 % Vocabulary)];
        float[] few = loaded.Logits(many.AsSpan(0, 40));
        float[] all = loaded.Logits(many);
        for (int i = 0; i < few.Length; i++) Assert.Equal(few[i], all[i], 1e-4);
        Assert.True(float.IsFinite(all[^1]));
    }

    private static ModelConfiguration Make(ModelArchitecture architecture, int heads, int keyValueHeads, int headWidth, bool tie, RopeScaling? scaling,
        TensorElementType type) => new()
        {
            Architecture = architecture,
            VocabularySize = Vocabulary,
            Layers = 2,
            Width = 24,
            Heads = heads,
            KeyValueHeads = keyValueHeads,
            HeadWidth = headWidth,
            FeedForwardWidth = 20,
            ContextLength = 64,
            RopeTheta = 100,
            RopeScaling = scaling,
            TieEmbeddings = tie,
            ElementType = type,
        };

    // Wide values, and weights of normalisations other than 1: near zero, errors would be small.
    private static ModelTensor[] Weights(ModelConfiguration model)
    {
        var random = new SeededRandom(11);
        return [.. ModelTensors.List(model).Select(slot => ModelTensor.FromValues(slot.Name, slot.Shape,
            Enumerable.Range(0, (int)slot.Shape.Aggregate(1L, (a, b) => a * b)).Select(_ => Value(slot.Name)).ToArray()))];

        float Value(string name) =>
            (float)(name.EndsWith("norm.weight", StringComparison.Ordinal) ? 0.5 + random.NextDouble() : 0.6 * (random.NextDouble() - 0.5));
    }
}
