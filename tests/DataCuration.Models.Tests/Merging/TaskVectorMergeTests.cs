using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Models.Tests;

public sealed class TaskVectorMergeTests : IDisposable
{
    private static readonly ModelConfiguration Configuration = SmallModel.Make();
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void MergeFolders_AnyModels_EqualTheSumOverPlainArrays()
    {
        float[][] start = Save("base", 1), one = Save("one", 2), two = Save("two", 3), three = Save("three", 4);
        MergeReport report = TaskVectorMerge.MergeFolders(folder.Combine("base"), [Model("one", 0.5), Model("two", -0.25), Model("three", 1)],
            folder.Combine("merged"));
        float[][] merged = Load("merged");
        double squares = 0;
        for (int tensor = 0; tensor < start.Length; tensor++)
        {
            for (int i = 0; i < start[tensor].Length; i++)
            {
                double zero = start[tensor][i];
                double expected = zero + 0.5 * (one[tensor][i] - zero) - 0.25 * (two[tensor][i] - zero) + (three[tensor][i] - zero);
                Assert.Equal((float)expected, merged[tensor][i]);
                squares += (one[tensor][i] - zero) * (one[tensor][i] - zero);
            }
        }
        Assert.Equal(Math.Sqrt(squares), report.Models[0].Distance, 1e-9);
        Assert.Equal(start.Sum(tensor => tensor.Length), report.Elements);
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(folder.Combine("merged", TaskVectorMerge.ManifestFileName)));
        Assert.Equal(report.Fingerprint, manifest.RootElement.GetProperty("fingerprint").GetString());
        Assert.Equal([0.5, -0.25, 1], manifest.RootElement.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("weight").GetDouble()));
        Assert.Equal(4, report.Models.Select(model => model.Hash).Append(report.Base.Hash).Distinct().Count());
    }

    [Fact]
    public void MergeFolders_WeightsZeroAndOne_GiveBaseAndModel()
    {
        float[][] start = Save("base", 1), one = Save("one", 2);
        string zero = TaskVectorMerge.MergeFolders(folder.Combine("base"), [Model("one", 0)], folder.Combine("zero")).Fingerprint;
        string whole = TaskVectorMerge.MergeFolders(folder.Combine("base"), [Model("one", 1)], folder.Combine("whole")).Fingerprint;
        Assert.Equal(start, Load("zero"));
        Assert.Equal(one, Load("whole"));
        Assert.NotEqual(zero, whole);
        Assert.Equal(whole, TaskVectorMerge.MergeFolders(folder.Combine("base"), [Model("one", 1)], folder.Combine("again")).Fingerprint);
    }

    [Fact]
    public void MergeFolders_OtherShapeOrLayers_NamesTheTensor()
    {
        Save("base", 1);
        Save("wide", 2, Configuration with { FeedForwardWidth = 14 });
        Save("qwen", 2, Configuration with { Architecture = ModelArchitecture.Qwen2 });
        Save("large", 2, Configuration with { VocabularySize = 12 });
        Assert.Contains("'model.layers.0.mlp.gate_proj.weight' has the shape [14, 16], but [12, 16]", Problem("wide"), StringComparison.Ordinal);
        Assert.Contains("'model.layers.0.self_attn.k_proj.bias' is not in the base", Problem("qwen"), StringComparison.Ordinal);
        Assert.Contains("'model.embed_tokens.weight' has the shape [12, 16], but [11, 16]", Problem("large"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Combine("out")));
        Assert.Throws<ArgumentException>(() => TaskVectorMerge.MergeFolders(folder.Combine("base"), [], folder.Combine("out")));
        Assert.Throws<ArgumentException>(() => TaskVectorMerge.MergeFolders(folder.Combine("base"), [Model("wide", 1)], folder.Combine("base")));

        string Problem(string name) => Assert.Throws<ModelFileException>(
            () => TaskVectorMerge.MergeFolders(folder.Combine("base"), [Model(name, 1)], folder.Combine("out"))).Message;
    }

    /// <summary>The same shapes with other positions: the weights of both models would be added up to a broken one.</summary>
    [Fact]
    public void MergeFolders_OtherComputation_NamesTheOption()
    {
        Save("base", 1);
        Save("long", 2, Configuration with { RopeTheta = 500_000 });
        Save("scaled", 2, Configuration with { RopeScaling = new() { Factor = 4 } });
        Save("norm", 2, Configuration with { NormEpsilon = 1e-4 });
        Save("longer", 2, Configuration with { ContextLength = 4 * Configuration.ContextLength });
        foreach ((string name, string option) in ((string, string)[])[("long", "RopeTheta is 500000"), ("scaled", "RopeScaling"), ("norm", "NormEpsilon")])
            Assert.Contains(option, Assert.Throws<ModelFileException>(
                () => TaskVectorMerge.MergeFolders(folder.Combine("base"), [Model(name, 1)], folder.Combine("out"))).Message, StringComparison.Ordinal);
        TaskVectorMerge.MergeFolders(folder.Combine("base"), [Model("longer", 1)], folder.Combine("out"));
    }

    [Fact]
    public void MergeFolders_OutputSpelledAsAnInputWithASlash_IsRefused()
    {
        float[][] start = Save("base", 1);
        Save("one", 2);
        Assert.Throws<ArgumentException>(() => TaskVectorMerge.MergeFolders(folder.Combine("base"), [Model("one", 1)], folder.Combine("base") + "/"));
        Assert.Throws<ArgumentException>(() => TaskVectorMerge.MergeFolders(folder.Combine("base") + "/", [Model("one", 1)], folder.Combine("base")));
        Assert.Equal(start, Load("base"));
    }

    [Fact]
    public void MergeFolders_Canceled_LeavesNoModel()
    {
        Save("base", 1);
        Save("one", 2);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            TaskVectorMerge.MergeFolders(folder.Combine("base"), [Model("one", 1)], folder.Combine("out"), cancellationToken: source.Token));
        Assert.ThrowsAny<Exception>(() => Load("out"));
    }

    [Fact]
    public void MergeFolders_OtherNumberFormat_HasAnotherFingerprint()
    {
        Save("base", 1);
        Save("one", 2);
        string[] fingerprints = [.. ((TensorElementType[])[TensorElementType.Float32, TensorElementType.BFloat16]).Select(type => TaskVectorMerge.MergeFolders(
            folder.Combine("base"), [Model("one", 1)], folder.Combine("out"), new() { ElementType = type }).Fingerprint)];
        Assert.NotEqual(fingerprints[0], fingerprints[1]);
    }

    [Fact]
    public void MergeFiles_FilesOfAnyModel_KeepTheBasesFormat()
    {
        Write("a", TensorElementType.BFloat16, 1, 2);
        Write("b", TensorElementType.Float32, 3, 6);
        TaskVectorMerge.MergeFiles(folder.Combine("a"), [Model("b", 0.5)], folder.Combine("c"));
        using SafetensorsFile merged = SafetensorsFile.Open(folder.Combine("c"));
        Assert.Equal([2f, 4f], merged.ToModelTensor(merged.Get("x")).ToArray());
        Assert.Equal(TensorElementType.BFloat16, merged.Get("x").ElementType);
        Assert.True(File.Exists(folder.Combine("c.merge.json")));

        void Write(string name, TensorElementType type, params float[] values) =>
            SafetensorsWriter.Write(folder.Combine(name), [ModelTensor.FromValues("x", [2], values)], type);
    }

    [Fact]
    public void MergeFolders_BaseWithTokenizerAndGeneration_KeepsThoseOfTheBase()
    {
        ModelConfiguration special = Configuration with { PaddingTokenId = 4, ElementType = TensorElementType.BFloat16 };
        Save("base", 1, special);
        Save("one", 2);
        string[] names = ["tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja", "generation_config.json"];
        foreach (string name in names)
        {
            File.WriteAllText(folder.Combine("base", name), $"{{\"of\": \"base {name}\"}}");
            File.WriteAllText(folder.Combine("one", name), "{}");
        }
        TaskVectorMerge.MergeFolders(folder.Combine("base"), [Model("one", 0.5)], folder.Combine("merged"));
        foreach (string name in names) Assert.Equal(File.ReadAllText(folder.Combine("base", name)), File.ReadAllText(folder.Combine("merged", name)));
        using HuggingFaceFolder merged = HuggingFaceFolder.Open(folder.Combine("merged"));
        Assert.Equal(special.EndTokenIds, merged.Configuration.EndTokenIds);
        Assert.Equal((1, 4, TensorElementType.BFloat16),
            (merged.Configuration.BeginTokenId, merged.Configuration.PaddingTokenId, merged.Configuration.ElementType));

        // Another tokenizer comes before that of the base.
        TaskVectorMerge.MergeFolders(folder.Combine("base"), [Model("one", 0.5)], folder.Combine("chat"), new() { TokenizerFolder = folder.Combine("one") });
        Assert.Equal("{}", File.ReadAllText(folder.Combine("chat", "tokenizer.json")));
        Assert.Equal(File.ReadAllText(folder.Combine("base", "generation_config.json")), File.ReadAllText(folder.Combine("chat", "generation_config.json")));
    }

    private WeightedModel Model(string name, double weight) => new() { Path = folder.Combine(name), Weight = weight };

    private float[][] Save(string name, ulong seed, ModelConfiguration? configuration = null)
    {
        configuration ??= Configuration;
        var random = new SeededRandom(seed);
        ModelTensor[] tensors = [.. ModelTensors.List(configuration).Select(slot => ModelTensor.FromValues(slot.Name, slot.Shape,
            Enumerable.Range(0, (int)slot.Shape.Aggregate(1L, (a, b) => a * b)).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray()))];
        HuggingFaceFolder.Write(folder.Combine(name), configuration, tensors);
        return [.. tensors.Select(tensor => tensor.ToArray())];
    }

    private float[][] Load(string name)
    {
        using HuggingFaceFolder files = HuggingFaceFolder.Open(folder.Combine(name));
        return [.. files.Tensors.Select(tensor => tensor.ToArray())];
    }
}
