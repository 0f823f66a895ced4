namespace DataCuration.Filters;

/// <summary>The normal form of addresses that DCLM's C4 recipe deduplicates by (<c>normalize_url</c>, taken from TFDS).</summary>
public static class DclmUrl
{
    /// <summary>
    /// Removes <c>http://</c> and <c>https://</c> with a <c>www.</c> after them, a query that begins with <c>utm_</c>, <c>ref</c> or <c>feed</c>, and slashes
    /// at the end.
    /// </summary>
    /// <param name="url">The address.</param>
    /// <returns>The normal form.</returns>
    public static string Normalize(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var text = new System.Text.StringBuilder(url.Length);
        for (int at = 0; at < url.Length;)
        {
            ReadOnlySpan<char> rest = url.AsSpan(at);
            int scheme = rest.StartsWith("http://", StringComparison.Ordinal) ? 7 : rest.StartsWith("https://", StringComparison.Ordinal) ? 8 : 0;
            if (scheme > 0 && rest[scheme..].StartsWith("www.", StringComparison.Ordinal)) scheme += 4;
            if (scheme == 0) text.Append(rest[0]);
            at += Math.Max(scheme, 1);
        }
        string bare = text.ToString();
        text.Clear();
        int from = 0;
        for (int at = 0; (at = bare.IndexOf('?', at)) >= 0;)
        {
            ReadOnlySpan<char> query = bare.AsSpan(at + 1);
            if (!query.StartsWith("utm_", StringComparison.Ordinal) && !query.StartsWith("ref", StringComparison.Ordinal)
                && !query.StartsWith("feed", StringComparison.Ordinal))
            {
                at++;
                continue;
            }
            text.Append(bare, from, at - from);
            int end = bare.IndexOf('\n', at);
            from = at = end < 0 ? bare.Length : end;
        }
        return text.Append(bare, from, bare.Length - from).ToString().TrimEnd('/');
    }
}
