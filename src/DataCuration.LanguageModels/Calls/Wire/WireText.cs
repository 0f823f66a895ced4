using System.Text;
using System.Text.Unicode;

namespace DataCuration.LanguageModels;

/// <summary>
/// Decodes the bodies of responses. JSON is UTF-8 (RFC 8259), even if the header says something else. Other encodings are recognised by their marks and bytes.
/// </summary>
internal static class WireText
{
    /// <summary>Decodes a whole body.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="charset">The header's charset, which only counts for bytes that are not UTF-8.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Encoding.Unicode.GetString(bytes[2..]);
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        else if (bytes.Length >= 2 && bytes[0] != 0 && bytes[1] == 0) return Encoding.Unicode.GetString(bytes);
        else if (bytes.Length >= 2 && bytes[0] == 0 && bytes[1] != 0) return Encoding.BigEndianUnicode.GetString(bytes);
        return (charset is null || Utf8.IsValid(bytes) ? Encoding.UTF8 : Named(charset.Trim('"').ToLowerInvariant())).GetString(bytes);
    }

    /// <summary>Returns the encoding of a name; UTF-8 for unknown names.</summary>
    private static Encoding Named(string charset)
    {
        if (charset is "iso-8859-1" or "latin1" or "latin-1" or "windows-1252" or "cp1252") return Encoding.Latin1;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return Encoding.UTF8;
        }
    }
}
