using TorchSharp;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// The keys and values of the tokens that a decoder has read, for all layers. A slot belongs to one sequence. The space for positions grows with the longest
/// sequence, up to the model's context. Suffixes as in <see cref="Decoder"/>; S slots, P positions.
/// </summary>
internal sealed class KeyValueCache : IDisposable
{
    private const int Granule = 64;

    private readonly DecoderOptions options;
    private readonly Tensor[] keys_SPE; // E: the key-value heads one after the other
    private readonly Tensor[] values_SPE;
    private readonly int slots;
    private readonly Device device;
    private readonly ScalarType type;

    /// <param name="options">The decoder.</param>
    /// <param name="slots">The number of sequences.</param>
    /// <param name="positions">The number of positions to start with.</param>
    /// <param name="device">The device.</param>
    /// <param name="type">The number format.</param>
    public KeyValueCache(DecoderOptions options, int slots, int positions, Device device, ScalarType type = ScalarType.Float32)
    {
        (this.options, this.slots, this.device, this.type) = (options, slots, device, type);
        Positions = RoundUp(positions);
        keys_SPE = [.. Enumerable.Range(0, options.Layers).Select(_ => Allocate())];
        values_SPE = [.. Enumerable.Range(0, options.Layers).Select(_ => Allocate())];
    }

    /// <summary>The number of positions that each slot has space for.</summary>
    public int Positions { get; private set; }

    /// <summary>Makes space for a number of positions.</summary>
    public void Reserve(int positions)
    {
        if (positions <= Positions) return;
        int before = Positions;
        Positions = RoundUp(Math.Max(positions, (int)Math.Min(2L * Positions, options.ContextLength)));
        for (int layer = 0; layer < options.Layers; layer++)
        {
            Grow(ref keys_SPE[layer], before);
            Grow(ref values_SPE[layer], before);
        }
    }

    /// <summary>Copies the first positions of a slot to another.</summary>
    public void Move(int from, int to, int positions)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (Tensor tensor in (IEnumerable<Tensor>)[.. keys_SPE, .. values_SPE])
            tensor.select(0, to).narrow(0, 0, positions).copy_(tensor.select(0, from).narrow(0, 0, positions));
    }

    /// <summary>Stores keys and values.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="places_N">Slot * <see cref="Positions"/> + position of each token.</param>
    /// <param name="key">The keys: one of N in any shape.</param>
    /// <param name="value">The values likewise.</param>
    public void Store(int layer, Tensor places_N, Tensor key, Tensor value)
    {
        long width = (long)options.KeyValueHeads * options.HeadWidth;
        keys_SPE[layer].view(-1, width).index_copy_(0, places_N, key.reshape(-1, width));
        values_SPE[layer].view(-1, width).index_copy_(0, places_N, value.reshape(-1, width));
    }

    /// <summary>Returns the keys of the first slots and positions as slot, head, position, dimension.</summary>
    public Tensor Keys(int layer, int rows, int positions) => View(keys_SPE[layer], rows, positions);

    /// <summary>Returns the values likewise.</summary>
    public Tensor Values(int layer, int rows, int positions) => View(values_SPE[layer], rows, positions);

    public void Dispose()
    {
        foreach (Tensor tensor in keys_SPE) tensor.Dispose();
        foreach (Tensor tensor in values_SPE) tensor.Dispose();
    }

    private Tensor View(Tensor tensor, int rows, int positions) =>
        tensor.narrow(0, 0, rows).narrow(1, 0, positions).view(rows, positions, options.KeyValueHeads, options.HeadWidth).transpose(1, 2);

    private void Grow(ref Tensor tensor, int before)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor larger = Allocate();
        larger.narrow(1, 0, before).copy_(tensor);
        tensor.Dispose();
        tensor = larger;
    }

    // Zeros: places that no token has filled are masked, but their values are multiplied by 0, and NaN times 0 is NaN.
    private Tensor Allocate() =>
        zeros(slots, Positions, (long)options.KeyValueHeads * options.HeadWidth, dtype: type, device: device).DetachFromDisposeScope();

    private int RoundUp(int positions) => (int)Math.Min(((long)positions + Granule - 1) / Granule * Granule, Math.Max(positions, options.ContextLength));
}
