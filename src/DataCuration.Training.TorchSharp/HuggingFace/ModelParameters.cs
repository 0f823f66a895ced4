using System.Runtime.InteropServices;
using DataCuration.Models;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Copies a decoder's parameters from and to tensors under Hugging Face's names. There, queries, keys and values are tensors of their own, as are gate and up,
/// and rotary positions turn the two halves of a head instead of neighbours.
/// </summary>
internal static class ModelParameters
{
    /// <summary>Reads all parameters.</summary>
    /// <param name="configuration">The model; it has the dimensions of <paramref name="options"/>.</param>
    /// <param name="tensors">The tensors, in the order of <see cref="ModelTensors.List"/>.</param>
    /// <param name="options">The decoder.</param>
    /// <param name="parameters">Receives the values.</param>
    public static void Read(ModelConfiguration configuration, IReadOnlyList<ModelTensor> tensors, DecoderOptions options, ParameterStore parameters)
    {
        using IDisposable guard = no_grad();
        Dictionary<string, ParameterShape> shapes = parameters.Layout.Shapes.ToDictionary(shape => shape.Name, StringComparer.Ordinal);
        IReadOnlyList<ModelTensorSlot> slots = ModelTensors.List(configuration);
        for (int i = 0; i < slots.Count; i++)
        {
            (string name, long offset) = Place(slots[i], options);
            ModelTensor tensor = slots[i].IsRotated
                ? RotaryOrder.Permute(tensors[i], slots[i].Name, row => RotaryOrder.HalvesRow(row, options.HeadWidth))
                : tensors[i];
            Fill(parameters.Values, shapes[name].Offset + offset, tensor);
        }
    }

    /// <summary>
    /// Returns the parameters as tensors under Hugging Face's names. They read <paramref name="values"/>, which must be on the CPU.
    /// </summary>
    public static IReadOnlyList<ModelTensor> List(ModelConfiguration configuration, DecoderOptions options, ParameterLayout layout, Tensor values)
    {
        Dictionary<string, ParameterShape> shapes = layout.Shapes.ToDictionary(shape => shape.Name, StringComparer.Ordinal);
        return [.. ModelTensors.List(configuration).Select(slot =>
        {
            (string name, long offset) = Place(slot, options);
            long first = shapes[name].Offset + offset;
            var tensor = new ModelTensor(slot.Name, slot.Shape, (start, into) => Copy(values, first + start, into));
            return slot.IsRotated ? RotaryOrder.Permute(tensor, slot.Name, row => RotaryOrder.NeighboursRow(row, options.HeadWidth)) : tensor;
        })];
    }

    // The parameter that contains a tensor, and the element at which the tensor starts in it.
    private static (string Name, long Offset) Place(ModelTensorSlot slot, DecoderOptions options)
    {
        long queries = (long)options.Heads * options.HeadWidth;
        long keys = (long)options.KeyValueHeads * options.HeadWidth;
        return slot.Role switch
        {
            ModelTensorRole.Embedding => (ParameterLayout.Embedding, 0),
            ModelTensorRole.Output => (ParameterLayout.Output, 0),
            ModelTensorRole.FinalNorm => (ParameterLayout.FinalNorm, 0),
            ModelTensorRole.AttentionNorm => Layer("attention.norm", 0),
            ModelTensorRole.Query => Layer("attention.qkv", 0),
            ModelTensorRole.Key => Layer("attention.qkv", queries * options.Width),
            ModelTensorRole.Value => Layer("attention.qkv", (queries + keys) * options.Width),
            ModelTensorRole.QueryBias => Layer("attention.qkv_bias", 0),
            ModelTensorRole.KeyBias => Layer("attention.qkv_bias", queries),
            ModelTensorRole.ValueBias => Layer("attention.qkv_bias", queries + keys),
            ModelTensorRole.QueryNorm => Layer("attention.query_norm", 0),
            ModelTensorRole.KeyNorm => Layer("attention.key_norm", 0),
            ModelTensorRole.AttentionOutput => Layer("attention.output", 0),
            ModelTensorRole.FeedForwardNorm => Layer("feed_forward.norm", 0),
            ModelTensorRole.Gate => Layer("feed_forward.gate_up", 0),
            ModelTensorRole.Up => Layer("feed_forward.gate_up", (long)options.FeedForwardWidth * options.Width),
            ModelTensorRole.Down => Layer("feed_forward.down", 0),
            _ => throw new InvalidOperationException($"There is no place for {slot.Role}."),
        };

        (string Name, long Offset) Layer(string name, long offset) => (ParameterLayout.LayerName(slot.Layer, name), offset);
    }

    private static void Fill(Tensor values, long offset, ModelTensor tensor)
    {
        const int Piece = 1 << 22;
        var piece = new float[Math.Min(Piece, tensor.Count)];
        for (long done = 0; done < tensor.Count;)
        {
            Span<float> part = piece.AsSpan(0, (int)Math.Min(Piece, tensor.Count - done));
            tensor.Read(done, part);
            using Tensor target = values.narrow(0, offset + done, part.Length);
            if (values.device_type == global::TorchSharp.DeviceType.CPU)
            {
                part.CopyTo(MemoryMarshal.Cast<byte, float>(target.bytes));
            }
            else
            {
                using Tensor source = from_array(part.ToArray());
                target.copy_(source);
            }
            done += part.Length;
        }
    }

    private static void Copy(Tensor values, long start, Span<float> into)
    {
        using Tensor source = values.narrow(0, start, into.Length);
        MemoryMarshal.Cast<byte, float>(source.bytes).CopyTo(into);
    }
}
