namespace DataCuration.Extraction;

/// <summary>Bounds of the tree that a page is parsed into.</summary>
internal static class HtmlLimits
{
    /// <summary>The deepest nesting; deeper elements become siblings at this depth (as in Blink, <c>HTMLConstructionSite</c>: 512).</summary>
    public const int Depth = 512;

    /// <summary>The most nodes of a page; the rest of a page with more is not read. 2 million take about 80 MB.</summary>
    public const int Nodes = 2_000_000;

    private const int NodesOfAnyPage = 1 << 16;
    private const int BytesOfNode = 8;

    /// <summary>The most nodes of a page of so many bytes: any page may have 65,536, and one more for each 8 bytes. The densest of 363 real pages have one for each 16; those that are far denser and long are made to cost time.</summary>
    public static int NodesOf(int bytes) => Math.Min(Nodes, NodesOfAnyPage + (bytes / BytesOfNode));

    /// <summary>The most attributes that are kept of one element.</summary>
    public const int AttributesOfElement = 32;
}
