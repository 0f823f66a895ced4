using DataCuration.Models;

namespace DataCuration.Training.TorchSharp;

/// <summary>The parts of a decoder's projections that low-rank adaptation changes one by one, and the names and shapes of their matrices.</summary>
internal static class LoraLayout
{
    private static readonly (LoraTargets Target, DecoderProjection Projection, string Name)[] All =
    [
        (LoraTargets.Query, DecoderProjection.Qkv, "query"),
        (LoraTargets.Key, DecoderProjection.Qkv, "key"),
        (LoraTargets.Value, DecoderProjection.Qkv, "value"),
        (LoraTargets.AttentionOutput, DecoderProjection.AttentionOutput, "attention_output"),
        (LoraTargets.Gate, DecoderProjection.GateUp, "gate"),
        (LoraTargets.Up, DecoderProjection.GateUp, "up"),
        (LoraTargets.Down, DecoderProjection.Down, "down"),
    ];

    /// <summary>Returns the parts of a projection in the order of its outputs.</summary>
    public static IEnumerable<(LoraTargets Target, long Outputs)> Parts(DecoderOptions model, DecoderProjection projection) =>
        All.Where(part => part.Projection == projection).Select(part => (part.Target, Outputs(model, part.Target)));

    /// <summary>Returns the adapted parts of all projections of a block, in their order.</summary>
    public static IEnumerable<LoraTargets> Adapted(LoraTargets targets) => All.Select(part => part.Target).Where(target => (targets & target) != 0);

    public static DecoderProjection ProjectionOf(LoraTargets target) => All.Single(part => part.Target == target).Projection;

    public static string NameA(int layer, LoraTargets target) => ParameterLayout.LayerName(layer, $"{NameOf(target)}.lora_a");

    public static string NameB(int layer, LoraTargets target) => ParameterLayout.LayerName(layer, $"{NameOf(target)}.lora_b");

    /// <summary>Returns the number of inputs of a projection.</summary>
    public static long Inputs(DecoderOptions model, LoraTargets target) => target switch
    {
        LoraTargets.AttentionOutput => (long)model.Heads * model.HeadWidth,
        LoraTargets.Down => model.FeedForwardWidth,
        _ => model.Width,
    };

    /// <summary>Returns the number of outputs of a part of a projection.</summary>
    public static long Outputs(DecoderOptions model, LoraTargets target) => target switch
    {
        LoraTargets.Query => (long)model.Heads * model.HeadWidth,
        LoraTargets.Key or LoraTargets.Value => (long)model.KeyValueHeads * model.HeadWidth,
        LoraTargets.Gate or LoraTargets.Up => model.FeedForwardWidth,
        _ => model.Width,
    };

    private static string NameOf(LoraTargets target) => All.Single(part => part.Target == target).Name;
}
