using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DataCuration.Recipes;

/// <summary>Reads the titles of sectioning commands of LaTeX.</summary>
internal static class LatexTitles
{
    /// <summary>Commands whose argument is not part of the title. Of <c>\texorpdfstring</c>, the second argument is the title in plain text.</summary>
    private static readonly HashSet<string> WithoutText = ["label", "footnote", "thanks", "texorpdfstring"];

    /// <summary>Reads the title of a heading. Lines of headings are short.</summary>
    /// <param name="line">The line, which begins with the command. A label may follow the title.</param>
    /// <param name="title">The title in plain text: commands such as <c>\emph</c> are left out, and their text stays.</param>
    /// <returns>False if the line has no title, or its braces do not close.</returns>
    public static bool TryRead(ReadOnlySpan<char> line, [NotNullWhen(true)] out string? title)
    {
        title = null;
        int open = line.IndexOfAny('{', '[');
        // A short title for the table of contents comes first.
        if (open >= 0 && line[open] == '[')
        {
            int after = EndOf(line, open, '[', ']');
            open = after < 0 || line[(after + 1)..].IndexOf('{') is not (>= 0 and var next) ? -1 : after + 1 + next;
        }
        int end = open < 0 ? -1 : EndOf(line, open, '{', '}');
        if (end < 0) return false;
        title = ToPlain(line[(open + 1)..end]);
        return true;
    }

    /// <summary>Returns the place of the mark that closes the one at a place; -1 if none does. Braces nest; a mark after a backslash is text.</summary>
    private static int EndOf(ReadOnlySpan<char> text, int open, char opening, char closing)
    {
        int depth = 0, braces = 0;
        for (int at = open; at < text.Length; at++)
        {
            if (text[at] == '\\') at++;
            else if (text[at] == opening && (opening == '{' || braces == 0)) depth++;
            else if (text[at] == closing && (opening == '{' || braces == 0))
            {
                if (--depth == 0) return at;
            }
            else if (text[at] == '{') braces++;
            else if (text[at] == '}') braces--;
        }
        return -1;
    }

    // Citations and references have many commands: \citep, \parencite, \eqref and so on. Of \href, the address is dropped and the text stays.
    private static bool HasNoText(string command) => WithoutText.Contains(command) || command.Contains("cite", StringComparison.OrdinalIgnoreCase)
        || (command.EndsWith("ref", StringComparison.Ordinal) && command != "hyperref");

    /// <summary>Returns the place of a command's first argument, after a star and its optional ones; -1 without one.</summary>
    private static int ArgumentAt(ReadOnlySpan<char> text, int at)
    {
        if (at < text.Length && text[at] == '*') at++;
        while (at < text.Length && text[at] == '[')
        {
            int close = EndOf(text, at, '[', ']');
            if (close < 0) return -1;
            at = close + 1;
        }
        return at < text.Length && text[at] == '{' ? at : -1;
    }

    private static string ToPlain(ReadOnlySpan<char> title)
    {
        var plain = new StringBuilder();
        for (int at = 0; at < title.Length; at++)
        {
            char one = title[at];
            if (one == '$')
            {
                // A formula stays as it is.
                int close = title[(at + 1)..].IndexOf('$');
                int next = close < 0 ? title.Length : at + close + 2;
                plain.Append(title[at..next]);
                at = next - 1;
            }
            else if (one == '\\' && at + 1 < title.Length && char.IsAsciiLetter(title[at + 1]))
            {
                int end = at + 1;
                while (end < title.Length && char.IsAsciiLetter(title[end])) end++;
                string name = title[(at + 1)..end].ToString();
                int argument = ArgumentAt(title, end);
                int close = argument >= 0 && HasNoText(name) ? EndOf(title, argument, '{', '}') : -1;
                if (argument < 0) plain.Append(title[at..end]);
                else if (close < 0 && title[argument..].StartsWith("{}") && name.Any(char.IsAsciiLetterUpper)) plain.Append(name); // \LaTeX{} is a word
                at = close >= 0 ? close : (argument >= 0 ? argument : end) - 1;
            }
            else if (one == '\\' && at + 1 < title.Length)
            {
                at++;
                if (title[at] is '\\' or ' ' or ',') plain.Append(' ');
                else if (title[at] is '&' or '%' or '$' or '#' or '_' or '{' or '}') plain.Append(title[at]);
                else plain.Append('\\').Append(title[at]);
            }
            else if (one is not ('{' or '}'))
            {
                plain.Append(one == '~' ? ' ' : one);
            }
        }
        return plain.ToString();
    }
}
