namespace DataCuration;

/// <summary>
/// Notes the canonical address, the host and the registrable domain of each document, from its address: what deduplication by address, sampling by site and block lists work on. A document without a valid address
/// goes on without these annotations, unless <see cref="DropsInvalid"/> says otherwise.
/// </summary>
/// <param name="suffixes">The list that says where a site begins. May be null only if <see cref="WritesDomain"/> is false: without a list the stage refuses to run, and its message says where to get one.</param>
public sealed class UrlTagger(PublicSuffixList? suffixes = null) : DocumentTransform
{
    /// <summary>The host in lower case and Punycode, without port.</summary>
    public static readonly AnnotationKey<string> Host = new("url_host");

    /// <summary>The registrable domain (<c>example.co.uk</c>); missing for IP addresses and hosts that are public suffixes themselves.</summary>
    public static readonly AnnotationKey<string> Domain = new("url_domain");

    /// <summary>The canonical address.</summary>
    public static readonly AnnotationKey<string> CanonicalUrl = new("url_canonical");

    /// <summary>The reason of a drop: the document has no address.</summary>
    public const string NoUrl = "no_url";

    /// <summary>The reason of a drop: the document's address is no absolute http, https or ftp address.</summary>
    public const string InvalidUrl = "invalid_url";

    /// <summary>The field or annotation that holds the address. Default: <c>url</c>.</summary>
    public string Field
    {
        get;
        init => field = OptionChecks.NotEmpty(value);
    } = WellKnownAnnotations.Url.Name;

    /// <summary>How addresses are brought into one form. Default: <see cref="UrlCanonicalizer.Default"/>.</summary>
    public UrlCanonicalizer Canonicalizer
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = UrlCanonicalizer.Default;

    /// <summary>Whether the registrable domain is noted, which needs a public suffix list. Default: true.</summary>
    public bool WritesDomain { get; init; } = true;

    /// <summary>Whether documents without a valid address are dropped. Default: false.</summary>
    public bool DropsInvalid { get; init; }

    /// <inheritdoc/>
    protected internal override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        RequireList();
        if (!document.TryGet(new AnnotationKey<string>(Field), out string? url)) return DropsInvalid ? StageResult.Drop(NoUrl) : StageResult.Keep;
        if (!Canonicalizer.TryParse(url, null, out UrlParts parts)) return DropsInvalid ? StageResult.Drop(InvalidUrl) : StageResult.Keep;
        DocumentEditor editor = document.Edit().Set(CanonicalUrl, parts.ToString()).Set(Host, parts.Host);
        if (WritesDomain && suffixes!.GetRegistrableDomain(parts.Host) is { } domain) editor.Set(Domain, domain);
        return StageResult.Replace(editor.Build());
    }

    /// <inheritdoc/>
    protected internal override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RequireList(); // before the first document, when the recipe is taken down
        writer.Add(nameof(Field), Field);
        writer.BeginScope(nameof(Canonicalizer));
        Canonicalizer.Describe(writer);
        writer.EndScope();
        writer.Add(nameof(WritesDomain), WritesDomain);
        writer.Add("suffixes", suffixes?.Fingerprint);
        writer.Add(nameof(suffixes.IncludesPrivate), suffixes?.IncludesPrivate ?? false);
        writer.Add(nameof(DropsInvalid), DropsInvalid);
    }

    private void RequireList()
    {
        if (WritesDomain && suffixes is null)
            throw new InvalidOperationException($"{nameof(UrlTagger)} needs a public suffix list to note the registrable domain. {PublicSuffixList.HowToGet} Or set {nameof(WritesDomain)} to false.");
    }
}
