namespace DataCuration.Selection;

/// <summary>
/// The last document that a selection takes, in the order of keys (largest first) and then of the corpus. It decides about every other document by itself, so
/// shards can be marked independently.
/// </summary>
/// <param name="Key">The smallest key that is taken.</param>
/// <param name="Shard">The shard of the last document with this key that is taken; -1 if none is.</param>
/// <param name="Row">That document's row in its shard's table.</param>
internal readonly record struct SelectionCutoff(ulong Key, long Shard, long Row)
{
    /// <summary>Takes everything.</summary>
    public static SelectionCutoff All => new(0, int.MaxValue, long.MaxValue);

    /// <summary>Takes larger keys only.</summary>
    public static SelectionCutoff Above(ulong key) => new(key, -1, -1);

    public static SelectionCutoff At(ulong key, int shard, long row) => new(key, shard, row);

    public bool Takes(ulong key, int shard, long row) => key > Key || (key == Key && (shard < Shard || (shard == Shard && row <= Row)));
}
