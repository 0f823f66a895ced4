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
    private readonly Tensor[] keys_SKPD;
    private readonly Tensor[] values_SKPD;
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
        keys_SKPD = [.. Enumerable.Range(0, options.Layers).Select(_ => Allocate())];
        values_SKPD = [.. Enumerable.Range(0, options.Layers).Select(_ => Allocate())];
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
            Grow(ref keys_SKPD[layer], before);
            Grow(ref values_SKPD[layer], before);
        }
    }

    /// <summary>Copies the first positions of a slot to another.</summary>
    public void Move(int from, int to, int positions)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (Tensor tensor in (IEnumerable<Tensor>)[.. keys_SKPD, .. values_SKPD])
            tensor.select(0, to).narrow(1, 0, positions).copy_(tensor.select(0, from).narrow(1, 0, positions));
    }

    /// <summary>Stores keys and values.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="places">The places of all heads of each token (<see cref="AddPlaces"/>).</param>
    /// <param name="key">The keys: token, head, dimension, in a shape with this order.</param>
    /// <param name="value">The values likewise.</param>
    public void Store(int layer, Tensor places, Tensor key, Tensor value)
    {
        keys_SKPD[layer].view(-1, options.HeadWidth).index_copy_(0, places, key.reshape(-1, options.HeadWidth));
        values_SKPD[layer].view(-1, options.HeadWidth).index_copy_(0, places, value.reshape(-1, options.HeadWidth));
    }

    /// <summary>Adds the places of a token's heads to a list. They change when <see cref="Reserve"/> makes space.</summary>
    public void AddPlaces(List<long> places, int slot, int position)
    {
        for (long head = 0; head < options.KeyValueHeads; head++) places.Add((((long)slot * options.KeyValueHeads + head) * Positions) + position);
    }

    /// <summary>Returns the keys of the first slots and positions: heads of all slots, position, dimension.</summary>
    public Tensor Keys(int layer, int rows, int positions) => View(keys_SKPD[layer], rows, positions);

    /// <summary>Returns the values likewise.</summary>
    public Tensor Values(int layer, int rows, int positions) => View(values_SKPD[layer], rows, positions);

    public void Dispose()
    {
        foreach (Tensor tensor in keys_SKPD) tensor.Dispose();
        foreach (Tensor tensor in values_SKPD) tensor.Dispose();
    }

    private Tensor View(Tensor tensor, int rows, int positions) =>
        tensor.narrow(0, 0, rows).narrow(2, 0, positions).view((long)rows * options.KeyValueHeads, positions, options.HeadWidth);

    private void Grow(ref Tensor tensor, int before)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor larger = Allocate();
        larger.narrow(2, 0, before).copy_(tensor);
        tensor.Dispose();
        tensor = larger;
    }

    // Zeros: places that no token has filled are masked, but their values are multiplied by 0, and NaN times 0 is NaN.
    private Tensor Allocate() =>
        zeros(slots, options.KeyValueHeads, Positions, options.HeadWidth, dtype: type, device: device).DetachFromDisposeScope();

    private int RoundUp(int positions) => (int)Math.Min(((long)positions + Granule - 1) / Granule * Granule, Math.Max(positions, options.ContextLength));
}
