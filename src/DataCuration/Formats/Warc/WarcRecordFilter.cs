namespace DataCuration;

/// <summary>
/// Drops the records that <see cref="WarcReadOptions"/> leave out. The source marks them with a reason; this stage turns the marks into drops of the report.
/// </summary>
internal sealed class WarcRecordFilter : DocumentFilter
{
    public override string Name => "WarcRecords";

    protected internal override StageResult Evaluate(Document document, StageContext context) =>
        document.Raw?.DropReason is { } reason ? StageResult.Drop(reason) : StageResult.Keep;

    protected internal override void Describe(FingerprintWriter writer)
    {
        // The source describes the options.
    }
}
