namespace DataCuration.Filters;

/// <summary>Finds the authority of an address, as Python's <c>urllib.parse.urlparse(url).netloc</c>.</summary>
internal static class UrlAuthority
{
    /// <summary>Returns the part between <c>//</c> and the next <c>/</c>, <c>?</c> or <c>#</c>; empty if there is none.</summary>
    public static string Find(string url)
    {
        ReadOnlySpan<char> text = url.AsSpan().TrimStart("\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000B\f\r\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F ");
        int colon = text.IndexOf(':');
        if (colon > 0 && char.IsAsciiLetter(text[0]))
        {
            bool isScheme = true;
            foreach (char one in text[..colon]) isScheme &= char.IsAsciiLetterOrDigit(one) || one is '+' or '-' or '.';
            if (isScheme) text = text[(colon + 1)..];
        }
        if (!text.StartsWith("//", StringComparison.Ordinal)) return "";
        text = text[2..];
        int end = text.IndexOfAny('/', '?', '#');
        return (end < 0 ? text : text[..end]).ToString();
    }

    /// <summary>Returns an authority's host, without user and port.</summary>
    public static string HostOf(string authority)
    {
        string host = authority[(authority.LastIndexOf('@') + 1)..];
        int colon = host.LastIndexOf(':');
        return colon > host.LastIndexOf(']') ? host[..colon] : host;
    }
}
