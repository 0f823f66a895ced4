namespace DataCuration.Extraction;

/// <summary>Cleans and classifies TeX source.</summary>
internal static class TexText
{
    private static readonly (string Open, string Close, bool IsDisplay)[] Delimiters =
        [("$$", "$$", true), (@"\[", @"\]", true), (@"\(", @"\)", false), ("$", "$", false)];
    private static readonly string[] Displays = [@"\begin{align", @"\begin{equation", @"\begin{gather", @"\begin{multline", @"\begin{eqnarray"];

    /// <summary>Removes delimiters and comments that only wrap lines. Everything else stays as written, including <c>\displaystyle</c>.</summary>
    public static string Clean(string tex)
    {
        // LaTeXML wraps long lines with a comment.
        tex = tex.Replace("%\n", "", StringComparison.Ordinal).Replace("%\r\n", "", StringComparison.Ordinal).Trim();
        if (TryUnwrap(tex, out string inner, out _)) tex = inner.Trim();
        return tex;
    }

    /// <summary>Removes the delimiters, if present.</summary>
    public static bool TryUnwrap(string text, out string tex, out bool isDisplay)
    {
        foreach ((string open, string close, bool display) in Delimiters)
        {
            if (text.Length <= open.Length + close.Length || !text.StartsWith(open, StringComparison.Ordinal)
                    || !text.EndsWith(close, StringComparison.Ordinal))
                continue;
            tex = text[open.Length..^close.Length];
            isDisplay = display;
            // Two formulas with text between them are not one formula.
            return !tex.Contains(close, StringComparison.Ordinal) || (close == "$" && tex.Contains(@"\$", StringComparison.Ordinal)
                && !tex.Replace(@"\$", "", StringComparison.Ordinal).Contains('$', StringComparison.Ordinal));
        }
        tex = "";
        isDisplay = false;
        return false;
    }

    /// <summary>Returns true if a text has TeX syntax that prose does not have: a command, a script, a group.</summary>
    public static bool LooksLikeTex(string text)
    {
        for (int i = 0; i < text.Length - 1; i++)
        {
            char next = text[i + 1];
            if (text[i] == '\\' && (char.IsAsciiLetter(next) || next is '(' or '[' or '{' or ',' or '\\')) return true;
            if (text[i] is '^' or '_' && i > 0 && (next == '{' || char.IsAsciiLetterOrDigit(next)) && text.Length < 200
                    && !text.Contains("__", StringComparison.Ordinal))
                return text[i] == '^' || next == '{' || i <= 2;
        }
        return TryUnwrap(text.Trim(), out _, out _);
    }

    /// <summary>Returns true if the TeX is an environment for displayed formulas.</summary>
    public static bool IsDisplay(string tex) => Array.Exists(Displays, environment => tex.StartsWith(environment, StringComparison.Ordinal));
}
