namespace DataCuration;

/// <summary>
/// Applies a <see cref="KeepList"/>: keeps its records, or all others. If it is a branch's first stage, the reader applies it and skips unwanted records
/// without parsing them. After other stages it checks each document's record number.
/// </summary>
/// <param name="list">The list.</param>
/// <param name="reason">The reason for every drop.</param>
/// <param name="keepsOthers">True to keep the records that are not in the list.</param>
internal sealed class KeepStage(KeepList list, string reason = KeepStage.DefaultReason, bool keepsOthers = false) : Stage
{
    /// <summary>The reason for drops of a list that names no other.</summary>
    public const string DefaultReason = "not_selected";

    /// <summary>The reason for drops of records that are in a list.</summary>
    public const string DefaultReasonOfOthers = "already_selected";

    public KeepList List => list;

    public string Reason => reason;

    public override string Name => keepsOthers ? "Without" : "Keep";

    /// <summary>Opens a shard's records for look-ups: true for those that stay.</summary>
    public Func<long, bool> Open(string sourceKey, int shard)
    {
        Func<long, bool> bits = list.Open(sourceKey, shard);
        return keepsOthers ? record => !bits(record) : bits;
    }

    protected internal override void Describe(FingerprintWriter writer)
    {
        writer.Add("keep_list", list);
        if (keepsOthers) writer.Add("keeps", "others");
        // Only if it is another one: reports of earlier runs stay valid.
        if (reason != (keepsOthers ? DefaultReasonOfOthers : DefaultReason)) writer.Add("reason", reason);
    }
}
