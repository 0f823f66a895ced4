namespace DataCuration.Extraction;

/// <summary>Finds all formulas of a page, in document order.</summary>
internal static class PageFormulas
{
    /// <summary>Finds the formulas of a page. The node ranges that they replace do not overlap.</summary>
    public static RowList<MathFormula> Read(HtmlTree tree)
    {
        var formulas = new RowList<MathFormula>();
        var search = new MathSearch(tree);
        Rows<HtmlNode> nodes = tree.Nodes;
        for (int i = 1; i < nodes.Length; i++)
        {
            if (!MathMarkup.TryRead(search, i, out MathFormula formula)) continue;
            // Pages add an image of a formula for browsers that cannot show it.
            if (formula.Tex is not null && nodes[i].Tag == HtmlTag.Image && formulas.Count > 0 && IsCopy(tree, formulas[formulas.Count - 1], formula))
                formula = formula with { Tex = null };
            formulas.Add(formula);
            i = formula.End - 1;
        }
        return formulas;
    }

    private static bool IsCopy(HtmlTree tree, MathFormula before, MathFormula picture)
    {
        if (before.Tex is null || picture.Tex is null || !Bare(before.Tex).SequenceEqual(Bare(picture.Tex))
                || picture.Node - before.End > MathMarkup.MaxNodesBetween)
            return false;
        for (int i = before.End; i < picture.Node; i++)
            if (tree.Nodes[i].Kind != HtmlNodeKind.Element && !MathMarkup.IsBlank(tree, i)) return false;
        return true;
    }

    /// <summary>Gets TeX without the style command that programs put around it.</summary>
    private static ReadOnlySpan<char> Bare(string tex)
    {
        const string Style = @"{\displaystyle ";
        return tex.StartsWith(Style, StringComparison.Ordinal) && tex.EndsWith('}') ? tex.AsSpan(Style.Length..^1).Trim() : tex;
    }
}
