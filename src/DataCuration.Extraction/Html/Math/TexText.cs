namespace DataCuration.Extraction;

/// <summary>TeX as pages hold it.</summary>
internal static class TexText
{
    private static readonly (string Open, string Close, bool IsDisplay)[] Delimiters = [("$$", "$$", true), (@"\[", @"\]", true), (@"\(", @"\)", false), ("$", "$", false)];
    private static readonly string[] Displays = [@"\begin{align", @"\begin{equation", @"\begin{gather", @"\begin{multline", @"\begin{eqnarray"];

    /// <summary>TeX without delimiters and the ends of comments that programs wrap lines with; otherwise as the page has it, its <c>\displaystyle</c> included.</summary>
    public static string Clean(string tex)
    {
        // LaTeXML wraps long lines with a comment.
        tex = tex.Replace("%\n", "", StringComparison.Ordinal).Replace("%\r\n", "", StringComparison.Ordinal).Trim();
        if (TryUnwrap(tex, out string inner, out _)) tex = inner.Trim();
        return tex;
    }

    /// <summary>Takes delimiters off.</summary>
    public static bool TryUnwrap(string text, out string tex, out bool isDisplay)
    {
        foreach ((string open, string close, bool display) in Delimiters)
        {
            if (text.Length <= open.Length + close.Length || !text.StartsWith(open, StringComparison.Ordinal) || !text.EndsWith(close, StringComparison.Ordinal)) continue;
            tex = text[open.Length..^close.Length];
            isDisplay = display;
            // Two formulas with text between them are none.
            return !tex.Contains(close, StringComparison.Ordinal) || (close == "$" && tex.Contains(@"\$", StringComparison.Ordinal) && !tex.Replace(@"\$", "", StringComparison.Ordinal).Contains('$', StringComparison.Ordinal));
        }
        tex = "";
        isDisplay = false;
        return false;
    }

    /// <summary>Whether a text has signs of TeX that prose has not: a command, a script, a group.</summary>
    public static bool LooksLikeTex(string text)
    {
        for (int i = 0; i < text.Length - 1; i++)
        {
            char next = text[i + 1];
            if (text[i] == '\\' && (char.IsAsciiLetter(next) || next is '(' or '[' or '{' or ',' or '\\')) return true;
            if (text[i] is '^' or '_' && i > 0 && (next == '{' || char.IsAsciiLetterOrDigit(next)) && text.Length < 200 && !text.Contains("__", StringComparison.Ordinal)) return text[i] == '^' || next == '{' || i <= 2;
        }
        return TryUnwrap(text.Trim(), out _, out _);
    }

    /// <summary>Whether TeX is of a kind that stands on a line of its own.</summary>
    public static bool IsDisplay(string tex) => Array.Exists(Displays, environment => tex.StartsWith(environment, StringComparison.Ordinal));
}
