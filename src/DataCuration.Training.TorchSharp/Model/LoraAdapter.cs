using DataCuration.Models;
using TorchSharp;
using static TorchSharp.torch;
using Functional = TorchSharp.torch.nn.functional;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Low-rank adaptation of a decoder (Hu et al. 2021): adds <c>alpha / rank * B A x</c> to the outputs of projections. Queries, keys, values, gate and up
/// projections are adapted one by one, although the decoder computes them together.
/// </summary>
internal sealed class LoraAdapter : IProjectionChange
{
    private readonly DecoderOptions model;
    private readonly LoraOptions options;
    private readonly bool halfPrecision;
    private ulong? dropoutKey;

    /// <param name="model">The model.</param>
    /// <param name="options">The options.</param>
    /// <param name="parameters">The matrices, in the layout of <see cref="ParameterLayout.ForAdapter"/>. They belong to the caller.</param>
    /// <param name="halfPrecision">True to multiply in bfloat16.</param>
    public LoraAdapter(DecoderOptions model, LoraOptions options, ParameterStore parameters, bool halfPrecision = false)
    {
        this.model = model;
        this.options = options;
        this.halfPrecision = halfPrecision;
        Parameters = parameters;
    }

    public ParameterStore Parameters { get; }

    /// <summary>Turns dropout on for a batch. The same key gives the same places, so that a batch can be computed a second time.</summary>
    public void BeginBatch(ulong key) => dropoutKey = options.Dropout > 0 ? key : null;

    /// <summary>Turns dropout off.</summary>
    public void EndBatch() => dropoutKey = null;

    public Tensor Apply(int layer, DecoderProjection projection, Tensor input, Tensor output)
    {
        (LoraTargets Target, long Outputs)[] parts = [.. LoraLayout.Parts(model, projection)];
        if (parts.All(part => (options.Targets & part.Target) == 0)) return output;
        if (parts.Length == 1) return output.Plus(Change(layer, parts[0].Target, input, output.dtype));
        Tensor[] outputs = output.split([.. parts.Select(part => part.Outputs)], -1);
        return cat([.. parts.Select((part, i) => (options.Targets & part.Target) == 0 ? outputs[i]
            : outputs[i].Plus(Change(layer, part.Target, input, output.dtype)))], -1);
    }

    /// <summary>Adds the changes to the weights of a model, so that it computes the same without an adapter.</summary>
    public void MergeInto(ParameterStore weights)
    {
        using IDisposable guard = no_grad();
        for (int layer = 0; layer < model.Layers; layer++)
        {
            foreach (DecoderProjection projection in Enum.GetValues<DecoderProjection>())
            {
                long row = 0;
                foreach ((LoraTargets target, long outputs) in LoraLayout.Parts(model, projection))
                {
                    if ((options.Targets & target) != 0)
                    {
                        using DisposeScope scope = NewDisposeScope();
                        Tensor change = Parameters[LoraLayout.NameB(layer, target)].mm(Parameters[LoraLayout.NameA(layer, target)]);
                        weights[WeightName(layer, projection)].narrow(0, row, outputs).PlusInPlace(change, options.Scale);
                    }
                    row += outputs;
                }
            }
        }
    }

    private static string WeightName(int layer, DecoderProjection projection) => ParameterLayout.LayerName(layer, projection switch
    {
        DecoderProjection.Qkv => "attention.qkv",
        DecoderProjection.AttentionOutput => "attention.output",
        DecoderProjection.GateUp => "feed_forward.gate_up",
        _ => "feed_forward.down",
    });

    private Tensor Change(int layer, LoraTargets target, Tensor input, ScalarType type)
    {
        Tensor x = dropoutKey is { } key ? DropOut(input, SeededRandom.Mix(key ^ ((ulong)layer << 8 | (uint)target))) : input;
        Tensor low = Functional.linear(Narrow(x), Narrow(Parameters[LoraLayout.NameA(layer, target)]));
        Tensor change = Functional.linear(low, Narrow(Parameters[LoraLayout.NameB(layer, target)])).Times(options.Scale);
        return change.dtype == type ? change : change.to(type);
    }

    private Tensor DropOut(Tensor x, ulong key)
    {
        using var generator = new torch.Generator(key, x.device);
        // 1 where a uniform number is at least the rate, else 0.
        Tensor kept = rand(x.shape, ScalarType.Float32, x.device, generator: generator).Plus(1 - options.Dropout).floor_().Over(1 - options.Dropout);
        return x.mul(kept.dtype == x.dtype ? kept : kept.to(x.dtype));
    }

    private Tensor Narrow(Tensor x) => halfPrecision && x.dtype != ScalarType.BFloat16 ? x.to(ScalarType.BFloat16) : x;
}
