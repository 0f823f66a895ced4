using DataCuration.Models;

namespace DataCuration.Training.TorchSharp;

/// <summary>Converts an adapter's matrices to tensors under PEFT's names. The rows of B of queries and keys are in the order of halves there.</summary>
internal static class LoraParameters
{
    /// <summary>Returns the matrices as tensors.</summary>
    /// <param name="configuration">The model.</param>
    /// <param name="model">The decoder.</param>
    /// <param name="options">The adapter's options.</param>
    /// <param name="parameters">The matrices.</param>
    public static IReadOnlyList<ModelTensor> List(ModelConfiguration configuration, DecoderOptions model, LoraOptions options, ParameterStore parameters) =>
        [.. LoraTensorSlot.List(configuration, options).SelectMany(slot =>
        {
            LoraTargets target = LoraLayout.Adapted(options.Targets).Single(one => IsTarget(one, slot.Target.Role));
            ModelTensor a = Make(slot.NameA, slot.ShapeA, LoraLayout.NameA(slot.Target.Layer, target));
            ModelTensor b = Make(slot.NameB, slot.ShapeB, LoraLayout.NameB(slot.Target.Layer, target));
            if (slot.Target.IsRotated) b = RotaryOrder.Permute(b, slot.NameB, row => RotaryOrder.NeighboursRow(row, model.HeadWidth));
            return (ModelTensor[])[a, b];

            ModelTensor Make(string name, IReadOnlyList<long> shape, string own) =>
                ModelTensor.FromValues(name, shape, parameters[own].detach().cpu().data<float>().ToArray());
        })];

    private static bool IsTarget(LoraTargets target, ModelTensorRole role) => (target, role) switch
    {
        (LoraTargets.Query, ModelTensorRole.Query) or (LoraTargets.Key, ModelTensorRole.Key) or (LoraTargets.Value, ModelTensorRole.Value)
            or (LoraTargets.AttentionOutput, ModelTensorRole.AttentionOutput) or (LoraTargets.Gate, ModelTensorRole.Gate)
            or (LoraTargets.Up, ModelTensorRole.Up) or (LoraTargets.Down, ModelTensorRole.Down) => true,
        _ => false,
    };
}
