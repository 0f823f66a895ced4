namespace DataCuration.LanguageModels;

/// <summary>Shows addresses in messages. User info and query are left out: both may hold a password or a key.</summary>
internal static class ServerAddress
{
    /// <summary>Returns an address with its scheme, host, port and path.</summary>
    public static string Show(Uri address)
    {
        if (address.IsAbsoluteUri) return address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        string text = address.OriginalString;
        int end = text.AsSpan().IndexOfAny('?', '#');
        text = end < 0 ? text : text[..end];
        // "//name:password@host/path" is relative too.
        int at = text.LastIndexOf('@');
        return at < 0 ? text : text[(at + 1)..];
    }
}
