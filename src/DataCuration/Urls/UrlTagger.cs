namespace DataCuration;

/// <summary>
/// Annotates each document with the canonical form, the host and the registrable domain of its address. Deduplication by address, sampling by site and block
/// lists use these annotations. A document without a valid address gets none of them, or is dropped with <see cref="DropsInvalid"/>.
/// </summary>
/// <param name="suffixes">The public suffix list, which determines sites. It may be null only if <see cref="WritesDomain"/> is false. Otherwise the stage
/// refuses to run, with a message that says where to get a list.</param>
/// <example>
/// <code>
/// using DataCuration;
///
/// using var run = new CurationRun();
/// Corpus tagged = Corpus.FromJsonl("pages/*.jsonl").Pipe(new UrlTagger(PublicSuffixList.Load()) { DropsInvalid = true });
/// await tagged.WritePartitionedAsync("by-site", page =&gt; page.TryGet(UrlTagger.Domain, out string? site) ? site! : "none", run);
/// </code>
/// </example>
public sealed class UrlTagger(PublicSuffixList? suffixes = null) : DocumentTransform
{
    /// <summary>The host in lower case and Punycode, without port.</summary>
    public static readonly AnnotationKey<string> Host = new("url_host");

    /// <summary>The registrable domain (<c>example.co.uk</c>). IP addresses and public suffixes have none.</summary>
    public static readonly AnnotationKey<string> Domain = new("url_domain");

    /// <summary>The canonical address.</summary>
    public static readonly AnnotationKey<string> CanonicalUrl = new("url_canonical");

    /// <summary>The drop reason of a document without an address.</summary>
    public const string NoUrl = "no_url";

    /// <summary>The drop reason of a document whose address is not an absolute http, https or ftp address.</summary>
    public const string InvalidUrl = "invalid_url";

    /// <summary>The field or annotation that holds the address. Default: <c>url</c>.</summary>
    public string Field
    {
        get;
        init => field = OptionChecks.NotEmpty(value);
    } = WellKnownAnnotations.Url.Name;

    /// <summary>The canonicalizer of addresses. Default: <see cref="UrlCanonicalizer.Default"/>.</summary>
    public UrlCanonicalizer Canonicalizer
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = UrlCanonicalizer.Default;

    /// <summary>True to annotate the registrable domain, which needs a public suffix list. Default: true.</summary>
    public bool WritesDomain { get; init; } = true;

    /// <summary>True to drop documents without a valid address. Default: false.</summary>
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
        RequireList(); // before the first document, when the fingerprint is computed
        writer.Add(nameof(Field), Field);
        writer.AddScope(nameof(Canonicalizer), Canonicalizer.Describe);
        writer.Add(nameof(WritesDomain), WritesDomain);
        writer.Add("suffixes", suffixes?.Fingerprint);
        writer.Add(nameof(suffixes.IncludesPrivate), suffixes?.IncludesPrivate ?? false);
        writer.Add(nameof(DropsInvalid), DropsInvalid);
    }

    private void RequireList()
    {
        if (WritesDomain && suffixes is null)
            throw new InvalidOperationException($"{nameof(UrlTagger)} needs a public suffix list to annotate the registrable domain. "
                + $"{PublicSuffixList.HowToGet} Or set {nameof(WritesDomain)} to false.");
    }
}
