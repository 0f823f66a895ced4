namespace DataCuration;

/// <summary>The canonical parts of an absolute web address.</summary>
/// <param name="Scheme">The scheme: http, https or ftp.</param>
/// <param name="Host">The host in lower case and Punycode; an IPv6 address has brackets.</param>
/// <param name="Port">The port; -1 for the scheme's default.</param>
/// <param name="Path">The path. It starts with a slash.</param>
/// <param name="Query">The query without the question mark; may be empty.</param>
internal readonly record struct UrlParts(string Scheme, string Host, int Port, string Path, string Query)
{
    public override string ToString()
    {
        string port = Port < 0 ? "" : ":" + Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Query.Length == 0 ? $"{Scheme}://{Host}{port}{Path}" : $"{Scheme}://{Host}{port}{Path}?{Query}";
    }
}
