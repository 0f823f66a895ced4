using System.Globalization;
using System.Text;

namespace DataCuration.Filters;

/// <summary>The single repairs of ftfy 6.3.1 (ftfy/fixes.py, ftfy/chardata.py), on code points. Each returns the same array if nothing changed.</summary>
internal static class MojibakeFixes
{
    private const int MaxEntity = 24, Escape = 0x1B, Replacement = 0xFFFD;
    private static readonly Lazy<Dictionary<string, int[]>> Entities = new(ReadEntities);

    private static readonly Dictionary<int, int[]> Ligatures = new()
    {
        [0x132] = Points("IJ"),
        [0x133] = Points("ij"),
        [0x149] = Points("ʼn"),
        [0x1F1] = Points("DZ"),
        [0x1F2] = Points("Dz"),
        [0x1F3] = Points("dz"),
        [0x1C4] = Points("DŽ"),
        [0x1C5] = Points("Dž"),
        [0x1C6] = Points("dž"),
        [0x1C7] = Points("LJ"),
        [0x1C8] = Points("Lj"),
        [0x1C9] = Points("lj"),
        [0x1CA] = Points("NJ"),
        [0x1CB] = Points("Nj"),
        [0x1CC] = Points("nj"),
        [0xFB00] = Points("ff"),
        [0xFB01] = Points("fi"),
        [0xFB02] = Points("fl"),
        [0xFB03] = Points("ffi"),
        [0xFB04] = Points("ffl"),
        [0xFB05] = Points("ſt"),
        [0xFB06] = Points("st"),
    };

    private static readonly Lazy<Dictionary<int, int[]>> Widths = new(MakeWidths);

    /// <summary>
    /// Replaces character references that end with a semicolon (unescape_html). An ampersand that one gives may begin another one, <c>&amp;amp;lt;</c>: ftfy
    /// replaces that in its next pass, and here it is the same pass, so that a chain of them takes no quadratic time.
    /// </summary>
    public static int[] UnescapeHtml(int[] text)
    {
        List<int>? result = null;
        int copied = 0;
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] != '&') continue;
            int end = NextEnd(text, at + 1);
            if (end == 0) continue;
            if (Unescape(text.AsSpan(at + 1, end - at - 1)) is not { } replacement) continue;
            while (replacement is ['&'] && NextEnd(text, end + 1) is > 0 and int next && Unescape(text.AsSpan(end + 1, next - end - 1)) is { } inner)
                (replacement, end) = (inner, next);
            result ??= [];
            result.AddRange(text.AsSpan(copied, at - copied));
            result.AddRange(replacement);
            copied = end + 1;
            at = end;
        }
        if (result is null) return text;
        result.AddRange(text.AsSpan(copied));
        return [.. result];
    }

    /// <summary>Returns the semicolon of the reference whose name begins at a place; 0 without a reference.</summary>
    private static int NextEnd(int[] text, int at)
    {
        int end = at;
        if (end < text.Length && text[end] == '#') end++;
        int name = end;
        while (end < text.Length && end - name < MaxEntity && text[end] < 0x80 && char.IsAsciiLetterOrDigit((char)text[end])) end++;
        return end > name && end < text.Length && text[end] == ';' ? end : 0;
    }

    /// <summary>Splits ligatures of Latin letters.</summary>
    public static int[] SplitLigatures(int[] text) => Replace(text, character => character < 0x132 ? null : Ligatures.GetValueOrDefault(character));

    /// <summary>Replaces full-width and half-width forms.</summary>
    public static int[] FixWidth(int[] text) => Replace(text, character => character < 0x3000 ? null : Widths.Value.GetValueOrDefault(character));

    /// <summary>Replaces curled quotation marks by straight ones.</summary>
    public static int[] UncurlQuotes(int[] text) => Replace(text, character => character switch
    {
        0x2BC or (>= 0x2018 and <= 0x201B) => ['\''],
        >= 0x201C and <= 0x201F => ['"'],
        _ => null,
    });

    /// <summary>Replaces all line ends by line feeds.</summary>
    public static int[] FixLineBreaks(int[] text)
    {
        if (!text.Any(character => character is '\r' or 0x85 or 0x2028 or 0x2029)) return text;
        var result = new List<int>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n') continue;
            result.Add(text[i] is '\r' or 0x85 or 0x2028 or 0x2029 ? '\n' : text[i]);
        }
        return [.. result];
    }

    /// <summary>Removes escape sequences of terminals.</summary>
    public static int[] RemoveTerminalEscapes(int[] text)
    {
        if (!text.Contains(Escape)) return text;
        var result = new List<int>(text.Length);
        for (int at = 0; at < text.Length; at++)
        {
            int end = at + 2;
            if (text[at] == Escape && at + 1 < text.Length && text[at + 1] == '[')
            {
                while (end < text.Length && (text[end] == ';' || UnicodeFolding.IsDigit(text[end]))) end++;
                if (end < text.Length && text[end] < 0x80 && char.IsAsciiLetter((char)text[end]))
                {
                    at = end;
                    continue;
                }
            }
            result.Add(text[at]);
        }
        return result.Count == text.Length ? text : [.. result];
    }

    /// <summary>Removes control characters that do not belong in text.</summary>
    public static int[] RemoveControls(int[] text) => text.Any(IsControl) ? [.. text.Where(character => !IsControl(character))] : text;

    /// <summary>Returns true for a control character that is removed.</summary>
    public static bool IsControl(int character) => character switch
    {
        <= 8 or 0x0B or (>= 0x0E and <= 0x1F) or 0x7F => true,
        < 0x206A => false,
        <= 0x206F or 0xFEFF or (>= 0xFFF9 and <= 0xFFFC) => true,
        _ => false,
    };

    private static int[] Replace(int[] text, Func<int, int[]?> replace)
    {
        List<int>? result = null;
        for (int i = 0; i < text.Length; i++)
        {
            int[]? replacement = text[i] < 0x80 ? null : replace(text[i]);
            if (replacement is not null) (result ??= [.. text.AsSpan(0, i)]).AddRange(replacement);
            else result?.Add(text[i]);
        }
        return result is null ? text : [.. result];
    }

    /// <summary>Returns what a reference stands for; null if it is unknown.</summary>
    private static int[]? Unescape(ReadOnlySpan<int> reference)
    {
        var name = new StringBuilder(reference.Length);
        foreach (int character in reference) name.Append((char)character);
        string text = name.ToString();
        if (Entities.Value.TryGetValue(text, out int[]? characters)) return characters;
        if (text[0] != '#') return null;
        bool isHex = text.Length > 2 && text[1] is 'x' or 'X';
        int code = 0;
        foreach (char digit in text.AsSpan(isHex ? 2 : 1))
        {
            if (isHex ? !char.IsAsciiHexDigit(digit) : !char.IsAsciiDigit(digit)) return null;
            int value = int.Parse([digit], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            code = Math.Min(0x110000, code * (isHex ? 16 : 10) + value);
        }
        // The rules of HTML for character references, as Python's html.unescape has them.
        return code switch
        {
            ';' => null,
            0 => [Replacement],
            '\r' => ['\r'],
            >= 0x80 and <= 0x9F => MojibakeEncoding.FixControls([code]),
            >= 0xD800 and <= 0xDFFF or > 0x10FFFF => [Replacement],
            <= 8 or 0x0B or (>= 0x0E and <= 0x1F) or 0x7F or (>= 0xFDD0 and <= 0xFDEF) => [],
            _ => (code & 0xFFFE) == 0xFFFE ? [] : [code],
        };
    }

    private static Dictionary<int, int[]> MakeWidths()
    {
        var widths = new Dictionary<int, int[]> { [0x3000] = [' '] };
        for (int character = 0xFF01; character < 0xFFF0; character++)
        {
            int[] one = [character];
            int[] form = CodePointNormalization.Normalize(one, NormalizationForm.FormKC);
            if (!ReferenceEquals(form, one)) widths.Add(character, form);
        }
        return widths;
    }

    private static Dictionary<string, int[]> ReadEntities()
    {
        var entities = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach (string line in RepairResources.ReadLines("html-entities.txt"))
        {
            string[] fields = line.Split(' ');
            entities.Add(fields[0], [.. fields.Skip(1).Select(digits => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture))]);
        }
        return entities;
    }

    private static int[] Points(string text) => [.. text.EnumerateRunes().Select(rune => rune.Value)];
}
