namespace DataCuration.Extraction;

/// <summary>What a search for formulas knows of a page so far, so that elements in each other are not looked through again and again. The nodes that it is asked about only grow.</summary>
/// <param name="tree">The page.</param>
internal sealed class MathSearch(HtmlTree tree)
{
    private readonly Dictionary<int, string?> texOf = [];
    private int nextMath;
    private int nextScript;
    private int unreadableEnd;

    /// <summary>The page.</summary>
    public HtmlTree Tree => tree;

    /// <summary>The first <c>math</c> element in an element, or -1.</summary>
    public int MathIn(int node) => FirstIn(node, HtmlTag.Math, ref nextMath);

    /// <summary>The first script in an element, or -1.</summary>
    public int ScriptIn(int node) => FirstIn(node, HtmlTag.Script, ref nextScript);

    /// <summary>The TeX of a <c>math</c> element; null if it is empty or cannot be written as TeX.</summary>
    public string? TexOf(int math)
    {
        if (texOf.TryGetValue(math, out string? tex)) return tex;
        // One in another that could not be written is a part of it, whose end tag was lost.
        if (math >= unreadableEnd) tex = MathMarkup.TexOf(tree, math);
        if (tex is null) unreadableEnd = Math.Max(unreadableEnd, tree.Nodes[math].SubtreeEnd);
        texOf[math] = tex;
        return tex;
    }

    private int FirstIn(int node, HtmlTag tag, ref int next)
    {
        ReadOnlySpan<HtmlNode> nodes = tree.Nodes;
        next = Math.Max(next, node + 1);
        while (next < nodes.Length && nodes[next].Tag != tag) next++;
        return next < nodes[node].SubtreeEnd ? next : -1;
    }
}
