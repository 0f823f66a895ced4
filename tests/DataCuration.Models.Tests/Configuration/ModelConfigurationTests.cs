using System.Text;
using System.Text.Json.Nodes;
using DataCuration.TestKit;

namespace DataCuration.Models.Tests;

public sealed class ModelConfigurationTests : IDisposable
{
    /// <summary>The fields of Llama 3.1 8B's own file, with the dimensions of that model.</summary>
    private const string Llama31 = """
        { "architectures": ["LlamaForCausalLM"], "attention_bias": false, "attention_dropout": 0.0, "bos_token_id": 128000,
          "eos_token_id": [128001, 128008, 128009], "hidden_act": "silu", "hidden_size": 4096, "initializer_range": 0.02, "intermediate_size": 14336,
          "max_position_embeddings": 131072, "mlp_bias": false, "model_type": "llama", "num_attention_heads": 32, "num_hidden_layers": 32,
          "num_key_value_heads": 8, "pretraining_tp": 1, "rms_norm_eps": 1e-05, "rope_scaling": { "factor": 8.0, "low_freq_factor": 1.0,
          "high_freq_factor": 4.0, "original_max_position_embeddings": 8192, "rope_type": "llama3" }, "rope_theta": 500000.0,
          "tie_word_embeddings": false, "torch_dtype": "bfloat16", "use_cache": true, "vocab_size": 128256 }
        """;

    /// <summary>The fields of Qwen 2.5 0.5B's own file.</summary>
    private const string Qwen25 = """
        { "architectures": ["Qwen2ForCausalLM"], "attention_dropout": 0.0, "bos_token_id": 151643, "eos_token_id": 151643, "hidden_act": "silu",
          "hidden_size": 896, "intermediate_size": 4864, "max_position_embeddings": 32768, "max_window_layers": 24, "model_type": "qwen2",
          "num_attention_heads": 14, "num_hidden_layers": 24, "num_key_value_heads": 2, "rms_norm_eps": 1e-06, "rope_theta": 1000000.0,
          "sliding_window": 32768, "tie_word_embeddings": true, "torch_dtype": "bfloat16", "use_sliding_window": false, "vocab_size": 151936 }
        """;

    /// <summary>The fields of Qwen 3 0.6B's file, as transformers 5 writes them.</summary>
    private const string Qwen3 = """
        { "architectures": ["Qwen3ForCausalLM"], "attention_bias": false, "dtype": "bfloat16", "bos_token_id": 151643, "eos_token_id": 151645,
          "pad_token_id": -1, "head_dim": 128, "hidden_act": "silu", "hidden_size": 1024, "intermediate_size": 3072, "layer_types": ["full_attention"],
          "max_position_embeddings": 40960, "model_type": "qwen3", "num_attention_heads": 16, "num_hidden_layers": 28, "num_key_value_heads": 8,
          "rms_norm_eps": 1e-06, "rope_parameters": { "rope_theta": 1000000, "rope_type": "default" }, "sliding_window": null,
          "tie_word_embeddings": true, "use_sliding_window": false, "vocab_size": 151936 }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Parse_Llama31_HasItsDimensions()
    {
        ModelConfiguration model = Parse(Llama31);
        Assert.Equal((ModelArchitecture.Llama, 32, 4096, 32, 8, 128, 14_336), (model.Architecture, model.Layers, model.Width, model.Heads, model.KeyValueHeads,
            model.HeadWidth, model.FeedForwardWidth));
        Assert.Equal(new RopeScaling { Factor = 8, LowFrequencyFactor = 1, HighFrequencyFactor = 4, OriginalContextLength = 8_192 }, model.RopeScaling);
        Assert.Equal((500_000.0, 1e-5, 131_072, 128_256, false),
            (model.RopeTheta, model.NormEpsilon, model.ContextLength, model.VocabularySize, model.TieEmbeddings));
        Assert.Equal(128_000, model.BeginTokenId);
        Assert.Equal([128_001, 128_008, 128_009], model.EndTokenIds);
        Assert.Equal(TensorElementType.BFloat16, model.ElementType);
        Assert.Equal(8_030_261_248, ModelTensors.List(model).Sum(slot => slot.Shape.Aggregate(1L, (a, b) => a * b))); // its number of parameters
    }

    [Fact]
    public void Parse_Qwen_HasItsDimensions()
    {
        ModelConfiguration two = Parse(Qwen25);
        Assert.Equal((ModelArchitecture.Qwen2, 64, true, 1_000_000.0), (two.Architecture, two.HeadWidth, two.TieEmbeddings, two.RopeTheta));
        Assert.Equal(494_032_768, ModelTensors.List(two).Sum(slot => slot.Shape.Aggregate(1L, (a, b) => a * b)));
        ModelConfiguration three = Parse(Qwen3);
        Assert.Equal((ModelArchitecture.Qwen3, 128, 1_000_000.0, null), (three.Architecture, three.HeadWidth, three.RopeTheta, three.PaddingTokenId));
        Assert.Null(three.RopeScaling);
        Assert.Equal(596_049_920, ModelTensors.List(three).Sum(slot => slot.Shape.Aggregate(1L, (a, b) => a * b)));
    }

    [Theory]
    [InlineData(Llama31)]
    [InlineData(Qwen25)]
    [InlineData(Qwen3)]
    public void Write_ReadModel_IsTheSame(string text)
    {
        ModelConfiguration model = Parse(text);
        model.Write(folder["config.json"]);
        ModelConfiguration again = ModelConfiguration.Read(folder["config.json"]);
        Assert.Equal(model, again, new WithoutLists());
        Assert.Equal(model.EndTokenIds, again.EndTokenIds);
        Assert.Equal(File.ReadAllBytes(folder["config.json"]), again.ToJson());
    }

    [Theory]
    [InlineData("model_type", "\"mistral\"", "field 'model_type' is \"mistral\", which is not supported")]
    [InlineData("model_type", null, "field 'model_type' is missing")]
    [InlineData("architectures", "[\"LlamaForSequenceClassification\"]", "field 'architectures'")]
    [InlineData("hidden_act", "\"gelu\"", "field 'hidden_act' is \"gelu\", which is not supported")]
    [InlineData("attention_bias", "true", "field 'attention_bias' is true")]
    [InlineData("mlp_bias", "true", "field 'mlp_bias' is true")]
    [InlineData("use_sliding_window", "true", "field 'use_sliding_window' is true")]
    [InlineData("layer_types", "[\"full_attention\", \"sliding_attention\"]", "\"sliding_attention\"")]
    [InlineData("quantization_config", "{\"bits\": 4}", "field 'quantization_config'")]
    [InlineData("partial_rotary_factor", "0.5", "field 'partial_rotary_factor' is 0.5")]
    [InlineData("rope_scaling", "{\"rope_type\": \"yarn\", \"factor\": 4}", "field 'rope_scaling.rope_type' is \"yarn\"")]
    [InlineData("rope_scaling", "{\"type\": \"dynamic\", \"factor\": 4}", "field 'rope_scaling.type' is \"dynamic\"")]
    [InlineData("rope_scaling", "{\"rope_type\": \"llama3\", \"factor\": 4}", "field 'rope_scaling.low_freq_factor' is missing")]
    [InlineData("rope_scaling", "{\"rope_type\": \"linear\", \"factor\": 0.5}", "field 'rope_scaling.factor' is 0.5")]
    [InlineData("rope_scaling", "7", "field 'rope_scaling' is 7")]
    [InlineData("hidden_size", null, "field 'hidden_size' is missing")]
    [InlineData("hidden_size", "4095", "'hidden_size' 4095 is not a multiple")]
    [InlineData("hidden_size", "1e30", "field 'hidden_size' is 1e30")]
    [InlineData("num_hidden_layers", "0", "field 'num_hidden_layers' is 0")]
    [InlineData("num_hidden_layers", "\"32\"", "field 'num_hidden_layers' is \"32\"")]
    [InlineData("num_key_value_heads", "5", "Heads 32 is not a multiple of KeyValueHeads 5")]
    [InlineData("head_dim", "127", "HeadWidth 127 is odd")]
    [InlineData("rms_norm_eps", "-1", "field 'rms_norm_eps' is -1")]
    [InlineData("rope_theta", "1e999", "field 'rope_theta' is 1e999")]
    [InlineData("torch_dtype", "\"float8\"", "field 'torch_dtype' is \"float8\"")]
    [InlineData("eos_token_id", "[1, \"a\"]", "field 'eos_token_id' is \"a\"")]
    [InlineData("eos_token_id", "128256", "EndTokenIds 128256 is not below VocabularySize 128256")]
    [InlineData("bos_token_id", "[1, 2]", "field 'bos_token_id' has several token ids")]
    public void Parse_UnsupportedOrWrongValue_NamesFileFieldAndValue(string field, string? value, string expected)
    {
        JsonObject fields = JsonNode.Parse(Llama31)!.AsObject();
        fields[field] = value is null ? null : JsonNode.Parse(value);
        var error = Assert.Throws<ModelFileException>(() => Parse(fields.ToJsonString()));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("'config.json': ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_DamagedText_IsRefused()
    {
        foreach (string text in (string[])["", "{", "[]", "null", "{\"model_type\": \"llama\", \"model_type\": \"llama\"}", "{\"model_type\": \"\\ud800\"}"])
            Assert.Throws<ModelFileException>(() => Parse(text));
        Assert.Throws<ModelFileException>(() => ModelConfiguration.Parse(Convert.FromHexString("7B22FF223A317D")));
    }

    [Fact]
    public void Generation_Written_IsReadAgain()
    {
        var generation = new GenerationConfiguration { BeginTokenId = 1, EndTokenIds = [2], IsSampling = true, Temperature = 0.6, TopK = 20, TopP = 0.95 };
        generation.Write(folder["generation_config.json"]);
        GenerationConfiguration again = GenerationConfiguration.Read(folder["generation_config.json"]);
        Assert.Equal(generation with { EndTokenIds = generation.EndTokenIds }, again with { EndTokenIds = generation.EndTokenIds });
        Assert.Equal([2], again.EndTokenIds);
        folder.Write("wrong.json", """{"temperature": 0}""");
        Assert.Contains("field 'temperature' is 0", Assert.Throws<ModelFileException>(() => GenerationConfiguration.Read(folder["wrong.json"])).Message,
            StringComparison.Ordinal);
    }

    private static ModelConfiguration Parse(string text) => ModelConfiguration.Parse(Encoding.UTF8.GetBytes(text));

    /// <summary>Compares two configurations without their lists, which records compare by reference.</summary>
    private sealed class WithoutLists : IEqualityComparer<ModelConfiguration>
    {
        private static readonly IReadOnlyList<int> None = [];

        public bool Equals(ModelConfiguration? x, ModelConfiguration? y) => (x! with { EndTokenIds = None }) == (y! with { EndTokenIds = None });

        public int GetHashCode(ModelConfiguration obj) => 0;
    }
}
