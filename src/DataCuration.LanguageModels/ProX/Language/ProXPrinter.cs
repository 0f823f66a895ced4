using System.Globalization;
using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>Prints calls in the spelling of the released chunk models.</summary>
internal static class ProXPrinter
{
    public static string Print(ProXCall call)
    {
        switch (call)
        {
            case ProXRemoveLines lines:
                return string.Create(CultureInfo.InvariantCulture, $"remove_lines(start={lines.First}, end={lines.Last})");
            case ProXRemoveAll:
                return "remove_lines(all=True)";
            case ProXNormalize normalize:
                var text = new StringBuilder("normalize(source_str=\"");
                AppendEscaped(text, normalize.Source, quoted: true);
                text.Append("\", target_str=\"");
                AppendEscaped(text, normalize.Target, quoted: true);
                return text.Append("\")").ToString();
            default:
                return "untouch_doc()";
        }
    }

    /// <summary>Appends a text. Inside quotes, the escapes are those that the strict grammar reads.</summary>
    public static void AppendEscaped(StringBuilder text, ReadOnlySpan<char> value, bool quoted)
    {
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (quoted && c is '"' or '\\') text.Append('\\').Append(c);
            else if (quoted && c == '\n') text.Append("\\n");
            else if (quoted && c == '\t') text.Append("\\t");
            else if (i + 1 < value.Length && char.IsSurrogatePair(c, value[i + 1]))
            {
                bool isFormat = Rune.GetUnicodeCategory(new Rune(c, value[++i])) == UnicodeCategory.Format;
                if (isFormat) text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}\\u{(int)value[i]:x4}");
                else text.Append(c).Append(value[i]);
            }
            else if (IsUnprintable(c)) text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else text.Append(c);
        }
    }

    /// <summary>True for characters that change how other text is shown, or are not shown: controls, formats, separators of lines, surrogates.</summary>
    public static bool IsUnprintable(char c) => c is < ' ' or >= '\u007F' && CharUnicodeInfo.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate;
}
