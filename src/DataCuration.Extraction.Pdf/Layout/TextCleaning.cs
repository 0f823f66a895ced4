using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace DataCuration.Extraction.Pdf;

/// <summary>Normalizes single characters: ligatures and spaces.</summary>
internal static class TextCleaning
{
    private const char FirstForm = '\uFE80';

    // The letters of the Unicode block "Arabic Presentation Forms-B" from FE80, each with the number of its forms. Four of them are two letters.
    private static readonly string[] ArabicForms =
        MakeForms("ء1 آ2 أ2 ؤ2 إ2 ئ4 ا2 ب4 ة2 ت4 ث4 ج4 ح4 خ4 د2 ذ2 ر2 ز2 س4 ش4 ص4 ض4 ط4 ظ4 ع4 غ4 ف4 ق4 ك4 ل4 م4 ن4 ه4 و2 ى2 ي4 لآ2 لأ2 لإ2 لا2");

    // Letters of Persian, Urdu and other languages, whose forms are in three separate ranges (Unicode block FB50).
    private static readonly FrozenDictionary<char, string> MoreForms =
        Numbered('\uFB50', "ٱ2 ٻ4 پ4 ڀ4 ٺ4 ٿ4 ٹ4 ڤ4 ڦ4 ڄ4 ڃ4 چ4 ڇ4 ڍ2 ڌ2 ڎ2 ڈ2 ژ2 ڑ2 ک4 گ4 ڳ4 ڱ4 ں2 ڻ4 ۀ2 ہ4 ھ4 ے2 ۓ2")
        .Concat(Numbered('\uFBD3', "ڭ4 ۇ2 ۆ2 ۈ2 ٷ1 ۋ2 ۅ2 ۉ2 ې4 ى2")).Concat(Numbered('\uFBFC', "ی4")).ToFrozenDictionary();

    private static readonly SearchValues<char> Special = SearchValues.Create(string.Concat(Enumerable.Range(FirstForm, ArabicForms.Length)
            .Select(static value => (char)value).Concat(MoreForms.Keys)) + "\u00A0\u00AD\u200B\u2060\uFEFF\uFFFE\uFB00\uFB01\uFB02\uFB03\uFB04\uFB05\uFB06\t\n"
        + "\r\f\v\u0085\u2028\u2029\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000");

    /// <summary>
    /// Normalizes the text of a glyph: expands ligatures (Unicode block FB00–FB06), replaces every kind of space by a plain one, and removes invisible marks.
    /// Soft hyphens are kept for joining lines.
    /// </summary>
    /// <param name="text">The text that the font maps the glyph to.</param>
    public static string Expand(string text)
    {
        if (!text.AsSpan().ContainsAny(Special)) return text;
        if (text.Length == 1) return ExpandOne(text[0]);
        var result = new StringBuilder(text.Length + 4);
        foreach (char c in text) result.Append(Special.Contains(c) ? ExpandOne(c) : c.ToString());
        return result.ToString();
    }

    /// <summary>Normalizes a text from the information dictionary: one line, single spaces, no soft hyphens.</summary>
    public static string Normalize(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (char raw in Expand(text))
        {
            if (raw == '\u00AD' || raw == '\0') continue;
            char c = char.IsControl(raw) || char.IsWhiteSpace(raw) ? ' ' : raw;
            if (c == ' ' && (result.Length == 0 || result[^1] == ' ')) continue;
            result.Append(c);
        }
        return result.ToString().TrimEnd();
    }

    /// <summary>Gets the number of characters without spaces, in UTF-16 code units.</summary>
    public static int CountLetters(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (char c in text)
            if (c != ' ') count++;
        return count;
    }

    private static string ExpandOne(char c) => c switch
    {
        '\uFB00' => "ff",
        '\uFB01' => "fi",
        '\uFB02' => "fl",
        '\uFB03' => "ffi",
        '\uFB04' => "ffl",
        '\uFB05' => "st",
        '\uFB06' => "st",
        '\u200B' or '\u2060' or '\uFEFF' or '\uFFFE' => "",
        '\u00AD' => "\u00AD",
        >= FirstForm and <= '\uFEFC' => ArabicForms[c - FirstForm],
        >= '\uFB50' and <= '\uFBFF' => MoreForms[c],
        _ => " ",
    };

    private static IEnumerable<KeyValuePair<char, string>> Numbered(char first, string letters) =>
        MakeForms(letters).Select((letter, i) => KeyValuePair.Create((char)(first + i), letter));

    private static string[] MakeForms(string letters) =>
        [.. letters.Split(' ').SelectMany(static pair => Enumerable.Repeat(pair[..^1], pair[^1] - '0'))];
}
