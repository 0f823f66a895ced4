using System.Text;

namespace DataCuration.Filters;

/// <summary>Finds the site of a document.</summary>
internal static class SiteNames
{
    /// <summary>
    /// Returns the site of an address: its host in lower case without <c>www.</c>, or the registrable domain if a list is given and the host has one. Null
    /// without a host.
    /// </summary>
    public static string? Of(string? url, PublicSuffixList? suffixes)
    {
        if (url is null) return null;
        int start = url.IndexOf("://", StringComparison.Ordinal);
        // An address without a scheme may have another one in its query.
        if (start > 0 && url.AsSpan(0, start).IndexOfAny('/', '?', '#') >= 0) start = -1;
        ReadOnlySpan<char> host = start < 0 ? url : url.AsSpan(start + 3);
        int end = host.IndexOfAny('/', '?', '#');
        if (end >= 0) host = host[..end];
        host = host[(host.LastIndexOf('@') + 1)..].Trim();
        int port = host.LastIndexOf(':');
        if (port >= 0 && !host[port..].Contains(']')) host = host[..port];
        if (host.IsEmpty) return null;
        string name = host.ToString().ToLowerInvariant();
        if (suffixes?.GetRegistrableDomain(name) is { } domain) return domain;
        return name.StartsWith("www.", StringComparison.Ordinal) && name.Length > 4 ? name[4..] : name;
    }

    public static ulong Hash(string site) => System.IO.Hashing.XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(site));

    /// <summary>The key of a line of a site: not 0, which marks documents.</summary>
    public static ulong KeyOf(ulong site, ReadOnlySpan<byte> line) => Math.Max(1, System.IO.Hashing.XxHash3.HashToUInt64(line, unchecked((long)site)));

    /// <summary>A line without white space at its ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line) => line.Trim(" \t\r"u8);
}
