using DataCuration.TestKit;

namespace DataCuration.Models.Tests;

public sealed class GgufExporterTests : IDisposable
{
    private static readonly GgufTokenizer Tokenizer = new()
    {
        Model = "gpt2",
        PreTokenizer = "gpt-2",
        Tokens = ["a", "b", "ab", "<end>"],
        Types = [GgufTokenType.Normal, GgufTokenType.Normal, GgufTokenType.Normal, GgufTokenType.Control],
        Merges = ["a b"],
        EndTokenId = 3,
        ChatTemplate = "{{ messages }}",
    };

    private readonly TemporaryFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(ModelArchitecture.Llama, "llama")]
    [InlineData(ModelArchitecture.Qwen2, "qwen2")]
    [InlineData(ModelArchitecture.Qwen3, "qwen3")]
    public void Write_Model_HasMetadataAndTensors(ModelArchitecture architecture, string name)
    {
        ModelConfiguration model = SmallModel.Make(architecture) with { RopeScaling = new() { Kind = RopeScalingKind.Linear, Factor = 2 } };
        IReadOnlyList<ModelTensor> tensors = SmallModel.Tensors(model);
        GgufExporter.Write(folder["a.gguf"], model, tensors, Tokenizer, new() { Type = GgufTensorType.Float32, Name = "small" });
        using GgufFile file = GgufFile.Open(folder["a.gguf"]);
        Assert.Equal(3, file.Version);
        Assert.Equal(name, file.Metadata["general.architecture"]);
        Assert.Equal("small", file.Metadata["general.name"]);
        Assert.Equal(0u, file.Metadata["general.file_type"]);
        Assert.Equal(2u, file.Metadata[name + ".block_count"]);
        Assert.Equal(16u, file.Metadata[name + ".embedding_length"]);
        Assert.Equal(12u, file.Metadata[name + ".feed_forward_length"]);
        Assert.Equal(4u, file.Metadata[name + ".attention.head_count"]);
        Assert.Equal(2u, file.Metadata[name + ".attention.head_count_kv"]);
        Assert.Equal(4u, file.Metadata[name + ".attention.key_length"]);
        Assert.Equal(1e-6f, file.Metadata[name + ".attention.layer_norm_rms_epsilon"]);
        Assert.Equal(10_000f, file.Metadata[name + ".rope.freq_base"]);
        Assert.Equal("linear", file.Metadata[name + ".rope.scaling.type"]);
        Assert.Equal(2f, file.Metadata[name + ".rope.scaling.factor"]);
        Assert.Equal("gpt2", file.Metadata["tokenizer.ggml.model"]);
        Assert.Equal(["a", "b", "ab", "<end>", "[PAD4]"], ((string[])file.Metadata["tokenizer.ggml.tokens"])[..5]);
        Assert.Equal([1, 1, 1, 3, 5, 5, 5, 5, 5, 5, 5], (int[])file.Metadata["tokenizer.ggml.token_type"]);
        Assert.Equal(["a b"], (string[])file.Metadata["tokenizer.ggml.merges"]);
        Assert.Equal(3u, file.Metadata["tokenizer.ggml.eos_token_id"]);
        Assert.Equal(1u, file.Metadata["tokenizer.ggml.bos_token_id"]); // the configuration's
        Assert.Equal(false, file.Metadata["tokenizer.ggml.add_bos_token"]);
        Assert.Equal("{{ messages }}", file.Metadata["tokenizer.chat_template"]);
        Assert.Equal(tensors.Count, file.Tensors.Count);
        Assert.Equal(Named("model.embed_tokens.weight").ToArray(), file.ReadValues(file.Get("token_embd.weight")));
        Assert.Equal([11, 16], file.Get("token_embd.weight").Shape);
        Assert.Equal(Named("model.layers.1.mlp.down_proj.weight").ToArray(), file.ReadValues(file.Get("blk.1.ffn_down.weight")));
        Assert.Equal(Named("model.layers.0.self_attn.v_proj.weight").ToArray(), file.ReadValues(file.Get("blk.0.attn_v.weight")));

        // A head of 4 rows: for Llama, pairs of neighbours; for Qwen as they are.
        float[] rows = Named("model.layers.1.self_attn.k_proj.weight").ToArray();
        int[] order = architecture == ModelArchitecture.Llama ? [0, 2, 1, 3, 4, 6, 5, 7] : [0, 1, 2, 3, 4, 5, 6, 7];
        Assert.Equal(order.SelectMany(row => rows[(row * 16)..((row + 1) * 16)]), file.ReadValues(file.Get("blk.1.attn_k.weight")));
        Assert.Equal(architecture == ModelArchitecture.Qwen2, file.TryGet("blk.0.attn_q.bias", out _));
        Assert.Equal(architecture == ModelArchitecture.Qwen3, file.TryGet("blk.0.attn_q_norm.weight", out _));

        ModelTensor Named(string tensor) => tensors.Single(own => own.Name == tensor);
    }

    [Fact]
    public void Write_Llama3Scaling_HasItsDivisors()
    {
        var scaling = new RopeScaling { Factor = 8, OriginalContextLength = 32 };
        ModelConfiguration model = SmallModel.Make(headWidth: 8) with { RopeScaling = scaling };
        GgufExporter.Write(folder["a.gguf"], model, SmallModel.Tensors(model), Tokenizer);
        using GgufFile file = GgufFile.Open(folder["a.gguf"]);
        float[] divisors = file.ReadValues(file.Get("rope_freqs.weight"));
        Assert.Equal(RopeScaling.Divisors(10_000, 8, scaling).Select(value => (float)value), divisors);
        Assert.Equal(GgufTensorType.Float32, file.Get("rope_freqs.weight").Type);
        Assert.Equal((1f, 8f), (divisors[0], divisors[^1]));
        ModelConfiguration qwen = SmallModel.Make(ModelArchitecture.Qwen3) with { RopeScaling = scaling };
        Assert.Contains("for Llama only, not for Qwen3", Assert.Throws<ModelFileException>(
            () => GgufExporter.Write(folder["b.gguf"], qwen, SmallModel.Tensors(qwen), Tokenizer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Q8_RoundsMatricesOfWholeBlocksAndKeepsTheRest()
    {
        ModelConfiguration model = SmallModel.Make() with { Width = 64, HeadWidth = 16, FeedForwardWidth = 20 };
        IReadOnlyList<ModelTensor> tensors = SmallModel.Tensors(model);
        GgufExporter.Write(folder["a.gguf"], model, tensors, Tokenizer, new() { Type = GgufTensorType.Q8 });
        using GgufFile file = GgufFile.Open(folder["a.gguf"]);
        Assert.Equal(7u, file.Metadata["general.file_type"]);
        Assert.Equal(GgufTensorType.Q8, file.Get("token_embd.weight").Type);
        Assert.Equal(GgufTensorType.Float16, file.Get("blk.0.ffn_down.weight").Type); // rows of 20
        Assert.Equal(GgufTensorType.Float32, file.Get("blk.0.attn_norm.weight").Type);
        float[] exact = tensors[0].ToArray(), rounded = file.ReadValues(file.Get("token_embd.weight"));
        for (int i = 0; i < exact.Length; i++)
        {
            float largest = exact.AsSpan(i / 32 * 32, 32).ToArray().Max(Math.Abs);
            Assert.True(Math.Abs(exact[i] - rounded[i]) <= largest / 127 * 0.51 + largest * 0.001, $"{exact[i]} became {rounded[i]}");
        }
        Assert.Equal(tensors.Single(tensor => tensor.Name == "model.layers.0.mlp.down_proj.weight").ToArray(), file.ReadValues(file.Get("blk.0.ffn_down.weight")));
    }

    [Fact]
    public void Write_Twice_HasTheSameBytes()
    {
        ModelConfiguration model = SmallModel.Make();
        foreach (string name in (string[])["a", "b"]) GgufExporter.Write(folder[name], model, SmallModel.Tensors(model), Tokenizer);
        Assert.Equal(File.ReadAllBytes(folder["a"]), File.ReadAllBytes(folder["b"]));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void Write_ModelThatDoesNotFit_IsRefused()
    {
        ModelConfiguration model = SmallModel.Make() with { VocabularySize = 4 };
        GgufTokenizer large = Tokenizer with { Tokens = [.. Tokenizer.Tokens, "c"], Types = [.. Tokenizer.Types, GgufTokenType.Normal] };
        Assert.Contains("The tokenizer has 5 tokens, the model 4", Assert.Throws<ArgumentException>(
            () => GgufExporter.Write(folder["a"], model, SmallModel.Tensors(model), large)).Message, StringComparison.Ordinal);
        ModelConfiguration wide = SmallModel.Make(ModelArchitecture.Qwen2, headWidth: 6);
        Assert.Contains("4 heads of 6, width 16", Assert.Throws<ModelFileException>(
            () => GgufExporter.Write(folder["a"], wide, SmallModel.Tensors(wide), Tokenizer)).Message, StringComparison.Ordinal);
        Assert.Contains("'model.norm.weight' [16] is missing", Assert.Throws<ModelFileException>(() => GgufExporter.Write(folder["a"], SmallModel.Make(),
            [.. SmallModel.Tensors(SmallModel.Make()).Where(tensor => tensor.Name != "model.norm.weight")], Tokenizer)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => GgufExporter.Write(folder["a"], model, [], Tokenizer with { Types = [] }));
        Assert.Contains("'ab' is there twice", Assert.Throws<ArgumentException>(() => GgufExporter.Write(folder["a"], SmallModel.Make(),
            SmallModel.Tensors(SmallModel.Make()), Tokenizer with { Tokens = ["a", "ab", "ab", "<end>"] })).Message, StringComparison.Ordinal);
        ModelConfiguration endless = SmallModel.Make() with { EndTokenIds = [] };
        Assert.Contains("the token that ends a text", Assert.Throws<ModelFileException>(() => GgufExporter.Write(folder["a"], endless,
            SmallModel.Tensors(endless), Tokenizer with { EndTokenId = null })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GgufExportOptions { Type = GgufTensorType.BFloat16 });
        Assert.Empty(Directory.GetFiles(folder.Path));
    }
}
