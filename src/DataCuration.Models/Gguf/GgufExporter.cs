using System.Globalization;

namespace DataCuration.Models;

/// <summary>
/// Writes a model with its tokenizer as a GGUF file, for llama.cpp, Ollama, LLamaSharp and other programs that use llama.cpp. The file's bytes depend on the
/// arguments only.
/// </summary>
/// <remarks>
/// Keys, tensor names and the order of Llama's query and key rows are those of llama.cpp's <c>convert_hf_to_gguf.py</c>. The scaling of rotary frequencies of
/// Llama 3 is written as the tensor <c>rope_freqs.weight</c>, which llama.cpp reads for Llama only.
/// </remarks>
public static class GgufExporter
{
    private const uint QuantizationVersion = 2; // GGML_QNT_VERSION

    /// <summary>Writes a file. It appears complete or not at all, and replaces an existing one.</summary>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <param name="configuration">The model's dimensions.</param>
    /// <param name="tensors">The tensors under Hugging Face's names and in its order of rows, in any order.</param>
    /// <param name="tokenizer">The tokenizer. If the model has more embeddings than it has tokens, unused ones are added.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="ModelFileException">
    /// A tensor is missing, unknown or of another shape, a value is too large for the number format, or llama.cpp cannot compute the model.
    /// </exception>
    /// <exception cref="ArgumentException">The tokenizer has more tokens than the model, or its parts do not fit together.</exception>
    public static void Write(string path, ModelConfiguration configuration, IReadOnlyList<ModelTensor> tensors, GgufTokenizer tokenizer,
        GgufExportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(tokenizer);
        options ??= new();
        configuration.Validate();
        tokenizer.Validate();
        Refuse(configuration, path);
        IReadOnlyList<ModelTensor> matched = ModelTensors.Match(configuration, tensors, path);
        var writer = new GgufWriter();
        AddModel(writer, configuration, options);
        AddTokenizer(writer, CompleteTokenizer(configuration, tokenizer, path));
        AddTensors(writer, configuration, matched, options.Type);
        AtomicStoreFile.Write(options.Files ?? LocalFileStore.Instance, path, stream => writer.Write(stream, path));
    }

    private static void Refuse(ModelConfiguration model, string path)
    {
        if (model.RopeScaling?.Kind == RopeScalingKind.Llama3 && model.Architecture != ModelArchitecture.Llama)
            throw ModelFileException.In(path, $"llama.cpp scales rotary frequencies as Llama 3 does for Llama only, not for {model.Architecture}.");
        if (model.Architecture == ModelArchitecture.Qwen2 && model.HeadWidth * model.Heads != model.Width)
        {
            throw ModelFileException.In(path, "llama.cpp computes Qwen 2 only with heads that are as wide as the model together, not with "
                + $"{model.Heads} heads of {model.HeadWidth}, width {model.Width}.");
        }
    }

    private static GgufTokenizer CompleteTokenizer(ModelConfiguration model, GgufTokenizer tokenizer, string path)
    {
        int? end = tokenizer.EndTokenId ?? (model.EndTokenIds.Count > 0 ? model.EndTokenIds[0] : tokenizer.FindEnd());
        // Without these two, llama.cpp takes tokens 11 of byte-level tokenizers, and 1 and 2 of others, whatever they are.
        if (end is null)
            throw ModelFileException.In(path, "neither the tokenizer nor the configuration names the token that ends a text; llama.cpp needs one.");
        GgufTokenizer complete = tokenizer.PadTo(model.VocabularySize) with
        {
            BeginTokenId = tokenizer.BeginTokenId ?? model.BeginTokenId ?? end,
            EndTokenId = end,
            PaddingTokenId = tokenizer.PaddingTokenId ?? model.PaddingTokenId,
        };
        complete.Validate();
        return complete;
    }

    private static void AddModel(GgufWriter writer, ModelConfiguration model, GgufExportOptions options)
    {
        string architecture = model.Architecture switch
        {
            ModelArchitecture.Qwen2 => "qwen2",
            ModelArchitecture.Qwen3 => "qwen3",
            _ => "llama",
        };
        writer.Add("general.architecture", architecture);
        writer.Add("general.type", "model");
        writer.Add("general.name", options.Name ?? architecture);
        writer.Add("general.file_type", options.Type switch { GgufTensorType.Float32 => 0u, GgufTensorType.Float16 => 1u, _ => 7u }); // llama_ftype
        writer.Add("general.quantization_version", QuantizationVersion);
        Add("block_count", model.Layers);
        Add("context_length", model.ContextLength);
        Add("embedding_length", model.Width);
        Add("feed_forward_length", model.FeedForwardWidth);
        Add("attention.head_count", model.Heads);
        Add("attention.head_count_kv", model.KeyValueHeads);
        Add("attention.key_length", model.HeadWidth);
        Add("attention.value_length", model.HeadWidth);
        writer.Add($"{architecture}.attention.layer_norm_rms_epsilon", (float)model.NormEpsilon);
        Add("rope.dimension_count", model.HeadWidth);
        writer.Add($"{architecture}.rope.freq_base", (float)model.RopeTheta);
        if (model.RopeScaling is { Kind: RopeScalingKind.Linear } scaling)
        {
            writer.Add($"{architecture}.rope.scaling.type", "linear");
            writer.Add($"{architecture}.rope.scaling.factor", (float)scaling.Factor);
        }
        Add("vocab_size", model.VocabularySize);

        void Add(string key, int value) => writer.Add($"{architecture}.{key}", (uint)value);
    }

    private static void AddTokenizer(GgufWriter writer, GgufTokenizer tokenizer)
    {
        bool isSentencePiece = tokenizer.Model == GgufTokenizer.SentencePieceModel;
        writer.Add("tokenizer.ggml.model", tokenizer.Model);
        writer.Add("tokenizer.ggml.pre", tokenizer.PreTokenizer);
        writer.Add("tokenizer.ggml.tokens", tokenizer.Tokens);
        if (isSentencePiece) writer.Add("tokenizer.ggml.scores", tokenizer.Scores);
        writer.Add("tokenizer.ggml.token_type", [.. tokenizer.Types.Select(type => (int)type)]);
        if (!isSentencePiece) writer.Add("tokenizer.ggml.merges", tokenizer.Merges);
        AddToken("bos_token_id", tokenizer.BeginTokenId);
        AddToken("eos_token_id", tokenizer.EndTokenId);
        AddToken("unknown_token_id", tokenizer.UnknownTokenId);
        AddToken("padding_token_id", tokenizer.PaddingTokenId);
        writer.Add("tokenizer.ggml.add_bos_token", tokenizer.AddsBegin);
        writer.Add("tokenizer.ggml.add_eos_token", false);
        if (isSentencePiece) writer.Add("tokenizer.ggml.add_space_prefix", tokenizer.AddsSpacePrefix);
        if (tokenizer.ChatTemplate is { } template) writer.Add("tokenizer.chat_template", template);

        void AddToken(string key, int? id)
        {
            if (id is { } value) writer.Add($"tokenizer.ggml.{key}", (uint)value);
        }
    }

    private static void AddTensors(GgufWriter writer, ModelConfiguration model, IReadOnlyList<ModelTensor> tensors, GgufTensorType type)
    {
        if (model.RopeScaling is { Kind: RopeScalingKind.Llama3 } scaling)
        {
            float[] divisors = [.. RopeScaling.Divisors(model.RopeTheta, model.HeadWidth, scaling).Select(divisor => (float)divisor)];
            writer.Add(ModelTensor.FromValues("rope_freqs.weight", [divisors.Length], divisors), GgufTensorType.Float32);
        }
        IReadOnlyList<ModelTensorSlot> slots = ModelTensors.List(model);
        for (int i = 0; i < slots.Count; i++)
        {
            string name = NameOf(slots[i]);
            // llama.cpp turns neighbouring dimensions for Llama, and the two halves of a head for Qwen, as transformers does.
            ModelTensor tensor = model.Architecture == ModelArchitecture.Llama && slots[i].IsRotated
                ? RotaryOrder.Permute(tensors[i], name, row => RotaryOrder.HalvesRow(row, model.HeadWidth))
                : new ModelTensor(name, tensors[i].Shape, tensors[i].Read);
            writer.Add(tensor, TypeOf(tensor, type));
        }
    }

    private static GgufTensorType TypeOf(ModelTensor tensor, GgufTensorType type)
    {
        if (tensor.Shape.Count == 1) return GgufTensorType.Float32;
        return type == GgufTensorType.Q8 && tensor.Shape[^1] % Q8Blocks.Elements != 0 ? GgufTensorType.Float16 : type;
    }

    private static string NameOf(ModelTensorSlot slot)
    {
        string name = slot.Role switch
        {
            ModelTensorRole.Embedding => "token_embd.weight",
            ModelTensorRole.FinalNorm => "output_norm.weight",
            ModelTensorRole.Output => "output.weight",
            ModelTensorRole.AttentionNorm => "attn_norm.weight",
            ModelTensorRole.Query => "attn_q.weight",
            ModelTensorRole.QueryBias => "attn_q.bias",
            ModelTensorRole.Key => "attn_k.weight",
            ModelTensorRole.KeyBias => "attn_k.bias",
            ModelTensorRole.Value => "attn_v.weight",
            ModelTensorRole.ValueBias => "attn_v.bias",
            ModelTensorRole.QueryNorm => "attn_q_norm.weight",
            ModelTensorRole.KeyNorm => "attn_k_norm.weight",
            ModelTensorRole.AttentionOutput => "attn_output.weight",
            ModelTensorRole.FeedForwardNorm => "ffn_norm.weight",
            ModelTensorRole.Gate => "ffn_gate.weight",
            ModelTensorRole.Up => "ffn_up.weight",
            _ => "ffn_down.weight",
        };
        return slot.Layer < 0 ? name : string.Create(CultureInfo.InvariantCulture, $"blk.{slot.Layer}.{name}");
    }
}
