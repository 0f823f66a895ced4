namespace DataCuration.Synthesis;

/// <summary>
/// Reads the entries of documents that are chosen: one after the other, until the wanted tokens are reached. A document that would lead further from them is
/// passed over, and the next ones are looked at.
/// </summary>
/// <param name="sorted">The entries in the order of the choice; disposed with this reader.</param>
/// <param name="wanted">The number of tokens.</param>
internal sealed class ReplayChoiceReader(RecordReader sorted, double wanted) : RecordReader
{
    /// <summary>If fewer tokens are missing, no document leads nearer to the wanted number.</summary>
    public const double Enough = 0.5;

    private double missing = wanted;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Record => sorted.Record;

    /// <inheritdoc/>
    public override bool Read()
    {
        while (missing >= Enough && sorted.Read())
        {
            long tokens = sorted.Get<MixEntry>().Tokens;
            if (tokens > 2 * missing) continue;
            missing -= tokens;
            return true;
        }
        return false;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) sorted.Dispose();
        base.Dispose(disposing);
    }
}
