namespace DataCuration.Extraction;

/// <summary>What the converter asks about the nodes of a formula.</summary>
internal sealed class MathMlNodes(HtmlTree tree)
{
    /// <summary>The environment of a table between the fences of a row; null if it has no fences. <paramref name="consumed"/> is how many children of the row it takes.</summary>
    public string? MatrixOf(List<int> row, int first, out int consumed)
    {
        consumed = 3;
        string open = tree.Nodes[row[first]].Tag == HtmlTag.Mo ? TokenOf(row[first]) : "";
        string close = first + 2 < row.Count && tree.Nodes[row[first + 2]].Tag == HtmlTag.Mo ? TokenOf(row[first + 2]) : "";
        if (open == "{" && close.Length == 0)
        {
            // A closing fence may be there without a character.
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

    /// <summary>The table that a node is, or holds and nothing else; -1 if there is none.</summary>
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

    /// <summary>Whether a node is something with a brace above or below, which takes a label.</summary>
    public bool IsBraced(int node)
    {
        if (tree.Nodes[node].Tag == HtmlTag.Mrow && Children(node) is [var only]) node = only;
        return tree.Nodes[node].Tag is HtmlTag.Munder or HtmlTag.Mover && Children(node) is [_, var brace] && TokenOf(brace) is "⏞" or "⏟";
    }

    /// <summary>Whether an element shows nothing.</summary>
    public bool IsEmptyRow(int node) => tree.Nodes[node].Tag is HtmlTag.Mrow or HtmlTag.Mi && tree.Nodes[node].SubtreeEnd == node + 1;

    /// <summary>The children that say something: elements, and texts that stand where MathML has none.</summary>
    public List<int> Children(int node)
    {
        var children = new List<int>();
        for (int child = node + 1; child < tree.Nodes[node].SubtreeEnd; child = tree.Nodes[child].SubtreeEnd)
            if (tree.Nodes[child].Kind == HtmlNodeKind.Element || !MathMarkup.IsBlank(tree, child)) children.Add(child);
        return children;
    }

    /// <summary>The text of a token element with single spaces; of a row with one token, that token's.</summary>
    public string TokenOf(int node)
    {
        while (tree.Nodes[node].Tag is HtmlTag.Mrow or HtmlTag.Mstyle or HtmlTag.Mpadded && Children(node) is [var only]) node = only;
        if (tree.Nodes[node].SubtreeEnd - node > ShortTexts.MostNodes) return "";
        string text = MathMarkup.TextOf(tree, node);
        return tree.Nodes[node].Tag == HtmlTag.Mtext ? text.ReplaceLineEndings(" ") : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    /// <summary>A text with references decoded.</summary>
    public string Decoded(int node)
    {
        HtmlNode text = tree.Nodes[node];
        return HtmlText.Decode(tree.Html.Span[text.Start..text.End]);
    }
}
