using System.Text;

namespace DataCuration;

/// <summary>
/// Parses web addresses: the syntax of RFC 3986 with the tolerance of browsers (WHATWG URL Standard: surrounding white space, tabs and line ends inside,
/// backslashes, a wrong number of slashes after the scheme). The result is normalized as in RFC 3986, section 6.2. Every step is linear in the length.
/// </summary>
internal static class UrlParser
{
    /// <summary>Parses an address, relative to another one if that is given. The fragment is removed.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, UrlParts? relativeTo, out UrlParts url)
    {
        url = default;
        if (text.Length > UrlCanonicalizer.MaxLength) return false;
        text = Trim(text);
        if (text.IndexOfAny('\t', '\n', '\r') >= 0) text = string.Concat(text.ToString().Split(['\t', '\n', '\r']));
        int fragment = text.IndexOf('#');
        if (fragment >= 0) text = text[..fragment];
        int colon = SchemeLength(text);
        string scheme;
        ReadOnlySpan<char> rest;
        if (colon > 0)
        {
            scheme = text[..colon].ToString().ToLowerInvariant();
            if (DefaultPort(scheme) < 0) return false;
            rest = text[(colon + 1)..];
            int slashes = CountSlashes(rest);
            // "http:page" is relative to a base with the same scheme. Otherwise a host follows any number of slashes.
            if (slashes == 0 && relativeTo is { } same && same.Scheme == scheme) return Resolve(same, rest, out url);
            return ReadAuthority(scheme, rest[slashes..], out url);
        }
        if (relativeTo is not { } origin) return false;
        return CountSlashes(text) >= 2 ? ReadAuthority(origin.Scheme, text[CountSlashes(text)..], out url) : Resolve(origin, text, out url);
    }

    /// <summary>The default port of the scheme; -1 for an unknown scheme.</summary>
    private static int DefaultPort(string scheme) => scheme switch { "http" => 80, "https" => 443, "ftp" => 21, _ => -1 };

    private static bool Resolve(UrlParts origin, ReadOnlySpan<char> reference, out UrlParts url)
    {
        int mark = reference.IndexOf('?');
        ReadOnlySpan<char> path = mark < 0 ? reference : reference[..mark];
        string query = mark < 0 ? "" : PercentEncoding.Normalize(reference[(mark + 1)..], isQuery: true);
        if (path.IsEmpty)
        {
            url = origin with { Query = mark < 0 ? origin.Query : query };
            return true;
        }
        string resolved = path[0] is '/' or '\\' ? path.ToString() : string.Concat(origin.Path.AsSpan(0, origin.Path.LastIndexOf('/') + 1), path);
        url = origin with { Path = NormalizePath(resolved), Query = query };
        return true;
    }

    private static bool ReadAuthority(string scheme, ReadOnlySpan<char> rest, out UrlParts url)
    {
        url = default;
        int end = rest.IndexOfAny('/', '\\', '?');
        ReadOnlySpan<char> authority = end < 0 ? rest : rest[..end], tail = end < 0 ? "" : rest[end..];
        int at = authority.LastIndexOf('@');
        if (at >= 0) authority = authority[(at + 1)..];
        int port = -1;
        int colon = authority.LastIndexOf(':');
        if (colon > authority.LastIndexOf(']'))
        {
            ReadOnlySpan<char> digits = authority[(colon + 1)..];
            if (!digits.IsEmpty)
            {
                digits = digits.TrimStart('0');
                if (digits.Length > 5 || digits.ContainsAnyExceptInRange('0', '9')) return false;
                int value = 0;
                foreach (char digit in digits) value = value * 10 + (digit - '0');
                if (value > 65535) return false;
                port = value == DefaultPort(scheme) ? -1 : value;
            }
            authority = authority[..colon];
        }
        if (HostNames.Normalize(authority) is not { } host) return false;
        int mark = tail.IndexOf('?');
        ReadOnlySpan<char> path = mark < 0 ? tail : tail[..mark];
        url = new(scheme, host, port, NormalizePath(path), mark < 0 ? "" : PercentEncoding.Normalize(tail[(mark + 1)..], isQuery: true));
        return true;
    }

    private static string NormalizePath(ReadOnlySpan<char> path)
    {
        string normal = PercentEncoding.Normalize(path, isQuery: false);
        if (normal.Length == 0) return "/";
        if (!normal.Contains("/.", StringComparison.Ordinal) && normal[0] == '/') return normal;
        var kept = new StringBuilder(normal.Length + 1);
        int at = normal[0] == '/' ? 1 : 0;
        while (true)
        {
            int slash = normal.IndexOf('/', at);
            int end = slash < 0 ? normal.Length : slash;
            ReadOnlySpan<char> segment = normal.AsSpan(at, end - at);
            bool last = slash < 0;
            if (segment is "..")
            {
                int cut = kept.Length - 1;
                while (cut >= 0 && kept[cut] != '/') cut--;
                kept.Length = Math.Max(cut, 0);
                if (last) kept.Append('/');
            }
            else if (segment is ".")
            {
                if (last) kept.Append('/');
            }
            else
            {
                kept.Append('/').Append(segment);
            }
            if (last) break;
            at = end + 1;
        }
        return kept.ToString();
    }

    private static int SchemeLength(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !char.IsAsciiLetter(text[0])) return 0;
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] == ':') return i;
            if (!char.IsAsciiLetterOrDigit(text[i]) && text[i] is not ('+' or '-' or '.')) return 0;
        }
        return 0;
    }

    private static int CountSlashes(ReadOnlySpan<char> text)
    {
        int count = 0;
        while (count < text.Length && text[count] is '/' or '\\') count++;
        return count;
    }

    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        int begin = 0, end = text.Length;
        while (begin < end && text[begin] <= ' ') begin++;
        while (end > begin && text[end - 1] <= ' ') end--;
        return text[begin..end];
    }
}
