using System.Text.Json;

namespace DataCuration.Models;

/// <summary>
/// Reads and writes <c>config.json</c>. Fields and their defaults are those of transformers' classes <c>LlamaConfig</c>, <c>Qwen2Config</c> and
/// <c>Qwen3Config</c>; dimensions without a default that fits every model must be present.
/// </summary>
internal static class ModelConfigurationJson
{
    public const long MaxBytes = 1 << 24; // a real one has a few kB

    private static readonly (ModelArchitecture Architecture, string ModelType, string ClassName)[] Known =
    [
        (ModelArchitecture.Llama, "llama", "LlamaForCausalLM"),
        (ModelArchitecture.Qwen2, "qwen2", "Qwen2ForCausalLM"),
        (ModelArchitecture.Qwen3, "qwen3", "Qwen3ForCausalLM"),
    ];

    public static ModelConfiguration Parse(ReadOnlyMemory<byte> utf8, string path)
    {
        using JsonDocument document = StrictJson.Parse(utf8, path);
        var fields = new JsonFields(document.RootElement, path);
        ModelArchitecture architecture = ReadArchitecture(fields);
        RefuseUnsupported(fields, architecture);
        int width = fields.Int("hidden_size", 1);
        int heads = fields.Int("num_attention_heads", 1);
        int contextLength = fields.Int("max_position_embeddings", 1);
        JsonFields? rope = fields.Object("rope_parameters"); // transformers 5; before, the theta was a field of its own
        try
        {
            var configuration = new ModelConfiguration
            {
                Architecture = architecture,
                VocabularySize = fields.Int("vocab_size", 1),
                Layers = fields.Int("num_hidden_layers", 1),
                Width = width,
                Heads = heads,
                KeyValueHeads = fields.Int("num_key_value_heads", 1, heads),
                HeadWidth = ReadHeadWidth(fields, architecture, width, heads),
                FeedForwardWidth = fields.Int("intermediate_size", 1),
                ContextLength = contextLength,
                RopeTheta = fields.Positive("rope_theta", rope?.Positive("rope_theta", 10_000) ?? 10_000),
                RopeScaling = rope is { } parameters ? ReadScaling(parameters) : fields.Object("rope_scaling") is { } scaling ? ReadScaling(scaling) : null,
                NormEpsilon = fields.Positive("rms_norm_eps", 1e-6),
                TieEmbeddings = fields.Bool("tie_word_embeddings", false),
                BeginTokenId = fields.TokenId("bos_token_id"),
                EndTokenIds = fields.TokenIds("eos_token_id"),
                PaddingTokenId = ReadPadding(fields),
                ElementType = ReadElementType(fields),
                InitializerRange = fields.Positive("initializer_range", 0.02),
            };
            configuration.Validate();
            return configuration;
        }
        catch (ArgumentException e)
        {
            throw new ModelFileException($"'{path}': {e.Message}", e);
        }
    }

    public static byte[] Write(ModelConfiguration model)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            (_, string modelType, string className) = Known[(int)model.Architecture];
            json.WriteStartObject();
            json.WriteStartArray("architectures");
            json.WriteStringValue(className);
            json.WriteEndArray();
            json.WriteBoolean("attention_bias", model.Architecture == ModelArchitecture.Qwen2);
            json.WriteNumber("attention_dropout", 0.0);
            WriteToken(json, "bos_token_id", model.BeginTokenId);
            WriteTokens(json, "eos_token_id", model.EndTokenIds);
            json.WriteNumber("head_dim", model.HeadWidth);
            json.WriteString("hidden_act", "silu");
            json.WriteNumber("hidden_size", model.Width);
            json.WriteNumber("initializer_range", model.InitializerRange);
            json.WriteNumber("intermediate_size", model.FeedForwardWidth);
            json.WriteNumber("max_position_embeddings", model.ContextLength);
            if (model.Architecture == ModelArchitecture.Llama) json.WriteBoolean("mlp_bias", false);
            json.WriteString("model_type", modelType);
            json.WriteNumber("num_attention_heads", model.Heads);
            json.WriteNumber("num_hidden_layers", model.Layers);
            json.WriteNumber("num_key_value_heads", model.KeyValueHeads);
            WriteToken(json, "pad_token_id", model.PaddingTokenId);
            json.WriteNumber("rms_norm_eps", model.NormEpsilon);
            WriteScaling(json, model.RopeScaling);
            json.WriteNumber("rope_theta", model.RopeTheta);
            if (model.Architecture != ModelArchitecture.Llama) json.WriteNull("sliding_window");
            json.WriteBoolean("tie_word_embeddings", model.TieEmbeddings);
            json.WriteString("torch_dtype", TensorElementTypes.TorchName(model.ElementType));
            json.WriteBoolean("use_cache", true);
            if (model.Architecture != ModelArchitecture.Llama) json.WriteBoolean("use_sliding_window", false);
            json.WriteNumber("vocab_size", model.VocabularySize);
            json.WriteEndObject();
        }
        text.WriteByte((byte)'\n');
        return text.ToArray();
    }

    /// <summary>Writes a token id, or null.</summary>
    public static void WriteToken(Utf8JsonWriter json, string name, int? id)
    {
        if (id is { } value) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }

    /// <summary>Writes one token id as a number, several as a list.</summary>
    public static void WriteTokens(Utf8JsonWriter json, string name, IReadOnlyList<int> ids)
    {
        if (ids.Count <= 1)
        {
            WriteToken(json, name, ids.Count == 0 ? null : ids[0]);
            return;
        }
        json.WriteStartArray(name);
        foreach (int id in ids) json.WriteNumberValue(id);
        json.WriteEndArray();
    }

    private static ModelArchitecture ReadArchitecture(JsonFields fields)
    {
        if (!fields.TryGet("model_type", out JsonElement value)) throw fields.Missing("model_type");
        string type = fields.Text("model_type")!;
        foreach ((ModelArchitecture architecture, string known, string className) in Known)
        {
            if (known != type) continue;
            if (!fields.TryGet("architectures", out JsonElement classes)) return architecture;
            if (classes.ValueKind != JsonValueKind.Array) throw fields.Wrong("architectures", classes, "an array of class names");
            foreach (JsonElement name in classes.EnumerateArray())
            {
                if (name.ValueKind != JsonValueKind.String || StrictJson.Text(name, fields.Path, "architectures") != className)
                    throw fields.Unsupported("architectures", classes, $"a model of type '{type}' must be a {className}");
            }
            return architecture;
        }
        throw fields.Unsupported("model_type", value, $"the library knows {string.Join(", ", Known.Select(known => known.ModelType))}");
    }

    private static void RefuseUnsupported(JsonFields fields, ModelArchitecture architecture)
    {
        if (fields.TryGet("hidden_act", out JsonElement activation) && fields.Text("hidden_act") is not ("silu" or "swish"))
            throw fields.Unsupported("hidden_act", activation, "the feed-forward blocks use silu");
        if (fields.TryGet("quantization_config", out JsonElement quantization))
            throw fields.Unsupported("quantization_config", quantization, "give the weights that it was quantised from");
        if (fields.Bool("mlp_bias", false) && fields.TryGet("mlp_bias", out JsonElement bias))
            throw fields.Unsupported("mlp_bias", bias, "the feed-forward blocks have no biases");
        bool hasBias = architecture == ModelArchitecture.Qwen2;
        if (fields.TryGet("attention_bias", out JsonElement attention) && fields.Bool("attention_bias", false) != hasBias)
            throw fields.Unsupported("attention_bias", attention, hasBias ? "Qwen 2 has biases" : "biases are supported for Qwen 2 only");
        if (fields.TryGet("partial_rotary_factor", out JsonElement part) && fields.Positive("partial_rotary_factor") != 1)
            throw fields.Unsupported("partial_rotary_factor", part, "positions rotate whole heads");
        if (fields.Bool("use_sliding_window", false) && fields.TryGet("use_sliding_window", out JsonElement sliding))
            throw fields.Unsupported("use_sliding_window", sliding, "attention is over the whole context");
        if (!fields.TryGet("layer_types", out JsonElement layers)) return;
        if (layers.ValueKind != JsonValueKind.Array) throw fields.Wrong("layer_types", layers, "an array of layer types");
        foreach (JsonElement layer in layers.EnumerateArray())
        {
            if (layer.ValueKind != JsonValueKind.String || StrictJson.Text(layer, fields.Path, "layer_types") != "full_attention")
                throw fields.Unsupported("layer_types", layer, "every layer must have full_attention");
        }
    }

    private static int ReadHeadWidth(JsonFields fields, ModelArchitecture architecture, int width, int heads)
    {
        // Qwen3Config has a head width of its own; the other two divide the width.
        if (fields.Has("head_dim") || architecture == ModelArchitecture.Qwen3) return fields.Int("head_dim", 2, 128);
        if (width % heads == 0) return width / heads;
        throw ModelFileException.In(fields.Path, $"'hidden_size' {width} is not a multiple of 'num_attention_heads' {heads}, and there is no 'head_dim'.");
    }

    private static RopeScaling? ReadScaling(JsonFields fields)
    {
        string name = fields.Has("rope_type") ? "rope_type" : "type";
        if (!fields.TryGet(name, out JsonElement type)) throw fields.Missing("rope_type");
        switch (fields.Text(name))
        {
            case "default": return null;
            case "linear": return new() { Kind = RopeScalingKind.Linear, Factor = AtLeastOne(fields) };
            case "llama3":
                return new()
                {
                    Factor = AtLeastOne(fields),
                    LowFrequencyFactor = fields.Positive("low_freq_factor"),
                    HighFrequencyFactor = fields.Positive("high_freq_factor"),
                    OriginalContextLength = fields.Int("original_max_position_embeddings", 1),
                };
            default: throw fields.Unsupported(name, type, "the library knows default, linear and llama3");
        }
    }

    private static double AtLeastOne(JsonFields fields)
    {
        double factor = fields.Positive("factor");
        if (factor >= 1) return factor;
        fields.TryGet("factor", out JsonElement value);
        throw fields.Wrong("factor", value, "at least 1");
    }

    // Some configurations say -1 for "no padding token".
    private static int? ReadPadding(JsonFields fields) =>
        fields.TryGet("pad_token_id", out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int id) && id == -1
            ? null
            : fields.TokenId("pad_token_id");

    private static TensorElementType ReadElementType(JsonFields fields)
    {
        string name = fields.Has("torch_dtype") ? "torch_dtype" : "dtype";
        if (!fields.TryGet(name, out JsonElement value)) return TensorElementType.Float32;
        return fields.Text(name) switch
        {
            "float32" => TensorElementType.Float32,
            "float16" => TensorElementType.Float16,
            "bfloat16" => TensorElementType.BFloat16,
            _ => throw fields.Unsupported(name, value, "the library knows float32, float16 and bfloat16"),
        };
    }

    private static void WriteScaling(Utf8JsonWriter json, RopeScaling? scaling)
    {
        if (scaling is null)
        {
            json.WriteNull("rope_scaling");
            return;
        }
        json.WriteStartObject("rope_scaling");
        json.WriteNumber("factor", scaling.Factor);
        if (scaling.Kind == RopeScalingKind.Llama3)
        {
            json.WriteNumber("high_freq_factor", scaling.HighFrequencyFactor);
            json.WriteNumber("low_freq_factor", scaling.LowFrequencyFactor);
            json.WriteNumber("original_max_position_embeddings", scaling.OriginalContextLength);
        }
        json.WriteString("rope_type", scaling.Kind == RopeScalingKind.Llama3 ? "llama3" : "linear");
        json.WriteEndObject();
    }
}
