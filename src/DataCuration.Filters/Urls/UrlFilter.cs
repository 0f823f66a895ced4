namespace DataCuration.Filters;

/// <summary>
/// Drops documents by their address, with the rules of datatrove's URL filter, which are those of RefinedWeb (Penedo et al. 2023, arXiv 2306.01116, section
/// G.1): blocked domains and addresses, and words in the address.
/// </summary>
/// <remarks>
/// <para>
/// Reasons, in the order of the checks: <c>domain</c>, <c>subdomain</c>, <c>url</c>, <c>hard_blacklisted</c>, <c>soft_blacklisted</c>,
/// <c>blacklisted_subword</c>; <c>no_url</c> for a document without an address. All lists come from the user, and a filter whose lists are empty refuses to
/// run.
/// </para>
/// <para>
/// Hosts are compared in lower case and Punycode, also those without a known public suffix and IP addresses. Addresses are compared in canonical form without
/// scheme. Words match in any case, and a listed word with a hyphen matches with and without it. <see cref="MatchesAsDatatrove"/> turns all of this off.
/// </para>
/// </remarks>
public sealed class UrlFilter : RuleFilter
{
    /// <summary>The drop reason of a document without an address.</summary>
    public const string NoUrl = UrlTagger.NoUrl;

    private readonly UrlLists lists;
    private readonly PublicSuffixList? suffixes;
    private readonly Lazy<UrlMatcher> matcher;

    /// <summary>Creates a filter.</summary>
    /// <param name="lists">The lists. At least one has an entry.</param>
    /// <param name="suffixes">The public suffix list, which determines registrable domains; null only if no domains are listed.</param>
    public UrlFilter(UrlLists lists, PublicSuffixList? suffixes = null)
        : base("url_filter")
    {
        ArgumentNullException.ThrowIfNull(lists);
        this.lists = lists;
        this.suffixes = suffixes;
        matcher = new(() => new(lists, suffixes, MatchesAsDatatrove));
    }

    /// <summary>The field or annotation that holds the address. Default: <c>url</c>.</summary>
    public string Field
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    } = "url";

    /// <summary>
    /// The number of different words of <see cref="UrlLists.SoftBannedWords"/> that are too many. Default: 2 (datatrove's <c>url_filter.py</c>).
    /// </summary>
    public int SoftWordThreshold { get; init => field = RuleChecks.Count(value, 1, nameof(SoftWordThreshold)); } = 2;

    /// <summary>True to keep documents without an address. Default: false; datatrove stops there.</summary>
    public bool KeepsWithoutUrl { get; init; }

    /// <summary>
    /// True to decide exactly as datatrove with tldextract 3.1.2. Hosts in capitals, hosts without a known public suffix and IP addresses match no list. Words
    /// match in lower case only. A listed word with a hyphen matches only without it. Addresses are equal only letter by letter. Default: false.
    /// </summary>
    public bool MatchesAsDatatrove { get; init; }

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        RequireLists();
        if (!document.TryGet(new AnnotationKey<string>(Field), out string? url) || string.IsNullOrEmpty(url))
            return KeepsWithoutUrl ? StageResult.Keep : StageResult.Drop(NoUrl);
        return matcher.Value.Match(url, SoftWordThreshold) is { } reason ? StageResult.Drop(reason) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RequireLists(); // before the first document, when the fingerprint is computed
        writer.Add(nameof(lists), lists);
        writer.Add("suffixes", suffixes?.Fingerprint);
        writer.Add(nameof(suffixes.IncludesPrivate), suffixes?.IncludesPrivate ?? false);
        writer.Add(nameof(Field), Field);
        writer.Add(nameof(SoftWordThreshold), SoftWordThreshold);
        writer.Add(nameof(KeepsWithoutUrl), KeepsWithoutUrl);
        writer.Add(nameof(MatchesAsDatatrove), MatchesAsDatatrove);
    }

    private void RequireLists()
    {
        if (lists.IsEmpty)
            throw new InvalidOperationException($"{nameof(UrlFilter)} has no lists, and the library contains none. Read lists with {nameof(UrlLists)}."
                + $"{nameof(UrlLists.Read)}: datatrove's word lists are in src/datatrove/assets of its repository, "
                + "domains and addresses in the UT1 block list.");
        if (lists.Domains.Count > 0 && suffixes is null)
            throw new InvalidOperationException($"{nameof(UrlFilter)} needs a public suffix list for its {lists.Domains.Count} domains: pass "
                + $"{nameof(PublicSuffixList)}.{nameof(PublicSuffixList.Load)}() (Debian's package 'publicsuffix').");
    }
}
