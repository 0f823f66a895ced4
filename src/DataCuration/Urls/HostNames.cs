using System.Text;

namespace DataCuration;

/// <summary>
/// Normalizes host names: lower case, internationalized labels in Punycode (RFC 3492), no trailing dot. Punycode is implemented here because the platform's
/// mapping depends on the machine's globalization settings. Letters are lower-cased and full-width forms narrowed. Other normalization is not applied, and ß,
/// ς and joiners are kept, as in browsers.
/// </summary>
internal static class HostNames
{
    private const int MaxLength = 253, MaxLabel = 63;

    /// <summary>Normalizes a host name or IP address; returns null if it is not valid.</summary>
    public static string? Normalize(ReadOnlySpan<char> host)
    {
        if (host.IsEmpty || host.Length > 1024) return null;
        if (host[0] == '[')
            return host[^1] == ']' && System.Net.IPAddress.TryParse(host[1..^1], out System.Net.IPAddress? address)
                && !host.Contains('%') ? $"[{address}]" : null;
        string? decoded = host.Contains('%') ? PercentEncoding.Decode(host) : host.ToString();
        if (decoded is null) return null;
        var name = new StringBuilder(decoded.Length);
        foreach (char c in decoded.ToLowerInvariant())
        {
            // The ideographic and half-width full stops also end labels (IDNA). Full-width forms are replaced by their ASCII forms, and soft hyphens are
            // ignored.
            if (c is '。' or '．' or '｡') name.Append('.');
            else if (c is >= '！' and <= '～') name.Append(char.ToLowerInvariant((char)(c - '！' + '!')));
            else if (c != '\u00AD') name.Append(c);
        }
        if (name.Length > 0 && name[^1] == '.') name.Length--;
        var result = new StringBuilder();
        foreach (string label in name.ToString().Split('.'))
        {
            if (result.Length > 0) result.Append('.');
            if (!AppendLabel(result, label)) return null;
        }
        return result.Length is > 0 and <= MaxLength ? result.ToString() : null;
    }

    /// <summary>True if a normalized host is an IP address.</summary>
    public static bool IsAddress(ReadOnlySpan<char> host)
    {
        if (host.IsEmpty || host[0] == '[') return true;
        ReadOnlySpan<char> last = host[(host.LastIndexOf('.') + 1)..];
        return !last.IsEmpty && !last.ContainsAnyExceptInRange('0', '9');
    }

    private static bool AppendLabel(StringBuilder result, string label)
    {
        if (label.Length == 0) return false;
        bool ascii = true;
        foreach (char c in label)
        {
            if (c >= 0x80) ascii = false;
            // ASCII characters other than letters, digits, hyphen and underscore (which is in use, though not standard) are invalid.
            else if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return false;
        }
        int begin = result.Length;
        if (ascii) result.Append(label);
        else if (!AppendPunycode(result.Append("xn--"), label)) return false;
        return result.Length - begin <= MaxLabel;
    }

    /// <summary>Encodes a label in Punycode (RFC 3492, section 6.3).</summary>
    private static bool AppendPunycode(StringBuilder result, string label)
    {
        List<int> points = [];
        foreach (Rune rune in label.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || Rune.IsControl(rune) || Rune.IsWhiteSpace(rune)) return false;
            points.Add(rune.Value);
        }
        if (points.Count > MaxLabel) return false; // also bounds the quadratic work below
        int basic = 0;
        foreach (int point in points)
        {
            if (point >= 0x80) continue;
            result.Append((char)point);
            basic++;
        }
        int handled = basic, n = 0x80, delta = 0, bias = 72;
        if (basic > 0) result.Append('-');
        while (handled < points.Count)
        {
            int next = int.MaxValue;
            foreach (int point in points)
                if (point >= n && point < next) next = point;
            delta += (next - n) * (handled + 1);
            n = next;
            foreach (int point in points)
            {
                if (point < n) delta++;
                if (point != n) continue;
                int q = delta;
                for (int k = 36; ; k += 36)
                {
                    int threshold = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
                    if (q < threshold) break;
                    result.Append(Digit(threshold + (q - threshold) % (36 - threshold)));
                    q = (q - threshold) / (36 - threshold);
                }
                result.Append(Digit(q));
                bias = Adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled++;
            }
            delta++;
            n++;
        }
        return true;
    }

    private static char Digit(int value) => (char)(value < 26 ? 'a' + value : '0' + value - 26);

    private static int Adapt(int delta, int count, bool first)
    {
        delta = first ? delta / 700 : delta / 2;
        delta += delta / count;
        int k = 0;
        for (; delta > 455; k += 36) delta /= 35;
        return k + 36 * delta / (delta + 38);
    }
}
