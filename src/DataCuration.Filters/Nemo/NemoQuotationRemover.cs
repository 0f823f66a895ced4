namespace DataCuration.Filters;

/// <summary>
/// Removes the quotation marks around a document (NeMo Curator's <c>QuotationRemover</c>): if it has more than two characters, begins and ends with
/// <c>"</c>, and has one line or a first line that does not end with <c>"</c>.
/// </summary>
public sealed class NemoQuotationRemover : NemoModifier
{
    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
    }

    private protected override ReadOnlySpan<byte> Modify(ReadOnlySpan<byte> text, TextScratch scratch)
    {
        if (text.Length < 3 || text[0] != '"' || text[^1] != '"' || Utf8.Count(Utf8.Trim(text)) <= 2) return text;
        int feed = text.IndexOf((byte)'\n');
        return feed < 0 || text[feed - 1] != '"' ? text[1..^1] : text;
    }
}
