namespace DataCuration;

/// <summary>
/// Applies a <see cref="KeepList"/>. As a branch's first stage it is carried out by the reader, which passes over records that are not wanted without
/// parsing them; behind other stages it looks at each document's record number.
/// </summary>
internal sealed class KeepStage(KeepList list) : Stage
{
    /// <summary>The reason of every document that it drops.</summary>
    public const string Reason = "not_selected";

    public KeepList List => list;

    public override string Name => "Keep";

    protected internal override void Describe(FingerprintWriter writer) => writer.Add("keep_list", list);
}
