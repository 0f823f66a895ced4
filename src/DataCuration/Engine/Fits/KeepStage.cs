namespace DataCuration;

/// <summary>
/// Applies a <see cref="KeepList"/>. If it is a branch's first stage, the reader applies it and skips unwanted records without parsing them. After other
/// stages it checks each document's record number.
/// </summary>
/// <param name="list">The list.</param>
/// <param name="reason">The reason for every drop.</param>
internal sealed class KeepStage(KeepList list, string reason = KeepStage.DefaultReason) : Stage
{
    /// <summary>The reason for drops of a list that names no other.</summary>
    public const string DefaultReason = "not_selected";

    public KeepList List => list;

    public string Reason => reason;

    public override string Name => "Keep";

    protected internal override void Describe(FingerprintWriter writer)
    {
        writer.Add("keep_list", list);
        // Only if it is another one: reports of earlier runs stay valid.
        if (reason != DefaultReason) writer.Add("reason", reason);
    }
}
