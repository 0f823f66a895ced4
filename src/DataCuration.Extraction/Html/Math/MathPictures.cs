namespace DataCuration.Extraction;

/// <summary>Reads formulas from images: TeX in the alternative text or in the address, if class or address mark the image as a formula.</summary>
internal static class MathPictures
{
    // A class or path that names TeX is enough. One that names mathematics also needs text that looks like TeX.
    private static readonly string[] TexWords = ["latex", "tex", "mimetex", "mathtex", "texrender"];
    private static readonly string[] MathWords = ["math", "equation", "equations", "formula", "formulas", "eqn", "inlineformula", "displayformula", "mathjax"];
    private static readonly string[] Parameters = ["latex", "tex", "math", "eq", "formula", "chl"];

    /// <summary>Reads the formula that an image shows.</summary>
    public static bool TryRead(HtmlTree tree, int image, out MathFormula formula)
    {
        formula = default;
        if (!MathMarkup.MayTellOfMath(tree.Attribute(image, HtmlAttributeName.Class))
                && !MathMarkup.MayTellOfMath(tree.Attribute(image, HtmlAttributeName.Src)))
            return false;
        string? classes = tree.AttributeText(image, HtmlAttributeName.Class);
        string? source = tree.AttributeText(image, HtmlAttributeName.Src);
        if (source is not null && source.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) source = null;
        bool isTex = HasAny(classes, TexWords) || HasAny(source, TexWords);
        if (!isTex && !HasAny(classes, MathWords) && !HasAny(source, MathWords)) return false;
        string? text = tree.AttributeText(image, HtmlAttributeName.Alt) ?? tree.AttributeText(image, HtmlAttributeName.Title);
        string? tex = text is null ? null : TexText.Clean(text);
        if (string.IsNullOrEmpty(tex) || !(TexText.LooksLikeTex(text!) || (isTex && IsShort(tex))
                || (tex.Length == 1 && char.IsLetterOrDigit(tex[0]) && HasAny(classes, MathWords))))
            tex = InAddress(source, isTex);
        if (string.IsNullOrEmpty(tex)) return false;
        formula = new MathFormula(tex, MathMarkup.HasWord(classes, "display") || MathMarkup.HasWord(classes, "block") || TexText.IsDisplay(tex),
            image, tree.Nodes[image].SubtreeEnd);
        return true;
    }

    private static bool HasAny(string? text, string[] words)
    {
        if (text is null) return false;
        // Only the part of the address before the query says what the image is.
        int query = text.IndexOf('?', StringComparison.Ordinal);
        string place = query < 0 ? text : text[..query];
        return Array.Exists(words, word => MathMarkup.HasWord(place, word));
    }

    /// <summary>Returns true if a text is short enough to be a formula without TeX syntax ("x = 1").</summary>
    private static bool IsShort(string text) => text.Length <= 40 && text.AsSpan().Count(' ') <= 6 && !text.EndsWith('.');

    private static string? InAddress(string? source, bool isTex)
    {
        int query = source?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        if (query < 0) return null;
        string text = source![(query + 1)..];
        foreach (string parameter in Parameters)
        {
            foreach (string part in text.Split('&'))
            {
                if (!part.StartsWith(parameter + "=", StringComparison.OrdinalIgnoreCase)) continue;
                string value = Unescape(part[(parameter.Length + 1)..]);
                if (isTex || TexText.LooksLikeTex(value)) return TexText.Clean(value);
            }
        }
        // The whole query is the formula.
        string whole = Unescape(text);
        return isTex && TexText.LooksLikeTex(whole) ? TexText.Clean(whole) : null;
    }

    private static string Unescape(string value) => Uri.UnescapeDataString(value.Replace('+', ' '));
}
