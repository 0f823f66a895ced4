using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// The encoding and language declared in the first bytes of a page. Implements the prescan of the HTML standard (section 13.2.3.2), and also reads the language
/// of the html element.
/// </summary>
internal readonly ref struct MetaPrescan
{
    private MetaPrescan(HtmlEncoding? encoding, string? language)
    {
        Encoding = encoding;
        Language = language;
    }

    /// <summary>The encoding declared by the first meta element or XML declaration with a known label, or null.</summary>
    public HtmlEncoding? Encoding { get; }

    /// <summary>The primary language subtag of the html element in lower case, or null.</summary>
    public string? Language { get; }

    /// <summary>Scans the bytes once.</summary>
    public static MetaPrescan Read(ReadOnlySpan<byte> bytes)
    {
        HtmlEncoding? encoding = XmlDeclaration(bytes);
        string? language = null;
        int at = 0;
        while (encoding is null || language is null)
        {
            int open = bytes[at..].IndexOf((byte)'<');
            if (open < 0) break;
            at += open;
            ReadOnlySpan<byte> rest = bytes[at..];
            if (rest.StartsWith("<!--"u8))
            {
                int end = rest[2..].IndexOf("-->"u8);
                if (end < 0) break;
                at += end + 5;
            }
            else if (IsTag(rest, "<meta"u8))
            {
                at += 5;
                encoding ??= ReadMeta(bytes, ref at);
            }
            else if (rest.Length > 1 && (char.IsAsciiLetter((char)rest[1]) || (rest.Length > 2 && rest[1] == '/' && char.IsAsciiLetter((char)rest[2]))))
            {
                bool html = IsTag(rest, "<html"u8);
                if (IsTag(rest, "<body"u8) && encoding is not null) break;
                while (at < bytes.Length && !IsSpace(bytes[at]) && bytes[at] != '>') at++;
                while (ReadAttribute(bytes, ref at, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
                    if (html && language is null && (Is(name, "lang"u8) || Is(name, "xml:lang"u8))) language = PrimaryLanguage(value);
            }
            else if (rest.Length > 1 && rest[1] is (byte)'!' or (byte)'/' or (byte)'?')
            {
                int end = rest.IndexOf((byte)'>');
                if (end < 0) break;
                at += end;
            }
            else
            {
                at++;
            }
        }
        return new(encoding, language);
    }

    private static HtmlEncoding? ReadMeta(ReadOnlySpan<byte> bytes, ref int at)
    {
        bool isContentType = false;
        HtmlEncoding? fromCharset = null, fromContent = null;
        while (ReadAttribute(bytes, ref at, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
        {
            if (Is(name, "http-equiv"u8)) isContentType |= Is(value, "content-type"u8);
            else if (Is(name, "charset"u8)) fromCharset ??= FromLabel(value);
            else if (Is(name, "content"u8)) fromContent ??= FromContentType(value);
        }
        return fromCharset ?? (isContentType ? fromContent : null);
    }

    private static HtmlEncoding? FromContentType(ReadOnlySpan<byte> value)
    {
        for (int i = 0; i + 7 < value.Length; i++)
        {
            if (!Is(value.Slice(i, 7), "charset"u8)) continue;
            int at = i + 7;
            while (at < value.Length && IsSpace(value[at])) at++;
            if (at >= value.Length || value[at] != '=') continue;
            at++;
            while (at < value.Length && (IsSpace(value[at]) || value[at] is (byte)'"' or (byte)'\'')) at++;
            int end = at;
            while (end < value.Length && !IsSpace(value[end]) && value[end] is not ((byte)';' or (byte)'"' or (byte)'\'' or (byte)',')) end++;
            return FromLabel(value[at..end]);
        }
        return null;
    }

    private static HtmlEncoding? XmlDeclaration(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith("<?xml"u8)) return null;
        int end = bytes.IndexOf((byte)'>');
        if (end < 0) return null;
        ReadOnlySpan<byte> declaration = bytes[..end];
        int name = declaration.IndexOf("encoding"u8);
        if (name < 0) return null;
        ReadOnlySpan<byte> rest = declaration[(name + 8)..].SkipAny(" \t\r\n="u8);
        if (rest.IsEmpty || rest[0] is not ((byte)'"' or (byte)'\'')) return null;
        int close = rest[1..].IndexOf(rest[0]);
        return close < 0 ? null : FromLabel(rest.Slice(1, close));
    }

    private static HtmlEncoding? FromLabel(ReadOnlySpan<byte> label) =>
        label.Length > 40 ? null : HtmlEncoding.FromLabel(System.Text.Encoding.Latin1.GetString(label));

    private static string? PrimaryLanguage(ReadOnlySpan<byte> value)
    {
        value = value.Trim((byte)' ');
        int length = 0;
        while (length < value.Length && char.IsAsciiLetter((char)value[length])) length++;
        return length is 2 or 3 ? System.Text.Encoding.ASCII.GetString(value[..length]).ToLowerInvariant() : null;
    }

    /// <summary>Implements "get an attribute" of the standard. Moves <paramref name="at"/> past the end of the tag if there is no further attribute.</summary>
    private static bool ReadAttribute(ReadOnlySpan<byte> bytes, ref int at, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        while (at < bytes.Length && (IsSpace(bytes[at]) || bytes[at] == '/')) at++;
        if (at >= bytes.Length) return false;
        if (bytes[at] == '>')
        {
            at++;
            return false;
        }
        int begin = at++;
        while (at < bytes.Length && !IsSpace(bytes[at]) && bytes[at] is not ((byte)'/' or (byte)'>' or (byte)'=')) at++;
        name = bytes[begin..at];
        int after = at;
        while (after < bytes.Length && IsSpace(bytes[after])) after++;
        if (after >= bytes.Length || bytes[after] != '=') return true;
        at = after + 1;
        while (at < bytes.Length && IsSpace(bytes[at])) at++;
        if (at >= bytes.Length) return true;
        if (bytes[at] is (byte)'"' or (byte)'\'')
        {
            int close = bytes[(at + 1)..].IndexOf(bytes[at]);
            int end = close < 0 ? bytes.Length : at + 1 + close;
            value = bytes[(at + 1)..end];
            at = Math.Min(end + 1, bytes.Length);
            return true;
        }
        begin = at;
        while (at < bytes.Length && !IsSpace(bytes[at]) && bytes[at] != '>') at++;
        value = bytes[begin..at];
        return true;
    }

    private static bool IsTag(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> tag) =>
        bytes.Length > tag.Length && Is(bytes[..tag.Length], tag) && (IsSpace(bytes[tag.Length]) || bytes[tag.Length] is (byte)'/' or (byte)'>');

    private static bool Is(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> lowerCase) => Ascii.EqualsIgnoreCase(bytes, lowerCase);

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r';
}
