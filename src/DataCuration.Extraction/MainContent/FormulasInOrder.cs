namespace DataCuration.Extraction;

/// <summary>The formulas and delimiters of a page, in node order. A page may be segmented several times, but is searched for formulas once.</summary>
internal sealed class FormulasInOrder
{
    private RowList<MathFormula> formulas = new();
    private (HtmlTree? Tree, long Version) searched;
    private int next;

    /// <summary>Finds delimited formulas in text; null if no math script of the page defines delimiters.</summary>
    public DelimitedMath? Delimited { get; private set; }

    /// <summary>Starts a pass over a page.</summary>
    public void Begin(HtmlTree tree)
    {
        next = 0;
        if ((tree, tree.Version) == searched) return;
        searched = (tree, tree.Version);
        bool mayHaveFormulas = MayHaveFormulas(tree.Html.Span);
        formulas = mayHaveFormulas ? PageFormulas.Read(tree) : new();
        Delimited = mayHaveFormulas && MathDelimiters.Read(tree) is { Count: > 0 } delimiters ? new DelimitedMath(delimiters) : null;
    }

    /// <summary>Gets the formula that starts at a node, if there is one. Nodes must be passed in ascending order.</summary>
    public bool TryAt(int node, out MathFormula formula)
    {
        // Skips formulas inside elements that were skipped.
        while (next < formulas.Count && formulas[next].Node < node) next++;
        formula = next < formulas.Count && formulas[next].Node == node ? formulas[next] : default;
        return formula.End > 0;
    }

    /// <summary>Returns true if a formula that has not been passed starts before a node.</summary>
    public bool AnyBefore(int node) => next < formulas.Count && formulas[next].Node < node;

    /// <summary>Returns true if the page may have formulas: their markup, scripts, classes and images all contain one of these strings.</summary>
    private static bool MayHaveFormulas(ReadOnlySpan<byte> html) =>
        html.IndexOf("math"u8) >= 0 || html.IndexOf("MathJax"u8) >= 0 || html.IndexOf("katex"u8) >= 0 || html.IndexOf("latex"u8) >= 0
            || html.IndexOf("LaTeX"u8) >= 0 || html.IndexOf("\"tex\""u8) >= 0;
}
