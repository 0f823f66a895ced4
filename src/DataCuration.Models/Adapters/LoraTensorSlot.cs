namespace DataCuration.Models;

/// <summary>The two matrices that adapt a projection, under PEFT's names.</summary>
/// <param name="Target">The projection's weight.</param>
/// <param name="NameA">The name of A.</param>
/// <param name="ShapeA">The shape of A: rank and inputs.</param>
/// <param name="NameB">The name of B.</param>
/// <param name="ShapeB">The shape of B: outputs and rank. Its rows are in the order of the projection's outputs in Hugging Face's files.</param>
public sealed record LoraTensorSlot(ModelTensorSlot Target, string NameA, IReadOnlyList<long> ShapeA, string NameB, IReadOnlyList<long> ShapeB)
{
    private const string Prefix = "base_model.model.";
    private const string WeightSuffix = ".weight";

    /// <summary>Lists the matrices of an adapter, in the order of the model's layers.</summary>
    /// <param name="configuration">The model.</param>
    /// <param name="options">The rank and the projections.</param>
    public static IReadOnlyList<LoraTensorSlot> List(ModelConfiguration configuration, LoraOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return [.. ModelTensors.List(configuration).Where(slot => (TargetOf(slot.Role) & options.Targets) != 0).Select(slot =>
        {
            string module = Prefix + slot.Name[..^WeightSuffix.Length];
            return new LoraTensorSlot(slot, module + ".lora_A.weight", [options.Rank, slot.Shape[1]], module + ".lora_B.weight", [slot.Shape[0], options.Rank]);
        })];
    }

    /// <summary>Returns the projection of a role; none for tensors that are not adapted.</summary>
    internal static LoraTargets TargetOf(ModelTensorRole role) => role switch
    {
        ModelTensorRole.Query => LoraTargets.Query,
        ModelTensorRole.Key => LoraTargets.Key,
        ModelTensorRole.Value => LoraTargets.Value,
        ModelTensorRole.AttentionOutput => LoraTargets.AttentionOutput,
        ModelTensorRole.Gate => LoraTargets.Gate,
        ModelTensorRole.Up => LoraTargets.Up,
        ModelTensorRole.Down => LoraTargets.Down,
        _ => LoraTargets.None,
    };
}
