namespace DataCuration.Tests;

/// <summary>Reads records from a list.</summary>
internal sealed class ListReader(IReadOnlyList<byte[]> records) : RecordReader
{
    private int at = -1;

    public override ReadOnlySpan<byte> Record => records[at];

    public override bool Read() => ++at < records.Count;
}
