namespace DataCuration;

/// <summary>
/// Applies a <see cref="KeepList"/>. If it is a branch's first stage, the reader applies it and skips unwanted records without parsing them. After other
/// stages it checks each document's record number.
/// </summary>
internal sealed class KeepStage(KeepList list) : Stage
{
    /// <summary>The reason for every drop.</summary>
    public const string Reason = "not_selected";

    public KeepList List => list;

    public override string Name => "Keep";

    protected internal override void Describe(FingerprintWriter writer) => writer.Add("keep_list", list);
}
