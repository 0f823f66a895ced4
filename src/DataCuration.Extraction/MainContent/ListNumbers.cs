namespace DataCuration.Extraction;

/// <summary>Reads the numbers of list items from the page.</summary>
internal static class ListNumbers
{
    /// <summary>Gets the number for the container of an element: that of an item, or the one before the first item of a list.</summary>
    /// <param name="tree">The page.</param>
    /// <param name="node">The element.</param>
    /// <param name="parent">The container around it. The number of an item is written into its list.</param>
    public static int Of(HtmlTree tree, int node, ref PageContainer parent)
    {
        HtmlTag tag = tree.Nodes[node].Tag;
        if (tag == HtmlTag.OrderedList) return TryRead(tree.Attribute(node, HtmlAttributeName.Start), out int start) ? start - 1 : 0;
        if (tag != HtmlTag.ListItem || parent.Tag != HtmlTag.OrderedList) return 0;
        return parent.Number = TryRead(tree.Attribute(node, HtmlAttributeName.Value), out int given) ? given : parent.Number + 1;
    }

    private static bool TryRead(ReadOnlySpan<byte> text, out int number) =>
        System.Buffers.Text.Utf8Parser.TryParse(text, out number, out _) && number is > 0 and < 1_000_000;
}
