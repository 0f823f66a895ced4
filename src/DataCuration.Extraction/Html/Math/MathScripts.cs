using System.Text;

namespace DataCuration.Extraction;

/// <summary>Reads formulas in MathJax 2 scripts: <c>math/tex</c>, <c>math/asciimath</c> and <c>math/mml</c>.</summary>
internal static class MathScripts
{
    /// <summary>The initial node capacity for a formula.</summary>
    private const int NodesOfFormula = 64;

    /// <summary>Returns true if a script contains a formula.</summary>
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
        string? tex = type.StartsWith("math/tex", StringComparison.Ordinal) ? TexText.Clean(content)
            : type.StartsWith("math/mml", StringComparison.Ordinal) ? TexOfMathMl(content) : content;
        if (string.IsNullOrEmpty(tex)) return false;
        formula = new MathFormula(tex, type.Contains("mode=display", StringComparison.Ordinal)
            || content.Contains("display=\"block\"", StringComparison.Ordinal), script, tree.Nodes[script].SubtreeEnd)
        {
            IsAsciiMath = type.StartsWith("math/ascii", StringComparison.Ordinal),
        };
        return true;
    }

    /// <summary>Converts MathML source to TeX.</summary>
    public static string? TexOfMathMl(string mathMl)
    {
        HtmlTree tree = new HtmlParser(NodesOfFormula).Parse(Encoding.UTF8.GetBytes(mathMl), MathMlConverter.MaxNodes);
        int math = new MathSearch(tree).MathIn(0);
        return math < 0 ? null : MathMarkup.TexOf(tree, math);
    }

    /// <summary>Removes the comment or CDATA markers that hide a script from old browsers (MathJax documentation, "MathJax and CDATA").</summary>
    private static string Uncommented(string content)
    {
        if (content.StartsWith("% <![CDATA[", StringComparison.Ordinal)) content = content[11..];
        if (content.StartsWith("<![CDATA[", StringComparison.Ordinal)) content = content[9..];
        if (content.EndsWith("%]]>", StringComparison.Ordinal)) content = content[..^4];
        if (content.EndsWith("]]>", StringComparison.Ordinal)) content = content[..^3];
        return content.Trim().TrimEnd('%');
    }
}
