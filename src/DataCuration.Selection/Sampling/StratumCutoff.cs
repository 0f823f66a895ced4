namespace DataCuration.Selection;

/// <summary>
/// The last document that a selection takes from a stratum, in the order of keys (largest first) and then of the corpus. The cutoff alone decides about
/// every other candidate of the stratum, so shards can be marked independently. 40 bytes without padding.
/// </summary>
/// <param name="KeyHigh">The upper half of the smallest selected key.</param>
/// <param name="KeyLow">The lower half of the smallest selected key.</param>
/// <param name="Row">The row of the last selected document with this key.</param>
/// <param name="Shard">The shard of that document; -1 if nothing is selected.</param>
/// <param name="First">The first part of the stratum.</param>
/// <param name="Second">The second part of the stratum.</param>
internal readonly record struct StratumCutoff(ulong KeyHigh, ulong KeyLow, long Row, long Shard, int First, int Second)
{
    public static StratumCutoff Of(Stratum stratum) => stratum.SelectedDocuments == 0
        ? new(ulong.MaxValue, ulong.MaxValue, -1, -1, stratum.First, stratum.Second)
        : new((ulong)(stratum.LowestSelected >> 64), (ulong)stratum.LowestSelected, stratum.LastRow, stratum.LastShard, stratum.First, stratum.Second);

    public bool Takes(UInt128 key, int shard, long row)
    {
        var lowest = new UInt128(KeyHigh, KeyLow);
        return key > lowest || (key == lowest && (shard < Shard || (shard == Shard && row <= Row)));
    }
}
