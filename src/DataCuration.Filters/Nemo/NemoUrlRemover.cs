namespace DataCuration.Filters;

/// <summary>
/// Removes addresses (NeMo Curator's <c>UrlRemover</c>): from <c>http://</c>, <c>https://</c> or <c>www.</c>, in any case, to the next white space, if any
/// other character follows.
/// </summary>
public sealed class NemoUrlRemover : NemoModifier
{
    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
    }

    private protected override ReadOnlySpan<byte> Modify(ReadOnlySpan<byte> text, TextScratch scratch)
    {
        for (int at = 0; at < text.Length;)
        {
            int found = text[at..].IndexOfAny("hHwW"u8);
            if (found < 0) break;
            at += found;
            ReadOnlySpan<byte> rest = text[at..];
            int scheme = Starts(rest, "http://"u8) ? 7 : Starts(rest, "https://"u8) ? 8 : Starts(rest, "www."u8) ? 4 : 0;
            int end = at + scheme;
            if (scheme > 0)
                while (end < text.Length && Utf8WhiteSpace.LengthAt(text, end) == 0) end++;
            if (end > at + scheme) scratch.Edit.Remove(text, at, end);
            at = Math.Max(end, at + 1);
        }
        return scratch.Edit.IsEdited ? scratch.Edit.Finish(text) : text;
    }

    private static bool Starts(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) =>
        text.Length > lower.Length && Utf8.EqualsIgnoreAsciiCase(text[..lower.Length], lower);
}
