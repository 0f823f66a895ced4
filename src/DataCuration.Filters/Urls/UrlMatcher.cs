using System.Buffers;
using System.Text;

namespace DataCuration.Filters;

/// <summary>The lists of a URL filter, prepared for look-ups. Immutable and thread-safe.</summary>
internal sealed class UrlMatcher
{
    private readonly bool compatible;
    private readonly PublicSuffixList? suffixes;
    private readonly HashSet<string> domains, urls, softWords;
    private readonly Dictionary<string, List<string[]>> words = new(StringComparer.Ordinal);
    private readonly SearchValues<string>? subwords;

    public UrlMatcher(UrlLists lists, PublicSuffixList? suffixes, bool compatible)
    {
        this.compatible = compatible;
        this.suffixes = suffixes;
        domains = [.. compatible ? lists.Domains : lists.Domains.Select(NormalizeHost)];
        urls = [.. compatible ? lists.Urls : lists.Urls.Select(CanonicalKey)];
        softWords = [.. lists.SoftBannedWords.Select(Normalize).Where(word => word.Length > 0)];
        foreach (string entry in lists.BannedWords)
        {
            AddWord([Normalize(entry)]);
            // datatrove stores "two-words" as "twowords" only, which does not match "two-words" in an address.
            string[] parts = [.. Split(entry).Select(part => part.ToLowerInvariant())];
            if (!compatible && parts.Length > 1) AddWord(parts);
        }
        string[] parts2 = [.. lists.BannedSubwords.Select(Normalize).Where(word => word.Length > 0).Distinct()];
        if (parts2.Length > 0) subwords = SearchValues.Create(parts2, StringComparison.Ordinal);
    }

    /// <summary>Finds the reason to drop an address.</summary>
    /// <param name="url">The address.</param>
    /// <param name="softWordThreshold">The number of different soft words that are too many.</param>
    /// <returns>The reason; null to keep.</returns>
    public string? Match(string url, int softWordThreshold)
    {
        if (domains.Count > 0)
        {
            (string? domain, string? host) = compatible ? ParseAsTldExtract(url) : Parse(url);
            if (domain is not null && domains.Contains(domain)) return "domain";
            if (host is not null && domains.Contains(host)) return "subdomain";
        }
        if (urls.Count > 0 && (urls.Contains(url) || (!compatible && urls.Contains(CanonicalKey(url))))) return "url";
        if (words.Count > 0 || softWords.Count > 0)
        {
            string[] parts = [.. Split(compatible ? url : url.ToLowerInvariant())];
            if (HasWord(parts)) return "hard_blacklisted";
            if (softWords.Count > 0 && softWordThreshold > 0
                && parts.Distinct(StringComparer.Ordinal).Count(softWords.Contains) >= softWordThreshold) return "soft_blacklisted";
        }
        return subwords is not null && Normalize(url).AsSpan().IndexOfAny(subwords) >= 0 ? "blacklisted_subword" : null;
    }

    private (string? Domain, string? Host) Parse(string url)
    {
        string? host = UrlCanonicalizer.GetHost(url);
        // An address without a scheme is common in metadata.
        host ??= UrlCanonicalizer.GetHost(url.StartsWith("//", StringComparison.Ordinal) ? "http:" + url : "http://" + url);
        return host is null ? default : (suffixes?.GetRegistrableDomain(host) ?? host, host);
    }

    /// <summary>
    /// Registered domain and full name as tldextract 3.1.2 finds them: the case is kept, and hosts without a known suffix have neither.
    /// </summary>
    private (string? Domain, string? Host) ParseAsTldExtract(string url)
    {
        ReadOnlySpan<char> host = url;
        int slashes = url.IndexOf("//", StringComparison.Ordinal);
        if (slashes == 0 || (slashes > 0 && url[slashes - 1] == ':' && IsScheme(url.AsSpan(0, slashes - 1)))) host = host[(slashes + 2)..];
        host = Before(Before(Before(host, '/'), '?'), '#');
        host = Before(host[(host.LastIndexOf('@') + 1)..], ':').Trim().TrimEnd('.');
        string name = host.ToString();
        if (suffixes?.GetListedSuffix(name) is not { } suffix) return default;
        int labels = suffix.Count(c => c == '.') + 1;
        string[] parts = name.Split('.', '。', '．', '｡');
        if (parts.Length <= labels) return default;
        return (string.Join('.', parts[^(labels + 1)..]), string.Join('.', parts));
    }

    private bool HasWord(string[] parts)
    {
        if (words.Count == 0) return false;
        for (int i = 0; i < parts.Length; i++)
        {
            if (!words.TryGetValue(parts[i], out List<string[]>? entries)) continue;
            foreach (string[] entry in entries)
                if (i + entry.Length <= parts.Length && parts.AsSpan(i, entry.Length).SequenceEqual(entry)) return true;
        }
        return false;
    }

    private void AddWord(string[] parts)
    {
        if (parts[0].Length == 0) return;
        if (!words.TryGetValue(parts[0], out List<string[]>? entries)) words.Add(parts[0], entries = []);
        entries.Add(parts);
    }

    /// <summary>Lower case, and ASCII letters and digits only.</summary>
    private static string Normalize(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (char c in text)
            if (char.IsAsciiLetterOrDigit(c)) result.Append(char.ToLowerInvariant(c));
        return result.ToString();
    }

    private static IEnumerable<string> Split(string text)
    {
        int start = -1;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsAsciiLetterOrDigit(text[i]))
            {
                if (start < 0) start = i;
            }
            else if (start >= 0)
            {
                yield return text[start..i];
                start = -1;
            }
        }
    }

    /// <summary>The host of an entry, which may be a whole address.</summary>
    private static string NormalizeHost(string entry) =>
        UrlCanonicalizer.GetHost(entry.Contains("//", StringComparison.Ordinal) ? entry : "http://" + entry) ?? entry.ToLowerInvariant();

    /// <summary>The canonical address without its scheme, so that lists with and without schemes match.</summary>
    private static string CanonicalKey(string url)
    {
        string? canonical = UrlCanonicalizer.Default.Canonicalize(url)
            ?? UrlCanonicalizer.Default.Canonicalize(url.StartsWith("//", StringComparison.Ordinal) ? "http:" + url : "http://" + url);
        return canonical is null ? url : canonical[(canonical.IndexOf("//", StringComparison.Ordinal) + 2)..];
    }

    private static bool IsScheme(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.')) return false;
        return !text.IsEmpty;
    }

    private static ReadOnlySpan<char> Before(ReadOnlySpan<char> text, char mark) => text.IndexOf(mark) is >= 0 and var at ? text[..at] : text;
}
