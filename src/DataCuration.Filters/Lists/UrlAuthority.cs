namespace DataCuration.Filters;

/// <summary>Finds the authority of an address, as Python's <c>urllib.parse.urlparse(url).netloc</c>.</summary>
internal static class UrlAuthority
{
    /// <summary>Returns the part between <c>//</c> and the next <c>/</c>, <c>?</c> or <c>#</c>; empty without one.</summary>
    public static string Find(string url)
    {
        ReadOnlySpan<char> text = url;
        while (text.Length > 0 && text[0] <= ' ') text = text[1..];
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
