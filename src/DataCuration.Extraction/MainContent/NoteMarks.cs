namespace DataCuration.Extraction;

/// <summary>Recognises marks that point to notes: [12], ¹ as a link, [citation needed].</summary>
internal static class NoteMarks
{
    private const int LongestBare = 4;

    /// <summary>Returns true if a superscript is a mark of a note.</summary>
    /// <param name="tree">The page.</param>
    /// <param name="node">The element.</param>
    /// <param name="text">Its text.</param>
    public static bool IsOne(HtmlTree tree, int node, string text)
    {
        if (text.Length > 2 && text[0] is '[' or '［' && text[^1] is ']' or '］') return true;
        if (text.Length > LongestBare) return false;
        if (IsNamed(tree, node)) return true;
        for (int inner = node + 1; inner < tree.Nodes[node].SubtreeEnd; inner++)
        {
            if (tree.Nodes[inner].Tag == HtmlTag.Anchor && tree.Attribute(inner, HtmlAttributeName.Href).IndexOf((byte)'#') >= 0) return true;
            if (tree.Nodes[inner].Kind == HtmlNodeKind.Element && IsNamed(tree, inner)) return true;
        }
        // A link around the superscript.
        int parent = tree.Nodes[node].Parent;
        return parent > 0 && tree.Nodes[parent].Tag == HtmlTag.Anchor && tree.Attribute(parent, HtmlAttributeName.Href).StartsWith("#"u8);
    }

    private static bool IsNamed(HtmlTree tree, int node)
    {
        if (tree.Nodes[node].AttributeCount == 0) return false;
        if (tree.Attribute(node, HtmlAttributeName.Role).SequenceEqual("doc-noteref"u8)) return true;
        ReadOnlySpan<byte> name = tree.Attribute(node, HtmlAttributeName.Class);
        return name.IndexOf("footnote"u8) >= 0 || name.IndexOf("noteref"u8) >= 0 || name.IndexOf("endnote"u8) >= 0 || name.IndexOf("reference"u8) >= 0
            || name.IndexOf("cite"u8) >= 0;
    }
}
