using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>Texts of servers and models, made fit for messages and files.</summary>
internal static class AnswerText
{
    /// <summary>A text's start in one line. Control characters become blanks, so that no answer can forge lines of a log or steer a terminal.</summary>
    public static string OneLine(string text, int maxChars)
    {
        var line = new StringBuilder(Math.Min(text.Length, maxChars) + 1);
        foreach (char c in text)
        {
            if (line.Length >= maxChars) { line.Append('…'); break; }
            bool blank = char.IsControl(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator;
            if (!blank) line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }
        return WellFormed(line.ToString());
    }

    /// <summary>The text with lone surrogates replaced, which no file of UTF-8 could hold: an answer is the same when it comes from the ledger.</summary>
    public static string WellFormed(string text)
    {
        int i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        return i < 0 ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
    }
}
