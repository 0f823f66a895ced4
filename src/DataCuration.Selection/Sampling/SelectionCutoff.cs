namespace DataCuration.Selection;

/// <summary>
/// The last document that a selection takes, in the order of keys (largest first) and then of the corpus. The cutoff alone decides about every other
/// document, so shards can be marked independently.
/// </summary>
/// <param name="Key">The smallest selected key.</param>
/// <param name="Shard">The shard of the last selected document with this key; -1 without such a document.</param>
/// <param name="Row">The row of that document in its shard's table.</param>
internal readonly record struct SelectionCutoff(ulong Key, long Shard, long Row)
{
    /// <summary>A cutoff that takes everything.</summary>
    public static SelectionCutoff All => new(0, int.MaxValue, long.MaxValue);

    /// <summary>Creates a cutoff that takes larger keys only.</summary>
    public static SelectionCutoff Above(ulong key) => new(key, -1, -1);

    public static SelectionCutoff At(ulong key, int shard, long row) => new(key, shard, row);

    public bool Takes(ulong key, int shard, long row) => key > Key || (key == Key && (shard < Shard || (shard == Shard && row <= Row)));
}
