using System.Diagnostics.CodeAnalysis;

namespace DataCuration.Extraction;

/// <summary>Resolves the addresses in a page.</summary>
internal sealed class PageUrls
{
    private const int MaxUrlLength = 4096;

    private readonly Uri? address;

    /// <summary>Creates a resolver for a page.</summary>
    /// <param name="url">The address of the page, if known.</param>
    /// <param name="baseUrl">The <c>href</c> of its <c>base</c> element, or null.</param>
    public PageUrls(string? url, string? baseUrl)
    {
        TryMake(null, url, out Uri? page);
        Host = page?.Host;
        address = TryMake(page, baseUrl, out Uri? changed) ? changed : page;
    }

    /// <summary>The host of the page.</summary>
    public string? Host { get; }

    /// <summary>Resolves an address; null if it is invalid or not http(s).</summary>
    public string? Resolve(string? url) => TryMake(address, url, out Uri? absolute) ? absolute.AbsoluteUri : null;

    /// <summary>Gets the host of an absolute address.</summary>
    public static string? HostOf(string? url) => TryMake(null, url, out Uri? absolute) ? absolute.Host : null;

    private static bool TryMake(Uri? from, string? url, [NotNullWhen(true)] out Uri? absolute)
    {
        absolute = null;
        if (url is null) return false;
        url = url.Trim();
        if (url.Length is 0 or > MaxUrlLength) return false;
        bool isMade = from is null ? Uri.TryCreate(url, UriKind.Absolute, out absolute) : Uri.TryCreate(from, url, out absolute);
        return isMade && absolute is { Scheme: "http" or "https" };
    }
}
