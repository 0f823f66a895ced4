using System.Globalization;
using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>Makes texts from servers and models safe for messages and files.</summary>
internal static class AnswerText
{
    /// <summary>
    /// Returns a text's start as one line. Control characters become spaces, so that an answer cannot forge log lines or send terminal escapes.
    /// </summary>
    public static string OneLine(string text, int maxChars)
    {
        var line = new StringBuilder(Math.Min(text.Length, maxChars) + 1);
        foreach (char c in text)
        {
            if (line.Length >= maxChars) { line.Append('…'); break; }
            bool blank = char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
            if (!blank) line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }
        return WellFormed(line.ToString());
    }

    /// <summary>Replaces lone surrogates, which UTF-8 cannot encode. An answer read from the ledger is therefore equal to the one first returned.</summary>
    public static string WellFormed(string text)
    {
        int i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        return i < 0 ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
    }
}
