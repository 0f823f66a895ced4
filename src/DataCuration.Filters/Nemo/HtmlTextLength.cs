using System.Net;
using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Counts the characters of text in HTML as Beautiful Soup's <c>get_text</c> with Python's <c>html.parser</c> finds them: without tags, comments, declarations,
/// scripts and styles, with character references decoded, and with each string of ASCII white space alone as one character.
/// </summary>
internal static class HtmlTextLength
{
    /// <summary>Counts the characters.</summary>
    public static long Count(ReadOnlySpan<byte> html)
    {
        long total = 0, current = 0;
        bool isBlank = true;
        int close = html.LastIndexOf((byte)'>'), comment = html.LastIndexOf("-->"u8);
        for (int at = 0; at < html.Length;)
        {
            byte one = html[at];
            if (one == '<' && at < close && TagEnd(html, at, comment) is > 0 and var end)
            {
                total += isBlank ? Math.Min(current, 1) : current;
                (current, isBlank) = (0, true);
                at = IsRaw(html[at..], out int name) ? SkipRaw(html, end, name) : end;
                continue;
            }
            int size = 1, characters = 1;
            if (one == '&') (size, characters) = Reference(html[at..]);
            else if (one >= 0x80) Utf8.Decode(html, at, out size);
            isBlank &= one is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\f' or (byte)'\r';
            current += characters;
            at += size;
        }
        return total + (isBlank ? Math.Min(current, 1) : current);
    }

    private static int TagEnd(ReadOnlySpan<byte> html, int at, int lastComment)
    {
        ReadOnlySpan<byte> rest = html[(at + 1)..];
        if (rest.IsEmpty) return 0;
        if (rest.StartsWith("!--"u8)) return at + 4 > lastComment ? 0 : After(html, at + 4, "-->"u8);
        if (rest[0] is (byte)'!' or (byte)'?') return After(html, at + 1, ">"u8);
        if (rest[0] == '/') return rest.Length > 1 && IsLetter(rest[1]) ? After(html, at + 1, ">"u8) : 0;
        if (!IsLetter(rest[0])) return 0;
        byte quote = 0;
        bool isValue = false;
        for (int i = at + 1; i < html.Length; i++)
        {
            byte one = html[i];
            if (quote != 0)
            {
                if (one == quote) quote = 0;
            }
            else if (one == '>') return i + 1;
            else if (isValue && one is (byte)'"' or (byte)'\'') quote = one;
            isValue = one == '=' || (isValue && one is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r' or (byte)'\f');
        }
        // A quotation mark that is not closed: the tag ends at the first '>'.
        return After(html, at + 1, ">"u8);
    }

    private static int After(ReadOnlySpan<byte> html, int at, ReadOnlySpan<byte> mark) =>
        html[at..].IndexOf(mark) is >= 0 and var found ? at + found + mark.Length : 0;

    private static bool IsRaw(ReadOnlySpan<byte> tag, out int name)
    {
        name = tag.Length > 7 && Utf8.EqualsIgnoreAsciiCase(tag[1..7], "script"u8) ? 6
            : tag.Length > 6 && Utf8.EqualsIgnoreAsciiCase(tag[1..6], "style"u8) ? 5 : 0;
        return name > 0 && !IsLetter(tag[name + 1]) && tag[name + 1] is not (>= (byte)'0' and <= (byte)'9') and not (byte)'-';
    }

    private static int SkipRaw(ReadOnlySpan<byte> html, int at, int name)
    {
        ReadOnlySpan<byte> wanted = name == 6 ? "script"u8 : "style"u8;
        while (After(html, at, "</"u8) is > 0 and var end)
        {
            if (end + name <= html.Length && Utf8.EqualsIgnoreAsciiCase(html.Slice(end, name), wanted))
                return After(html, end, ">"u8) is > 0 and var close ? close : html.Length;
            at = end;
        }
        return html.Length;
    }

    /// <summary>A character reference. One without a known name stays, but its semicolon goes.</summary>
    private static (int Size, int Characters) Reference(ReadOnlySpan<byte> html)
    {
        int end = 1;
        if (html.Length > 1 && html[1] == '#')
        {
            end = 2;
            while (end < html.Length && end < 12 && (html[end] is (byte)'x' or (byte)'X' || char.IsAsciiHexDigit((char)html[end]))) end++;
            return end > 2 && end < html.Length ? (html[end] == ';' ? end + 1 : end, 1) : (1, 1);
        }
        while (end < html.Length && end < 40
                && (IsLetter(html[end]) || (end > 1 && html[end] is (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'.'))) end++;
        if (end == 1 || end == html.Length) return (1, 1);
        string name = Encoding.ASCII.GetString(html[1..end]);
        string decoded = WebUtility.HtmlDecode($"&{name};");
        int characters = decoded.StartsWith('&') && decoded.Length > 1 ? end : decoded.EnumerateRunes().Count();
        return (html[end] == ';' ? end + 1 : end, characters);
    }

    private static bool IsLetter(byte one) => (one | 0x20) is >= (byte)'a' and <= (byte)'z';
}
