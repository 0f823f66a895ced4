using System.Text.Json.Nodes;
using DataCuration.TestKit;

namespace DataCuration.Models.Tests;

public sealed class LoraAdapterFolderTests : IDisposable
{
    private static readonly ModelConfiguration Configuration = SmallModel.Make();
    private static readonly LoraOptions Options = new() { Rank = 3, Alpha = 6, Targets = LoraTargets.Query | LoraTargets.Down };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_ThenOpen_KeepsOptionsAndMatrices()
    {
        ModelTensor[] tensors = Matrices(1);
        LoraAdapterFolder.Write(folder.Path, Configuration, Options, tensors, "models/base");
        using LoraAdapterFolder read = LoraAdapterFolder.Open(folder.Path);
        Assert.Equal(Options, read.Options);
        Assert.Equal("models/base", read.BaseModel);
        IReadOnlyList<(LoraTensorSlot Slot, ModelTensor A, ModelTensor B)> matched = read.Match(Configuration);
        Assert.Equal(2 * Configuration.Layers, matched.Count);
        Assert.Equal("base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight", matched[0].A.Name);
        Assert.Equal([16L, 3], matched[0].B.Shape);
        Assert.Equal([3L, 12], matched[1].A.Shape);
        Assert.Equal(tensors.SelectMany(tensor => tensor.ToArray()), matched.SelectMany(one => one.A.ToArray().Concat(one.B.ToArray())));
    }

    [Fact]
    public void Merge_Targets_EqualThePlainProduct()
    {
        ModelTensor[] tensors = Matrices(2);
        LoraAdapterFolder.Write(folder.Path, Configuration, Options, tensors);
        using LoraAdapterFolder adapter = LoraAdapterFolder.Open(folder.Path);
        IReadOnlyList<ModelTensor> model = SmallModel.Tensors(Configuration), merged = adapter.Merge(Configuration, model);
        Dictionary<string, float[]> matrices = tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.ToArray());
        int changed = 0;
        for (int i = 0; i < model.Count; i++)
        {
            string key = "base_model.model." + model[i].Name[..^".weight".Length];
            float[] before = model[i].ToArray(), after = merged[i].ToArray();
            if (!matrices.TryGetValue(key + ".lora_A.weight", out float[]? a))
            {
                Assert.Equal(before, after);
                continue;
            }
            changed++;
            float[] b = matrices[key + ".lora_B.weight"];
            int columns = (int)model[i].Shape[1];
            for (int element = 0; element < before.Length; element++)
            {
                double sum = before[element];
                for (int r = 0; r < 3; r++) sum += 2.0 * b[element / columns * 3 + r] * a[r * columns + element % columns];
                Assert.Equal(sum, after[element], 1e-5);
            }
            // A range that starts and ends inside of rows.
            var part = new float[columns + 5];
            merged[i].Read(7, part);
            Assert.Equal(after[7..(12 + columns)], part);
        }
        Assert.Equal(4, changed);
    }

    [Fact]
    public void Merge_ModelWithoutATarget_NamesIt()
    {
        LoraAdapterFolder.Write(folder.Path, Configuration, Options, Matrices(2));
        using LoraAdapterFolder adapter = LoraAdapterFolder.Open(folder.Path);
        ModelTensor[] fused = [.. SmallModel.Tensors(Configuration).Where(tensor => !tensor.Name.Contains("1.self_attn.q_proj", StringComparison.Ordinal))];
        Assert.Contains("'model.layers.1.self_attn.q_proj.weight'",
            Assert.Throws<ModelFileException>(() => adapter.Merge(Configuration, fused)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FormsThatAreNotSupported_NameTheField()
    {
        LoraAdapterFolder.Write(folder.Path, Configuration, Options, Matrices(3));
        string path = folder.Combine(LoraAdapterFolder.ConfigurationFileName);
        string good = File.ReadAllText(path);
        foreach ((string field, string value) in ((string, string)[])[("peft_type", "\"IA3\""), ("use_dora", "true"), ("use_rslora", "true"),
            ("bias", "\"all\""), ("r", "0"), ("lora_dropout", "1.5"), ("target_modules", "[\"lm_head\"]"),
            ("target_modules", "\"q.*\""), ("modules_to_save", "[\"lm_head\"]"),
            ("rank_pattern", "{\"q_proj\": 4}"), ("alora_invocation_tokens", "[1, 2]"), ("layer_replication", "[[0, 2]]"), ("lora_bias", "true")])
        {
            JsonObject json = JsonNode.Parse(good)!.AsObject();
            json[field] = JsonNode.Parse(value);
            File.WriteAllText(path, json.ToJsonString());
            Assert.Contains($"'{field}'", Assert.Throws<ModelFileException>(() => LoraAdapterFolder.Open(folder.Path)).Message, StringComparison.Ordinal);
        }
        File.WriteAllText(path, good.Replace("[\n    \"q_proj\",\n    \"down_proj\"\n  ]", "\"all-linear\"", StringComparison.Ordinal));
        using LoraAdapterFolder all = LoraAdapterFolder.Open(folder.Path);
        Assert.Equal(LoraTargets.All, all.Options.Targets);
        Assert.Contains("lora_A.weight' [3, 16] is missing", Assert.Throws<ModelFileException>(() => all.Match(Configuration)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Match_AnotherModel_NamesTheMatrix()
    {
        LoraAdapterFolder.Write(folder.Path, Configuration, Options, Matrices(4));
        using LoraAdapterFolder adapter = LoraAdapterFolder.Open(folder.Path);
        Assert.Contains("layers.0.mlp.down_proj.lora_A.weight' has the shape [3, 12], but must have [3, 20]",
            Assert.Throws<ModelFileException>(() => adapter.Match(Configuration with { FeedForwardWidth = 20 })).Message, StringComparison.Ordinal);
        Assert.Contains("layers.1.", Assert.Throws<ModelFileException>(() => adapter.Match(Configuration with { Layers = 1 })).Message,
            StringComparison.Ordinal);
        Assert.Throws<ModelFileException>(() => LoraAdapterFolder.Write(folder.Path, Configuration, Options, Matrices(4)[1..]));
    }

    private static ModelTensor[] Matrices(ulong seed)
    {
        var random = new SeededRandom(seed);
        return [.. LoraTensorSlot.List(Configuration, Options)
            .SelectMany(slot => (ModelTensor[])[Random(slot.NameA, slot.ShapeA), Random(slot.NameB, slot.ShapeB)])];

        ModelTensor Random(string name, IReadOnlyList<long> shape) =>
            ModelTensor.FromValues(name, shape, Enumerable.Range(0, (int)(shape[0] * shape[1])).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray());
    }
}
