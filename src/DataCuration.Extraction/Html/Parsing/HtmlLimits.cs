namespace DataCuration.Extraction;

/// <summary>The limits of the tree for one page.</summary>
internal static class HtmlLimits
{
    /// <summary>The maximum nesting depth. Deeper elements become siblings at this depth, as in Blink (<c>HTMLConstructionSite</c>: 512).</summary>
    public const int Depth = 512;

    /// <summary>The maximum number of nodes of a page; the rest is not read. 2 million nodes take about 80 MB.</summary>
    public const int Nodes = 2_000_000;

    private const int NodesOfAnyPage = 1 << 16;
    private const int BytesOfNode = 8;

    /// <summary>
    /// Gets the maximum number of nodes for a page of the given size: 65,536, plus one for each 8 bytes. The densest of 363 real pages have a node per 16
    /// bytes. Long pages that are far denser are attacks.
    /// </summary>
    public static int NodesOf(int bytes) => Math.Min(Nodes, NodesOfAnyPage + (bytes / BytesOfNode));

    /// <summary>The maximum number of attributes kept per element.</summary>
    public const int AttributesOfElement = 32;
}
