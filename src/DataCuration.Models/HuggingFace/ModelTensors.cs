using System.Globalization;

namespace DataCuration.Models;

/// <summary>The tensors of a model under Hugging Face's names.</summary>
public static class ModelTensors
{
    private const int MaxNamed = 8;

    /// <summary>Lists the tensors that a model must have, in the order of its layers.</summary>
    /// <param name="configuration">The model.</param>
    public static IReadOnlyList<ModelTensorSlot> List(ModelConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        configuration.Validate();
        ModelConfiguration model = configuration;
        long queries = (long)model.Heads * model.HeadWidth;
        long keys = (long)model.KeyValueHeads * model.HeadWidth;
        bool hasBias = model.Architecture == ModelArchitecture.Qwen2;
        var slots = new List<ModelTensorSlot> { new(ModelTensorRole.Embedding, -1, "model.embed_tokens.weight", [model.VocabularySize, model.Width]) };
        for (int layer = 0; layer < model.Layers; layer++)
        {
            string prefix = string.Create(CultureInfo.InvariantCulture, $"model.layers.{layer}.");
            Add(ModelTensorRole.AttentionNorm, "input_layernorm.weight", model.Width);
            AddProjection(ModelTensorRole.Query, ModelTensorRole.QueryBias, "self_attn.q_proj", queries);
            AddProjection(ModelTensorRole.Key, ModelTensorRole.KeyBias, "self_attn.k_proj", keys);
            AddProjection(ModelTensorRole.Value, ModelTensorRole.ValueBias, "self_attn.v_proj", keys);
            if (model.Architecture == ModelArchitecture.Qwen3)
            {
                Add(ModelTensorRole.QueryNorm, "self_attn.q_norm.weight", model.HeadWidth);
                Add(ModelTensorRole.KeyNorm, "self_attn.k_norm.weight", model.HeadWidth);
            }
            Add(ModelTensorRole.AttentionOutput, "self_attn.o_proj.weight", model.Width, queries);
            Add(ModelTensorRole.FeedForwardNorm, "post_attention_layernorm.weight", model.Width);
            Add(ModelTensorRole.Gate, "mlp.gate_proj.weight", model.FeedForwardWidth, model.Width);
            Add(ModelTensorRole.Up, "mlp.up_proj.weight", model.FeedForwardWidth, model.Width);
            Add(ModelTensorRole.Down, "mlp.down_proj.weight", model.Width, model.FeedForwardWidth);

            void Add(ModelTensorRole role, string name, params long[] shape) => slots.Add(new(role, layer, prefix + name, shape));

            void AddProjection(ModelTensorRole weight, ModelTensorRole bias, string name, long outputs)
            {
                Add(weight, name + ".weight", outputs, model.Width);
                if (hasBias) Add(bias, name + ".bias", outputs);
            }
        }
        slots.Add(new(ModelTensorRole.FinalNorm, -1, "model.norm.weight", [model.Width]));
        if (!model.TieEmbeddings) slots.Add(new(ModelTensorRole.Output, -1, "lm_head.weight", [model.VocabularySize, model.Width]));
        return slots;
    }

    /// <summary>Finds the tensors of a model, and checks that there are no others and that all shapes are right.</summary>
    /// <param name="configuration">The model.</param>
    /// <param name="tensors">Tensors under Hugging Face's names, in any order.</param>
    /// <param name="source">The file or folder that they are in, for messages.</param>
    /// <returns>The tensors in the order of <see cref="List"/>.</returns>
    /// <exception cref="ModelFileException">A tensor is missing, unknown or of another shape. The message names it.</exception>
    public static IReadOnlyList<ModelTensor> Match(ModelConfiguration configuration, IEnumerable<ModelTensor> tensors, string source)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(configuration);
        var given = new Dictionary<string, ModelTensor>(StringComparer.Ordinal);
        foreach (ModelTensor tensor in tensors)
            if (!given.TryAdd(tensor.Name, tensor)) throw ModelFileException.In(source, $"there are two tensors '{ModelFileException.Show(tensor.Name)}'.");
        // A damaged configuration may have any number of layers: their list is made only if the tensors have as much.
        for (int layer = 0; layer < configuration.Layers; layer++)
        {
            string first = string.Create(CultureInfo.InvariantCulture, $"model.layers.{layer}.input_layernorm.weight");
            if (given.ContainsKey(first)) continue;
            throw ModelFileException.In(source,
                $"tensor '{first}' [{configuration.Width}] is missing, and the configuration has {configuration.Layers} layers.");
        }
        IReadOnlyList<ModelTensorSlot> slots = List(configuration);
        ModelTensorSlot[] missing = [.. slots.Where(slot => !given.ContainsKey(slot.Name))];
        if (missing.Length > 0)
            throw ModelFileException.In(source, $"{Names(missing.Select(slot => $"'{slot.Name}' {TensorShapes.Text(slot.Shape)}"))} missing.");
        var found = new ModelTensor[slots.Count];
        for (int i = 0; i < found.Length; i++)
        {
            given.Remove(slots[i].Name, out ModelTensor? tensor);
            if (!tensor!.Shape.SequenceEqual(slots[i].Shape))
            {
                throw ModelFileException.In(source, $"tensor '{tensor.Name}' has the shape {TensorShapes.Text(tensor.Shape)}, but the configuration needs "
                    + $"{TensorShapes.Text(slots[i].Shape)}.");
            }
            found[i] = tensor;
        }
        string[] unknown = [.. given.Keys.Where(name => !IsIgnored(name, configuration)).Order(StringComparer.Ordinal)];
        if (unknown.Length > 0)
            throw ModelFileException.In(source, $"{Names(unknown.Select(name => $"'{ModelFileException.Show(name)}'"))} not part of the model.");
        return found;
    }

    // Old files of Llama hold the rotary frequencies, and some files repeat tied embeddings: transformers ignores both.
    private static bool IsIgnored(string name, ModelConfiguration configuration) =>
        name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal) || (configuration.TieEmbeddings && name == "lm_head.weight");

    private static string Names(IEnumerable<string> names)
    {
        string[] all = [.. names];
        string shown = string.Join(", ", all.Take(MaxNamed));
        if (all.Length > MaxNamed) shown += $" and {all.Length - MaxNamed} more";
        return all.Length == 1 ? $"tensor {shown} is" : $"tensors {shown} are";
    }
}
