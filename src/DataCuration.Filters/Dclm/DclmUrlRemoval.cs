namespace DataCuration.Filters;

/// <summary>
/// Removes addresses from the text (DCLM's <c>url_removal_modifier</c>): those of hosts under a known top-level domain, with or without scheme, and those of
/// IPv4 addresses, each with up to ten white-space characters before it. A page of which nothing is left is dropped. Drop reason:
/// <c>url_removal_modifier</c>.
/// </summary>
public sealed class DclmUrlRemoval() : RuleFilter("dclm_url_removal")
{
    private ByteTrie? domains;

    /// <summary>The top-level domains, one a line without dot; must be set. DCLM ships IANA's list as iana_tlds.txt. Compared with case, as in DCLM.</summary>
    public TermList? TopLevelDomains { get; init; }

    /// <summary>
    /// True to copy a fault of DCLM: it looks for addresses of named hosts only if the text <em>begins</em> with the letters of a top-level domain ("The",
    /// "In" and "No" do, "Quick" does not). Default: false.
    /// </summary>
    public bool CopiesFaults { get; init; }

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ByteTrie list = domains ??= new(Require().Entries);
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        TextScratch scratch = context.Scratch<TextScratch>();
        ReadOnlySpan<byte> left = text;
        if (!CopiesFaults || BeginsWithDomain(text, list)) left = DclmUrlKernel.RemoveNamed(text, list, scratch.Edit);
        if (left.Count((byte)'.') >= 3) left = DclmUrlKernel.RemoveAddresses(left, scratch.SecondEdit);
        return TextScratch.Result(document, left, "url_removal_modifier");
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(TopLevelDomains), TopLevelDomains?.Fingerprint);
        writer.Add(nameof(CopiesFaults), CopiesFaults);
    }

    private TermList Require() => TermList.Require(TopLevelDomains, Name, nameof(TopLevelDomains), "the list of top-level domains");

    private static bool BeginsWithDomain(ReadOnlySpan<byte> text, ByteTrie list)
    {
        // The longest name has fewer than 64 characters, of up to four bytes.
        Span<byte> lower = stackalloc byte[LowerText.Capacity(256)];
        int end = Math.Min(text.Length, 256);
        while (end > 0 && end < text.Length && (text[end] & 0xC0) == 0x80) end--;
        int length = LowerText.Write(text[..end], lower);
        return list.LongestAt(lower[..length]) > 0;
    }
}
