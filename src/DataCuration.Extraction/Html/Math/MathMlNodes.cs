namespace DataCuration.Extraction;

/// <summary>Queries on the nodes of a MathML formula.</summary>
internal sealed class MathMlNodes(HtmlTree tree)
{
    /// <summary>
    /// Gets the matrix environment of a table between fences in a row; null without fences. <paramref name="consumed"/> is the number of children that it
    /// covers.
    /// </summary>
    public string? MatrixOf(List<int> row, int first, out int consumed)
    {
        consumed = 3;
        string open = tree.Nodes[row[first]].Tag == HtmlTag.Mo ? TokenOf(row[first]) : "";
        string close = first + 2 < row.Count && tree.Nodes[row[first + 2]].Tag == HtmlTag.Mo ? TokenOf(row[first + 2]) : "";
        if (open == "{" && close.Length == 0)
        {
            // The closing fence can be empty.
            if (first + 2 >= row.Count || tree.Nodes[row[first + 2]].Tag != HtmlTag.Mo) consumed = 2;
            return "cases";
        }
        return (open, close) switch
        {
            ("(", ")") => "pmatrix",
            ("[", "]") => "bmatrix",
            ("{", "}") => "Bmatrix",
            ("|", "|") or ("∣", "∣") => "vmatrix",
            ("‖", "‖") => "Vmatrix",
            _ => null,
        };
    }

    /// <summary>Gets the table that a node is, or that is its only content; -1 if there is no such table.</summary>
    public int TableIn(int node)
    {
        for (int depth = 0; depth < 4; depth++)
        {
            if (tree.Nodes[node].Tag == HtmlTag.Mtable) return node;
            if (tree.Nodes[node].Tag is not (HtmlTag.Mrow or HtmlTag.Mstyle or HtmlTag.Mpadded) || Children(node) is not [var only]) return -1;
            node = only;
        }
        return -1;
    }

    /// <summary>Returns true if a node has a brace above or below it, which takes a label.</summary>
    public bool IsBraced(int node)
    {
        if (tree.Nodes[node].Tag == HtmlTag.Mrow && Children(node) is [var only]) node = only;
        return tree.Nodes[node].Tag is HtmlTag.Munder or HtmlTag.Mover && Children(node) is [_, var brace] && TokenOf(brace) is "⏞" or "⏟";
    }

    /// <summary>Returns true if an element is visually empty.</summary>
    public bool IsEmptyRow(int node) => tree.Nodes[node].Tag is HtmlTag.Mrow or HtmlTag.Mi && tree.Nodes[node].SubtreeEnd == node + 1;

    /// <summary>Gets the children with content: elements, and text where MathML allows none.</summary>
    public List<int> Children(int node)
    {
        var children = new List<int>();
        for (int child = node + 1; child < tree.Nodes[node].SubtreeEnd; child = tree.Nodes[child].SubtreeEnd)
            if (tree.Nodes[child].Kind == HtmlNodeKind.Element || !MathMarkup.IsBlank(tree, child)) children.Add(child);
        return children;
    }

    /// <summary>Gets the text of a token element, or of the only token in a row, with single spaces.</summary>
    public string TokenOf(int node)
    {
        while (tree.Nodes[node].Tag is HtmlTag.Mrow or HtmlTag.Mstyle or HtmlTag.Mpadded && Children(node) is [var only]) node = only;
        if (tree.Nodes[node].SubtreeEnd - node > ShortTexts.MaxNodes) return "";
        string text = MathMarkup.TextOf(tree, node);
        return tree.Nodes[node].Tag == HtmlTag.Mtext ? text.ReplaceLineEndings(" ")
            : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    /// <summary>Gets a text with character references decoded.</summary>
    public string Decoded(int node)
    {
        HtmlNode text = tree.Nodes[node];
        return HtmlText.Decode(tree.Html.Span[text.Start..text.End]);
    }
}
