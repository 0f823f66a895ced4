using System.Text;

namespace DataCuration.Extraction;

/// <summary>Formulas in the scripts of MathJax 2: <c>math/tex</c>, <c>math/asciimath</c> and <c>math/mml</c>.</summary>
internal static class MathScripts
{
    /// <summary>How many nodes a formula has as a rule.</summary>
    private const int NodesOfFormula = 64;

    /// <summary>Whether a script holds a formula.</summary>
    public static bool IsMath(HtmlTree tree, int script)
    {
        ReadOnlySpan<byte> type = tree.Attribute(script, HtmlAttributeName.Type);
        return type.Length >= 8 && Ascii.EqualsIgnoreCase(type[..5], "math/"u8);
    }

    /// <summary>Reads the formula of a script.</summary>
    public static bool TryRead(HtmlTree tree, int script, out MathFormula formula)
    {
        formula = default;
        if (!IsMath(tree, script)) return false;
        string type = tree.AttributeText(script, HtmlAttributeName.Type)!.ToLowerInvariant();
        string content = Uncommented(MathMarkup.TextOf(tree, script).Trim());
        string? tex = type.StartsWith("math/tex", StringComparison.Ordinal) ? TexText.Clean(content) : type.StartsWith("math/mml", StringComparison.Ordinal) ? TexOfMathMl(content) : content;
        if (string.IsNullOrEmpty(tex)) return false;
        formula = new MathFormula(tex, type.Contains("mode=display", StringComparison.Ordinal) || content.Contains("display=\"block\"", StringComparison.Ordinal), script, tree.Nodes[script].SubtreeEnd)
        {
            IsAsciiMath = type.StartsWith("math/ascii", StringComparison.Ordinal),
        };
        return true;
    }

    /// <summary>The TeX of MathML that stands in a text.</summary>
    public static string? TexOfMathMl(string mathMl)
    {
        HtmlTree tree = new HtmlParser(NodesOfFormula).Parse(Encoding.UTF8.GetBytes(mathMl), MathMlConverter.MostNodes);
        int math = new MathSearch(tree).MathIn(0);
        return math < 0 ? null : MathMarkup.TexOf(tree, math);
    }

    /// <summary>A script's formula may be hidden from old browsers (MathJax's documentation, "MathJax and CDATA").</summary>
    private static string Uncommented(string content)
    {
        if (content.StartsWith("% <![CDATA[", StringComparison.Ordinal)) content = content[11..];
        if (content.StartsWith("<![CDATA[", StringComparison.Ordinal)) content = content[9..];
        if (content.EndsWith("%]]>", StringComparison.Ordinal)) content = content[..^4];
        if (content.EndsWith("]]>", StringComparison.Ordinal)) content = content[..^3];
        return content.Trim().TrimEnd('%');
    }
}
