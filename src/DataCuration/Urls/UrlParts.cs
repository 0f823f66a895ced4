namespace DataCuration;

/// <summary>An absolute web address in its canonical parts.</summary>
/// <param name="Scheme">http, https or ftp.</param>
/// <param name="Host">Lower case, in Punycode; IPv6 with brackets.</param>
/// <param name="Port">-1 for the scheme's own.</param>
/// <param name="Path">Begins with a slash.</param>
/// <param name="Query">Without the question mark; empty if there is none.</param>
internal readonly record struct UrlParts(string Scheme, string Host, int Port, string Path, string Query)
{
    public override string ToString()
    {
        string port = Port < 0 ? "" : ":" + Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Query.Length == 0 ? $"{Scheme}://{Host}{port}{Path}" : $"{Scheme}://{Host}{port}{Path}?{Query}";
    }
}
