using System.Text.Json.Nodes;
using DataCuration.TestKit;

namespace DataCuration.Models.Tests;

public sealed class HuggingFaceFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(ModelArchitecture.Llama, false, TensorElementType.Float32)]
    [InlineData(ModelArchitecture.Qwen2, true, TensorElementType.BFloat16)]
    [InlineData(ModelArchitecture.Qwen3, false, TensorElementType.Float16)]
    public void Open_WrittenModel_HasItsTensors(ModelArchitecture architecture, bool tie, TensorElementType type)
    {
        ModelConfiguration model = SmallModel.Make(architecture, tie, headWidth: 6);
        IReadOnlyList<ModelTensor> tensors = SmallModel.Tensors(model);
        HuggingFaceFolder.Write(folder["m"], model, [.. tensors.Reverse()], new() { ElementType = type, Generation = new() { EndTokenIds = [3] } });
        using HuggingFaceFolder read = HuggingFaceFolder.Open(folder["m"]);
        Assert.Equal(type, read.Configuration.ElementType);
        Assert.Equal([3], read.Generation!.EndTokenIds);
        Assert.Equal([2, 3], read.Configuration.EndTokenIds);
        Assert.Equal(tensors.Select(tensor => tensor.Name), read.Tensors.Select(tensor => tensor.Name));
        for (int i = 0; i < tensors.Count; i++) Assert.Equal(tensors[i].ToArray(), read.Tensors[i].ToArray());
        using SafetensorsFile file = SafetensorsFile.Open(read.WeightFiles.Single());
        Assert.Equal("pt", file.Metadata["format"]);
    }

    public static TheoryData<ModelArchitecture, string?, string?, int?> StartTokens()
    {
        const string Template = """{"post_processor":{"type":"Sequence","processors":[{"type":"ByteLevel"},{"type":"TemplateProcessing","""
            + """ "single":[{"SpecialToken":{"id":"<b>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],"special_tokens":{"<b>":{"id":"<b>","ids":[7]}}}]},""";
        const string Added = """ "added_tokens":[{"id":5,"content":"<s>"},{"id":7,"content":"<b>"}]}""";
        return new()
        {
            // Without a tokenizer, the configuration decides: SentencePiece adds the token to texts of Llama.
            { ModelArchitecture.Llama, null, null, 1 },
            { ModelArchitecture.Qwen2, null, null, null },
            { ModelArchitecture.Llama, """{"add_bos_token":false,"bos_token":"<s>"}""", null, null },
            { ModelArchitecture.Qwen2, """{"add_bos_token":true,"bos_token":"<s>"}""", null, 1 },
            // With one, its settings and then its template.
            { ModelArchitecture.Llama, null, Template + Added, 7 },
            { ModelArchitecture.Llama, """{"bos_token":"<s>"}""", Template + Added, 7 },
            { ModelArchitecture.Llama, """{"bos_token":"<s>","add_bos_token":null}""", "{" + Added, null },
            { ModelArchitecture.Llama, """{"add_bos_token":true,"bos_token":"<s>"}""", "{" + Added, 5 },
            { ModelArchitecture.Llama, """{"add_bos_token":true,"bos_token":{"content":"<b>"}}""", "{" + Added, 7 },
            { ModelArchitecture.Llama, """{"add_bos_token":true}""", "{" + Added, 1 },
            { ModelArchitecture.Llama, """{"add_bos_token":false}""", Template + Added, null },
        };
    }

    [Theory]
    [MemberData(nameof(StartTokens))]
    public void StartTokenId_TokenizerFiles_IsWhatTheyPutBeforeTexts(ModelArchitecture architecture, string? settings, string? tokenizer, int? expected)
    {
        ModelConfiguration model = SmallModel.Make(architecture);
        HuggingFaceFolder.Write(folder["m"], model, SmallModel.Tensors(model));
        if (settings is not null) folder.Write("m/tokenizer_config.json", settings);
        if (tokenizer is not null) folder.Write("m/tokenizer.json", tokenizer);
        using HuggingFaceFolder read = HuggingFaceFolder.Open(folder["m"]);
        Assert.Equal(expected, read.StartTokenId);
    }

    [Theory]
    [InlineData("tokenizer_config.json", """{"add_bos_token":1}""", "add_bos_token")]
    [InlineData("tokenizer_config.json", "[]", "not an object")]
    [InlineData("tokenizer.json", """{"post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<b>"}}]}}""", "no id")]
    public void Open_DamagedTokenizer_IsRefused(string file, string content, string message)
    {
        ModelConfiguration model = SmallModel.Make();
        HuggingFaceFolder.Write(folder["m"], model, SmallModel.Tensors(model));
        folder.Write("m/" + file, content);
        Assert.Contains(message, Assert.Throws<ModelFileException>(() => HuggingFaceFolder.Open(folder["m"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StartTokenId_NotAToken_IsRefused()
    {
        ModelConfiguration model = SmallModel.Make();
        HuggingFaceFolder.Write(folder["m"], model, SmallModel.Tensors(model));
        folder.Write("m/tokenizer_config.json", """{"add_bos_token":true,"bos_token":"<s>"}""");
        folder.Write("m/tokenizer.json", """{"added_tokens":[{"id":11,"content":"<s>"}]}""");
        Assert.Contains("11", Assert.Throws<ModelFileException>(() => HuggingFaceFolder.Open(folder["m"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SmallLimit_DividesTheWeightsAndReplacesThem()
    {
        ModelConfiguration model = SmallModel.Make();
        IReadOnlyList<ModelTensor> tensors = SmallModel.Tensors(model);
        HuggingFaceFolder.Write(folder["m"], model, tensors, new() { MaxFileBytes = 3_000 });
        using (HuggingFaceFolder read = HuggingFaceFolder.Open(folder["m"]))
        {
            Assert.True(read.WeightFiles.Count > 3, $"{read.WeightFiles.Count} files");
            Assert.All(read.WeightFiles, path => Assert.Matches($"^model-0000.-of-0000{read.WeightFiles.Count}.safetensors$", Path.GetFileName(path)));
            Assert.Equal(tensors.SelectMany(tensor => tensor.ToArray()), read.Tensors.SelectMany(tensor => tensor.ToArray()));
        }
        JsonNode index = JsonNode.Parse(File.ReadAllText(folder["m/model.safetensors.index.json"]))!;
        Assert.Equal(tensors.Sum(tensor => tensor.Count) * 4, (long)index["metadata"]!["total_size"]!);
        // An earlier model's files would be read in the place of the new one's.
        HuggingFaceFolder.Write(folder["m"], model, tensors, new() { MaxFileBytes = 5_000 });
        using (HuggingFaceFolder read = HuggingFaceFolder.Open(folder["m"]))
            Assert.Equal(read.WeightFiles.Count, Directory.GetFiles(folder["m"], "*.safetensors").Length);
        HuggingFaceFolder.Write(folder["m"], model, tensors);
        Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(folder["m"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Write_Twice_HasTheSameBytes()
    {
        ModelConfiguration model = SmallModel.Make(ModelArchitecture.Qwen3);
        foreach (string name in (string[])["a", "b"]) HuggingFaceFolder.Write(folder[name], model, SmallModel.Tensors(model), new() { MaxFileBytes = 4_000 });
        string[] files = [.. Directory.GetFiles(folder["a"]).Select(path => Path.GetFileName(path)!)];
        Assert.True(files.Length > 3);
        Assert.All(files, name => Assert.Equal(File.ReadAllBytes(Path.Combine(folder["a"], name)), File.ReadAllBytes(Path.Combine(folder["b"], name))));
    }

    [Fact]
    public void Write_Interrupted_CannotBeOpened()
    {
        ModelConfiguration model = SmallModel.Make();
        HuggingFaceFolder.Write(folder["m"], model, SmallModel.Tensors(model));
        ModelTensor[] failing = [.. SmallModel.Tensors(model).Select((tensor, i) => i < 5 ? tensor
            : new ModelTensor(tensor.Name, tensor.Shape, (_, _) => throw new IOException("no more")))];
        Assert.Throws<IOException>(() => HuggingFaceFolder.Write(folder["m"], model, failing, new() { MaxFileBytes = 1 }));
        Assert.Contains("there is no 'config.json'",
            Assert.Throws<ModelFileException>(() => HuggingFaceFolder.Open(folder["m"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing", "tensor 'model.layers.1.mlp.up_proj.weight' [12, 16] is missing")]
    [InlineData("layer", "tensor 'model.layers.1.input_layernorm.weight' [16] is missing, and the configuration has 2 layers")]
    [InlineData("extra", "tensor 'model.layers.0.self_attn.q_proj.bias' is not part of the model")]
    [InlineData("shape", "tensor 'model.norm.weight' has the shape [4, 4], but the configuration needs [16]")]
    public void Open_WrongTensors_NamesThem(string change, string expected)
    {
        ModelConfiguration model = SmallModel.Make();
        List<ModelTensor> tensors = [.. SmallModel.Tensors(model)];
        HuggingFaceFolder.Write(folder["m"], model, tensors);
        switch (change)
        {
            case "missing": tensors.RemoveAll(tensor => tensor.Name == "model.layers.1.mlp.up_proj.weight"); break;
            case "layer": tensors.RemoveAll(tensor => tensor.Name.StartsWith("model.layers.1.", StringComparison.Ordinal)); break;
            case "extra": tensors.Add(ModelTensor.FromValues("model.layers.0.self_attn.q_proj.bias", [16], new float[16])); break;
            default:
                int norm = tensors.FindIndex(tensor => tensor.Name == "model.norm.weight");
                tensors[norm] = ModelTensor.FromValues("model.norm.weight", [4, 4], new float[16]);
                break;
        }
        SafetensorsWriter.Write(folder["m/model.safetensors"], tensors);
        var error = Assert.Throws<ModelFileException>(() => HuggingFaceFolder.Open(folder["m"]));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(folder["m"], error.Message, StringComparison.Ordinal);
        Assert.Throws<ModelFileException>(() => HuggingFaceFolder.Write(folder["n"], model, tensors));
        Assert.False(Directory.Exists(folder["n"]));
    }

    [Fact]
    public void Open_TensorsThatTransformersIgnores_AreIgnored()
    {
        ModelConfiguration model = SmallModel.Make(tie: true);
        HuggingFaceFolder.Write(folder["m"], model, SmallModel.Tensors(model));
        SafetensorsWriter.Write(folder["m/model.safetensors"], [.. SmallModel.Tensors(model),
            ModelTensor.FromValues("lm_head.weight", [11, 16], new float[176]),
            ModelTensor.FromValues("model.layers.0.self_attn.rotary_emb.inv_freq", [2], new float[2])]);
        using HuggingFaceFolder read = HuggingFaceFolder.Open(folder["m"]);
        Assert.DoesNotContain(read.Tensors, tensor => tensor.Name == "lm_head.weight");
    }

    [Theory]
    [InlineData("../outside.safetensors", "is not the name of a safetensors file in the same folder")]
    [InlineData("model.bin", "is not the name of a safetensors file in the same folder")]
    [InlineData("absent.safetensors", "file 'absent.safetensors' of the index is missing")]
    public void Open_IndexThatNamesAnotherFile_IsRefused(string file, string expected)
    {
        ModelConfiguration model = SmallModel.Make();
        HuggingFaceFolder.Write(folder["m"], model, SmallModel.Tensors(model), new() { MaxFileBytes = 3_000 });
        string path = folder["m/model.safetensors.index.json"];
        JsonNode index = JsonNode.Parse(File.ReadAllText(path))!;
        index["weight_map"]!["model.norm.weight"] = file;
        File.WriteAllText(path, index.ToJsonString());
        Assert.Contains(expected, Assert.Throws<ModelFileException>(() => HuggingFaceFolder.Open(folder["m"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_IndexThatDiffersFromTheFiles_NamesTheTensor()
    {
        ModelConfiguration model = SmallModel.Make();
        HuggingFaceFolder.Write(folder["m"], model, SmallModel.Tensors(model), new() { MaxFileBytes = 3_000 });
        string path = folder["m/model.safetensors.index.json"];
        string text = File.ReadAllText(path);
        JsonNode index = JsonNode.Parse(text)!;
        index["weight_map"]!.AsObject().Remove("model.norm.weight");
        File.WriteAllText(path, index.ToJsonString());
        Assert.Contains("'model.norm.weight' is in",
            Assert.Throws<ModelFileException>(() => HuggingFaceFolder.Open(folder["m"])).Message, StringComparison.Ordinal);
        index = JsonNode.Parse(text)!;
        index["weight_map"]!["phantom"] = (string?)index["weight_map"]!["model.norm.weight"];
        File.WriteAllText(path, index.ToJsonString());
        Assert.Contains("'phantom' is not in", Assert.Throws<ModelFileException>(() => HuggingFaceFolder.Open(folder["m"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OnlyPickle_IsRefusedWithAdvice()
    {
        SmallModel.Make().Write(folder["config.json"]);
        folder.Write("pytorch_model.bin", "x");
        var error = Assert.Throws<ModelFileException>(() => HuggingFaceFolder.Open(folder.Path));
        Assert.Contains("'pytorch_model.bin' is not read: such files can run code", error.Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => HuggingFaceFolder.Open(folder["absent"]));
    }

    [Fact]
    public void Write_TokenizerFolder_IsCopied()
    {
        ModelConfiguration model = SmallModel.Make();
        folder.Write("t/tokenizer.json", "{}");
        folder.Write("t/other.txt", "x");
        HuggingFaceFolder.Write(folder["m"], model, SmallModel.Tensors(model), new() { TokenizerFolder = folder["t"] });
        Assert.True(File.Exists(folder["m/tokenizer.json"]));
        Assert.False(File.Exists(folder["m/other.txt"]));
        Directory.CreateDirectory(folder["empty"]);
        Assert.Throws<ModelFileException>(
            () => HuggingFaceFolder.Write(folder["m"], model, SmallModel.Tensors(model), new() { TokenizerFolder = folder["empty"] }));
    }
}
