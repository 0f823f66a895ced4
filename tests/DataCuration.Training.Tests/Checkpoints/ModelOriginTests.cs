using System.Text;
using DataCuration.Models;
using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

/// <summary>Special tokens, settings and tokenizer of a Hugging Face folder, on the way through models and checkpoints.</summary>
public sealed class ModelOriginTests : IDisposable
{
    private static readonly ModelConfiguration Configuration = new()
    {
        Architecture = ModelArchitecture.Llama,
        VocabularySize = 257,
        Layers = 1,
        Width = 16,
        Heads = 2,
        KeyValueHeads = 1,
        HeadWidth = 8,
        FeedForwardWidth = 24,
        ContextLength = 16,
        NormEpsilon = 1e-5,
        BeginTokenId = 256,
        EndTokenIds = [10, 256],
        PaddingTokenId = 0,
        ElementType = TensorElementType.BFloat16,
        InitializerRange = 0.01,
    };

    private static readonly Dictionary<string, string> Companions = new(StringComparer.Ordinal)
    {
        ["chat_template.jinja"] = "{{ messages }}",
        ["generation_config.json"] = """{"eos_token_id": [10, 256], "min_p": 0.05}""",
        ["special_tokens_map.json"] = """{"bos_token": "<s>"}""",
        ["tokenizer.json"] = """{"version": "1.0"}""",
        ["tokenizer_config.json"] = """{"add_bos_token": true}""",
    };

    private readonly TemporaryFolder folder = new();
    private readonly TokenShards tokens;

    public ModelOriginTests()
    {
        var random = new SeededRandom(7);
        HuggingFaceFolder.Write(folder.Combine("base"), Configuration, [.. ModelTensors.List(Configuration).Select(slot => ModelTensor.FromValues(slot.Name,
            slot.Shape, Enumerable.Range(0, (int)slot.Shape.Aggregate(1L, (a, b) => a * b)).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray()))]);
        foreach ((string name, string text) in Companions) File.WriteAllText(Path.Combine(folder.Combine("base"), name), text);
        tokens = TokenShardFolder.WriteTexts(folder.Combine("tokens"), Enumerable.Repeat("the cat sat. ", 30));
    }

    public void Dispose()
    {
        tokens.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void SaveHuggingFace_LoadedFolder_KeepsTokensFormatGenerationAndTokenizer()
    {
        using (TorchSharpModel model = TorchSharpModel.LoadHuggingFace(folder.Combine("base"), TrainingDevice.Cpu))
            model.SaveHuggingFace(folder.Combine("again"));
        CheckKept("again");
        using (TorchSharpModel model = TorchSharpModel.LoadHuggingFace(folder.Combine("base"), TrainingDevice.Cpu))
            model.SaveHuggingFace(folder.Combine("other"), new() { Generation = new() { EndTokenIds = [3] } });
        using HuggingFaceFolder other = HuggingFaceFolder.Open(folder.Combine("other"));
        Assert.Equal([3], other.Generation!.EndTokenIds);
        Assert.True(File.Exists(Path.Combine(folder.Combine("other"), "tokenizer.json")));
    }

    [Fact]
    public async Task Load_CheckpointOfATrainingFromAFolder_KeepsThem()
    {
        TrainingOptions options = new()
        {
            Steps = 2,
            BatchRows = 2,
            Device = TrainingDevice.Cpu,
            Threads = 1,
            InitialModel = folder.Combine("base"),
            CheckpointFolder = folder.Combine("first"),
        };
        using (TorchSharpModel start = TorchSharpModel.LoadHuggingFace(folder.Combine("base"), TrainingDevice.Cpu))
        {
            await new TorchSharpBackend().PretrainAsync(tokens, start.Options, options);
            // A second training starts from a checkpoint of the first.
            await new TorchSharpBackend().PretrainAsync(tokens, start.Options,
                options with { InitialModel = folder.Combine("first"), CheckpointFolder = folder.Combine("second") });
        }
        using (TorchSharpModel model = TorchSharpModel.Load(folder.Combine("second"), TrainingDevice.Cpu))
        {
            Assert.Equal(256, model.Configuration!.BeginTokenId);
            model.SaveHuggingFace(folder.Combine("trained"));
        }
        CheckKept("trained");

        string tokenizer = Path.Combine(CheckpointFolder.FindLatest(folder.Combine("second"))!, "huggingface", "tokenizer.json");
        File.WriteAllText(tokenizer, "{}");
        Assert.Contains("tokenizer.json' is damaged", Assert.Throws<CheckpointException>(
            () => TorchSharpModel.Load(folder.Combine("second"), TrainingDevice.Cpu)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LoadWithNewTokens_LargerTokenizer_GrowsTheModelAndItsFolder(bool isCheckpoint)
    {
        string source = folder.Combine("base");
        if (isCheckpoint)
        {
            using TorchSharpModel start = TorchSharpModel.LoadHuggingFace(source, TrainingDevice.Cpu);
            TrainingReport report = await new TorchSharpBackend().PretrainAsync(tokens, start.Options, new()
            {
                Steps = 1,
                BatchRows = 1,
                Device = TrainingDevice.Cpu,
                Threads = 1,
                InitialModel = source,
                CheckpointFolder = folder.Combine("checkpoints"),
            });
            source = report.ModelFolder!;
        }
        Directory.CreateDirectory(folder.Combine("extended"));
        File.WriteAllText(Path.Combine(folder.Combine("extended"), "tokenizer.json"), """{"version": "2.0"}""");
        File.WriteAllText(Path.Combine(folder.Combine("extended"), "new-tokens.json"), """
            {"format":1,"old_size":257,"new_size":259,"tokens":[{"id":257,"token":"th","count":3,"sources":[116,104]},
            {"id":258,"token":"the","count":2,"sources":[116,104,101]}]}
            """);
        EmbeddingGrowth growth = EmbeddingGrowth.Load(Path.Combine(folder.Combine("extended"), "new-tokens.json"));
        using TorchSharpModel old = isCheckpoint ? TorchSharpModel.Load(source, TrainingDevice.Cpu)
            : TorchSharpModel.LoadHuggingFace(source, TrainingDevice.Cpu);
        using TorchSharpModel grown = TorchSharpModel.LoadWithNewTokens(source, growth, TrainingDevice.Cpu);
        Assert.Equal(old.Options with { VocabularySize = 259 }, grown.Options);
        Assert.NotEqual(old.ContentHash, grown.ContentHash);
        float[] before = old.Logits([116, 104, 101]), after = grown.Logits([116, 104, 101]);
        for (int position = 0; position < 3; position++)
        {
            for (int id = 0; id < 257; id++) Assert.Equal(before[position * 257 + id], after[position * 259 + id], 1e-5f);
            // The output matrix is linear: the logit of a mean of rows is the mean of the logits.
            Assert.Equal((before[position * 257 + 116] + before[position * 257 + 104]) / 2, after[position * 259 + 257], 1e-4f);
        }

        grown.SaveHuggingFace(folder.Combine("grown"), new() { ElementType = TensorElementType.Float32 });
        using HuggingFaceFolder files = HuggingFaceFolder.Open(folder.Combine("grown"));
        Assert.Equal(259, files.Configuration.VocabularySize);
        Assert.Equal([10, 256], files.Configuration.EndTokenIds);
        float[] embeddings = files.Tensors[0].ToArray();
        for (int i = 0; i < 16; i++)
            Assert.Equal((float)(((double)embeddings[116 * 16 + i] + embeddings[104 * 16 + i] + embeddings[101 * 16 + i]) / 3), embeddings[258 * 16 + i]);
        Assert.Equal("""{"version": "2.0"}""", File.ReadAllText(Path.Combine(files.Path, "tokenizer.json")));
        Assert.Equal(Companions["tokenizer_config.json"], File.ReadAllText(Path.Combine(files.Path, "tokenizer_config.json")));
    }

    private void CheckKept(string name)
    {
        using HuggingFaceFolder files = HuggingFaceFolder.Open(folder.Combine(name));
        Assert.Equal(256, files.Configuration.BeginTokenId);
        Assert.Equal([10, 256], files.Configuration.EndTokenIds);
        Assert.Equal(0, files.Configuration.PaddingTokenId);
        Assert.Equal(TensorElementType.BFloat16, files.Configuration.ElementType);
        Assert.Equal(0.01, files.Configuration.InitializerRange);
        foreach ((string file, string text) in Companions)
            Assert.Equal(text, Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(files.Path, file))));
    }
}
