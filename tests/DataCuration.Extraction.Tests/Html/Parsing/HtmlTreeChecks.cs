namespace DataCuration.Extraction;

/// <summary>Invariants of every tree, for any page.</summary>
internal static class HtmlTreeChecks
{
    /// <summary>
    /// The maximum number of steps per byte. The most expensive markup is <c>x&lt;b/&gt;</c>, with 1.6 steps per byte: a text, a tag, its less-than sign, two
    /// iterations and the slash in the attributes, opening and closing for five bytes.
    /// </summary>
    public const int StepsPerByte = 2;

    /// <summary>Gets the first violated invariant, or null.</summary>
    public static string? FirstFault(HtmlTree tree)
    {
        Rows<HtmlNode> nodes = tree.Nodes;
        int length = tree.Html.Length;
        if (tree.Steps > (StepsPerByte * (long)length) + StepsPerByte) return $"{tree.Steps} steps for {length} bytes";
        if (nodes[0].Parent != -1 || nodes[0].SubtreeEnd != nodes.Length) return "the root does not hold all";
        int attributes = 0;
        int text = 0;
        int start = 0;
        for (int i = 1; i < nodes.Length; i++)
        {
            HtmlNode node = nodes[i];
            if (node.Parent < 0 || node.Parent >= i) return $"node {i}: parent {node.Parent}";
            HtmlNode parent = nodes[node.Parent];
            if (parent.Kind != HtmlNodeKind.Element) return $"node {i}: its parent is a text";
            if (node.SubtreeEnd <= i || node.SubtreeEnd > parent.SubtreeEnd) return $"node {i}: ends at {node.SubtreeEnd}, its parent at {parent.SubtreeEnd}";
            if (node.ContentEnd <= i || node.ContentEnd > node.SubtreeEnd) return $"node {i}: content ends at {node.ContentEnd}, it at {node.SubtreeEnd}";
            if (node.Depth != parent.Depth + 1 || node.Depth > HtmlLimits.Depth + 1) return $"node {i}: depth {node.Depth} in {parent.Depth}";
            if (node.Start < start || node.End < node.Start || node.End > length) return $"node {i}: from {node.Start} to {node.End} after {start}";
            start = node.Start;
            if (node.Kind != HtmlNodeKind.Element)
            {
                if (node.Start < text || node.SubtreeEnd != i + 1 || node.Start == node.End) return $"text {i}: from {node.Start} after {text}";
                text = node.End;
                continue;
            }
            if (node.FirstAttribute != attributes || node.AttributeCount > HtmlLimits.AttributesOfElement)
                return $"node {i}: attributes {node.FirstAttribute} + {node.AttributeCount} after {attributes}";
            attributes += node.AttributeCount;
            for (int a = node.FirstAttribute; a < attributes; a++)
            {
                HtmlAttribute attribute = tree.Attributes[a];
                if (attribute.Start < node.Start || attribute.Start + attribute.Length > node.End)
                    return $"node {i}: an attribute from {attribute.Start}, {attribute.Length} bytes";
            }
        }
        return attributes == tree.AttributeCount ? null : $"{tree.AttributeCount - attributes} attributes belong to no element";
    }
}
