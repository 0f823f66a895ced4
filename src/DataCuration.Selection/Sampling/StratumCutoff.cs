namespace DataCuration.Selection;

/// <summary>
/// The last document that a selection takes from a stratum, in the order of keys (largest first) and then of the corpus. It decides about every other candidate of the
/// stratum by itself, so shards can be marked independently. 40 bytes without padding.
/// </summary>
/// <param name="KeyHigh">The upper half of the smallest key that is taken.</param>
/// <param name="KeyLow">The lower half.</param>
/// <param name="Row">The row of the last document with this key that is taken.</param>
/// <param name="Shard">Its shard; -1 if nothing is taken.</param>
/// <param name="First">The stratum's first part.</param>
/// <param name="Second">The stratum's second part.</param>
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
