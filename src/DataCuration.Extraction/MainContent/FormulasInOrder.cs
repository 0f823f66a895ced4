namespace DataCuration.Extraction;

/// <summary>The formulas and delimiters of a page, for a pass over its nodes. A page is passed over two or three times, and is searched once.</summary>
internal sealed class FormulasInOrder
{
    private List<MathFormula> formulas = [];
    private (HtmlTree? Tree, long Version) searched;
    private int next;

    /// <summary>What finds formulas between delimiters in the page's text; null if it has no program that knows any.</summary>
    public DelimitedMath? Delimited { get; private set; }

    /// <summary>Begins a pass.</summary>
    public void Begin(HtmlTree tree)
    {
        next = 0;
        if ((tree, tree.Version) == searched) return;
        searched = (tree, tree.Version);
        bool mayHaveFormulas = MayHaveFormulas(tree.Html.Span);
        formulas = mayHaveFormulas ? PageFormulas.Read(tree) : [];
        Delimited = mayHaveFormulas && MathDelimiters.Read(tree) is { Count: > 0 } delimiters ? new DelimitedMath(delimiters) : null;
    }

    /// <summary>The formula that stands at a node, if there is one; nodes are asked for in their order.</summary>
    public bool TryAt(int node, out MathFormula formula)
    {
        // One in an element that was passed over is passed over too.
        while (next < formulas.Count && formulas[next].Node < node) next++;
        formula = next < formulas.Count && formulas[next].Node == node ? formulas[next] : default;
        return formula.End > 0;
    }

    /// <summary>Whether it is worth looking for formulas: their markup, scripts, classes and pictures all have one of these.</summary>
    private static bool MayHaveFormulas(ReadOnlySpan<byte> html) =>
        html.IndexOf("math"u8) >= 0 || html.IndexOf("MathJax"u8) >= 0 || html.IndexOf("katex"u8) >= 0 || html.IndexOf("latex"u8) >= 0 || html.IndexOf("LaTeX"u8) >= 0 || html.IndexOf("\"tex\""u8) >= 0;
}
