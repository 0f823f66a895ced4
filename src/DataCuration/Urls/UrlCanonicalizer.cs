using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace DataCuration;

/// <summary>
/// Canonicalizes web addresses (http, https, ftp), so that the same page has the same address. Scheme and host are lower-cased, and internationalized hosts
/// are in Punycode. Default port, user name, trailing dot of the host and fragment are removed, dot segments are resolved, and the percent-encoding is
/// normalized (RFC 3986, section 6.2). Nothing is fetched or guessed: <c>www.</c>, <c>index.html</c> and a trailing slash are kept. Canonicalizing twice
/// changes nothing. Thread-safe.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// Console.WriteLine(UrlCanonicalizer.Default.Resolve("http://example.com/a/b?x", "../c#d")); // http://example.com/c
/// </code>
/// </example>
public sealed record UrlCanonicalizer
{
    /// <summary>The maximum length of an address in UTF-16 units.</summary>
    public const int MaxLength = 32768;

    private static readonly FrozenSet<string> Tracking = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "fbclid", "msclkid", "yclid", "ysclid", "twclid", "ttclid", "li_fat_id", "igshid", "igsh",
        "srsltid", "mc_cid", "mc_eid", "mkt_tok", "_ga", "_gl",
        "_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp", "hsctatracking", "vero_id", "vero_conv", "oly_anon_id", "oly_enc_id", "wickedid", "_openstat",
        "rb_clickid", "s_kwcid", "ef_id", "epik", "zanpid");

    /// <summary>The canonicalizer with default options.</summary>
    public static UrlCanonicalizer Default { get; } = new();

    /// <summary>
    /// True to remove parameters that only identify how a visitor arrived: <c>utm_*</c> and the click identifiers of advertising and mailing services
    /// (<c>gclid</c>, <c>fbclid</c>, <c>msclkid</c>, <c>mc_eid</c>, …). Default: true, because they never select content.
    /// </summary>
    public bool DropTrackingParameters { get; init; } = true;

    /// <summary>True to sort parameters by name (ordinal; equal names keep their order). Default: false, because their order can matter to a server.</summary>
    public bool SortParameters { get; init; }

    /// <summary>Canonicalizes an absolute address.</summary>
    /// <param name="url">The address.</param>
    /// <returns>The canonical form; null if the address is not an absolute http, https or ftp address.</returns>
    public string? Canonicalize(string? url) => TryParse(url, null, out UrlParts parts) ? parts.ToString() : null;

    /// <summary>Resolves a reference against the address of its page (RFC 3986, section 5.2) and canonicalizes the result.</summary>
    /// <param name="baseUrl">The page's absolute address.</param>
    /// <param name="reference">The reference, relative or absolute.</param>
    /// <returns>The canonical address; null if either is not valid.</returns>
    public string? Resolve(string? baseUrl, string? reference) =>
        reference is not null && TryParse(baseUrl, null, out UrlParts origin) && TryParse(reference, origin, out UrlParts parts) ? parts.ToString() : null;

    /// <summary>Gets the host of an absolute address: in lower case and Punycode, without port.</summary>
    /// <param name="url">The address.</param>
    /// <returns>The host; null if the address is not valid.</returns>
    public static string? GetHost(string? url) => url is not null && UrlParser.TryParse(url, null, out UrlParts parts) ? parts.Host : null;

    /// <summary>Writes the options into a fingerprint.</summary>
    /// <param name="writer">The fingerprint.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(DropTrackingParameters), DropTrackingParameters);
        writer.Add(nameof(SortParameters), SortParameters);
    }

    internal bool TryParse([NotNullWhen(true)] string? url, UrlParts? relativeTo, out UrlParts parts)
    {
        parts = default;
        if (url is null || !UrlParser.TryParse(url, relativeTo, out parts)) return false;
        if (parts.Query.Length > 0 && (DropTrackingParameters || SortParameters)) parts = parts with { Query = Edit(parts.Query) };
        return true;
    }

    private string Edit(string query)
    {
        IEnumerable<string> parameters = query.Split('&');
        if (DropTrackingParameters) parameters = parameters.Where(parameter => !IsTracking(Name(parameter)));
        if (SortParameters) parameters = parameters.OrderBy(Name, StringComparer.Ordinal);
        return string.Join('&', parameters);
    }

    private static string Name(string parameter)
    {
        int equals = parameter.IndexOf('=');
        return equals < 0 ? parameter : parameter[..equals];
    }

    private static bool IsTracking(string name) => name.StartsWith("utm_", StringComparison.OrdinalIgnoreCase) || Tracking.Contains(name);
}
