using System.Text;

namespace DataCuration;

/// <summary>
/// Normalizes the percent-encoding of paths and queries (RFC 3986, section 6.2.2): unreserved characters are not encoded; all others that must be are encoded
/// as UTF-8 with upper-case digits.
/// </summary>
internal static class PercentEncoding
{
    private const string Hex = "0123456789ABCDEF";

    /// <summary>Normalizes a path or query. A percent sign without two digits becomes %25, so that normalizing twice changes nothing.</summary>
    public static string Normalize(ReadOnlySpan<char> text, bool isQuery)
    {
        var result = new StringBuilder(text.Length + 8);
        Span<byte> utf8 = stackalloc byte[4];
        for (int i = 0; i < text.Length;)
        {
            char c = text[i];
            if (c == '%')
            {
                int value = i + 2 < text.Length ? Digit(text[i + 1]) * 16 + Digit(text[i + 2]) : -1;
                bool escaped = value >= 0 && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]);
                if (escaped && IsUnreserved((char)value)) result.Append((char)value);
                else Append(result, escaped ? (byte)value : (byte)'%');
                i += escaped ? 3 : 1;
            }
            else if (c < 0x80)
            {
                if (c == '\\' && !isQuery) result.Append('/');
                else if (IsAllowed(c, isQuery)) result.Append(c);
                else Append(result, (byte)c);
                i++;
            }
            else
            {
                Rune.DecodeFromUtf16(text[i..], out Rune rune, out int used); // a lone surrogate gives U+FFFD
                foreach (byte value in utf8[..rune.EncodeToUtf8(utf8)]) Append(result, value);
                i += used;
            }
        }
        return result.ToString();
    }

    /// <summary>Decodes every escape of a host; returns null if the bytes are not UTF-8.</summary>
    public static string? Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        int length = 0;
        for (int i = 0; i < text.Length;)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes[length++] = (byte)(Digit(text[i + 1]) * 16 + Digit(text[i + 2]));
                i += 3;
                continue;
            }
            Rune.DecodeFromUtf16(text[i..], out Rune rune, out int used);
            length += rune.EncodeToUtf8(bytes.AsSpan(length));
            i += used;
        }
        return System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(0, length)) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    private static void Append(StringBuilder result, byte value) => result.Append('%').Append(Hex[value >> 4]).Append(Hex[value & 15]);

    private static int Digit(char c) => char.IsAsciiHexDigit(c) ? c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10 : -1000;

    private static bool IsUnreserved(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~';

    private static bool IsAllowed(char c, bool isQuery) => IsUnreserved(c) || "!$&'()*+,;=:@/".Contains(c, StringComparison.Ordinal) || (isQuery && c == '?');
}
