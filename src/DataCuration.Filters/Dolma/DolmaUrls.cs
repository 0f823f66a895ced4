using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;

namespace DataCuration.Filters;

/// <summary>Dolma's reading of block lists and its normal form of addresses (python/dolma/taggers/url.py).</summary>
internal static class DolmaUrls
{
    /// <summary>Reads a list. Lines that are neither comments nor entries are left out.</summary>
    public static FrozenSet<string> ReadList(TermList list, bool byDomain, bool copiesFaults)
    {
        HashSet<string> all = new(StringComparer.Ordinal);
        foreach (string raw in list.Entries)
        {
            string line = PeerWords.Lower(raw).Trim();
            if (line.Length > 0 && line[0] is not ('#' or ';' or '!')) AddLine(line, byDomain, copiesFaults, all);
        }
        return all.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Returns the forms of an address: the address itself, or its host with and without www.</summary>
    public static IEnumerable<string> Clean(string url, bool byDomain, bool copiesFaults)
    {
        if (string.IsNullOrWhiteSpace(url)) return [];
        (string? host, string port, string path) = Parse(url);
        if (!byDomain)
        {
            string address = (host ?? "none") + (copiesFaults ? port : "") + path;
            if (!copiesFaults && address.StartsWith("www.", StringComparison.Ordinal)) address = address[4..];
            return [PeerWords.Lower(address.TrimEnd('/'))];
        }
        if (string.IsNullOrEmpty(host)) return [];
        host = PeerWords.Lower(host);
        if (!copiesFaults) return [host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host];
        host = host.TrimStart('w', '.');
        return [host, "www." + host];
    }

    private static void AddLine(string line, bool byDomain, bool copiesFaults, HashSet<string> all)
    {
        int address = Count(line, 0, one => char.IsAsciiHexDigit(one) || one is '.' or ':');
        int blank = Count(line, address, char.IsWhiteSpace);
        int name = address > 0 && blank > 0 ? NameLength(line, address + blank) : 0;
        if (name > 0)
        {
            string ip = line[..address], host = line.Substring(address + blank, name);
            if (!IsAddress(ip)) return;
            if (copiesFaults || ip is not ("127.0.0.1" or "0.0.0.0" or "::1")) all.Add(ip);
            if (host is not ("localhost" or "localdomain")) all.UnionWith(Clean(host, byDomain, copiesFaults));
            return;
        }
        if (NameLength(line, 0) > 0)
        {
            if (!copiesFaults) line = line[..Count(line, 0, one => !char.IsWhiteSpace(one))];
            all.UnionWith(Clean(line, byDomain, copiesFaults));
            return;
        }
        int bars = Count(line, 0, one => one == '|');
        int length = bars > 0 ? NameLength(line, bars) : 0;
        if (length > 0 && bars + length < line.Length && line[bars + length] == '^') all.Add(line.Substring(bars, length));
    }

    /// <summary>The length of a name: two or more groups of letters, digits, hyphens and underscores, each perhaps with a dot.</summary>
    private static int NameLength(string line, int at)
    {
        int length = 0;
        bool wasDot = true;
        while (at + length < line.Length)
        {
            char one = line[at + length];
            if (one == '.' ? wasDot : !IsName(one)) break;
            wasDot = one == '.';
            length++;
        }
        return length < 2 || (length == 2 && wasDot) ? 0 : length;
    }

    private static bool IsName(char one) => char.IsAsciiLetterLower(one) || char.IsAsciiDigit(one) || one is '-' or '_';

    private static int Count(string line, int from, Func<char, bool> isWanted)
    {
        int at = from;
        while (at < line.Length && isWanted(line[at])) at++;
        return at - from;
    }

    private static bool IsAddress(string text) => text.Contains(':')
        ? IPAddress.TryParse(text, out IPAddress? six) && six.AddressFamily == AddressFamily.InterNetworkV6
        : text.Count(one => one == '.') == 3 && IPAddress.TryParse(text, out IPAddress? four) && four.AddressFamily == AddressFamily.InterNetwork;

    private static (string? Host, string Port, string Path) Parse(string url)
    {
        int colon = Count(url, 0, one => char.IsAsciiLetterOrDigit(one) || one is '+' or '-');
        bool hasScheme = (colon > 0 && char.IsAsciiLetter(url[0]) && colon < url.Length && url[colon] == ':') || url.StartsWith('/');
        string rest = hasScheme && url[0] != '/' ? url[(colon + 1)..] : hasScheme ? url : "//" + url;
        int end = rest.IndexOfAny(['?', '#']);
        if (end >= 0) rest = rest[..end];
        if (!rest.StartsWith("//", StringComparison.Ordinal)) return (null, "", rest);
        int slash = rest.IndexOf('/', 2);
        string authority = slash < 0 ? rest[2..] : rest[2..slash];
        string host = UrlAuthority.HostOf(authority);
        string port = authority[(authority.LastIndexOf('@') + 1)..][host.Length..];
        return (host.Length == 0 ? null : host, port == ":" ? "" : port, slash < 0 ? "" : rest[slash..]);
    }
}
