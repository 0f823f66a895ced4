namespace DataCuration.Extraction;

/// <summary>
/// The state of a search for formulas. It remembers results so that nested elements are not searched repeatedly. Nodes must be queried in ascending order.
/// </summary>
/// <param name="tree">The page.</param>
internal sealed class MathSearch(HtmlTree tree)
{
    private readonly Dictionary<int, string?> texOf = [];
    private int nextMath;
    private int nextScript;
    private int unreadableEnd;

    /// <summary>The page.</summary>
    public HtmlTree Tree => tree;

    /// <summary>Gets the first <c>math</c> element inside an element, or -1.</summary>
    public int MathIn(int node) => FirstIn(node, HtmlTag.Math, ref nextMath);

    /// <summary>Gets the first script inside an element, or -1.</summary>
    public int ScriptIn(int node) => FirstIn(node, HtmlTag.Script, ref nextScript);

    /// <summary>Gets the TeX of a <c>math</c> element; null if it is empty or cannot be converted.</summary>
    public string? TexOf(int math)
    {
        if (texOf.TryGetValue(math, out string? tex)) return tex;
        // A math element inside one that could not be converted is part of it; the outer end tag is missing.
        if (math >= unreadableEnd) tex = MathMarkup.TexOf(tree, math);
        if (tex is null) unreadableEnd = Math.Max(unreadableEnd, tree.Nodes[math].SubtreeEnd);
        texOf[math] = tex;
        return tex;
    }

    private int FirstIn(int node, HtmlTag tag, ref int next)
    {
        Rows<HtmlNode> nodes = tree.Nodes;
        next = Math.Max(next, node + 1);
        while (next < nodes.Length && nodes[next].Tag != tag) next++;
        return next < nodes[node].SubtreeEnd ? next : -1;
    }
}
