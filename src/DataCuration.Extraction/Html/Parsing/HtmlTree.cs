namespace DataCuration.Extraction;

/// <summary>A parsed page: nodes in document order, their attributes, and the UTF-8 bytes that both refer to. Reused between pages.</summary>
/// <param name="capacity">The initial capacity for nodes and attributes; at least 1.</param>
internal sealed class HtmlTree(int capacity = HtmlTree.PageCapacity)
{
    /// <summary>A capacity that is enough for most pages.</summary>
    public const int PageCapacity = 4096;

    private HtmlNode[] nodes = new HtmlNode[capacity];
    private HtmlAttribute[] attributes = new HtmlAttribute[capacity];

    /// <summary>The bytes of the page.</summary>
    public ReadOnlyMemory<byte> Html { get; private set; }

    /// <summary>The nodes. The first is the root, an element without a name.</summary>
    public Rows<HtmlNode> Nodes => new(nodes, NodeCount);

    /// <summary>The attributes of all elements, grouped by element.</summary>
    public Rows<HtmlAttribute> Attributes => new(attributes, AttributeCount);

    /// <summary>The number of nodes.</summary>
    public int NodeCount { get; private set; }

    /// <summary>The number of attributes.</summary>
    public int AttributeCount { get; private set; }

    /// <summary>The approximate memory in use.</summary>
    public long HeldBytes => (nodes.Length * 40L) + (attributes.Length * 12L);

    /// <summary>True if the page has more nodes than allowed. The rest was not read.</summary>
    public bool IsCutOff { get; internal set; }

    /// <summary>The number of elementary parsing steps: tokens, attributes, and moves on the stack of open elements.</summary>
    public long Steps { get; internal set; }

    /// <summary>Gets the value of an attribute as written, or an empty span.</summary>
    public ReadOnlySpan<byte> Attribute(int node, HtmlAttributeName name) => TryGetAttribute(node, name, out ReadOnlySpan<byte> value) ? value : default;

    /// <summary>Returns true if an element has an attribute, with or without a value.</summary>
    public bool HasAttribute(int node, HtmlAttributeName name) => TryGetAttribute(node, name, out _);

    /// <summary>Gets the value of an attribute as written.</summary>
    public bool TryGetAttribute(int node, HtmlAttributeName name, out ReadOnlySpan<byte> value)
    {
        ref readonly HtmlNode element = ref nodes[node];
        for (int i = element.FirstAttribute; i < element.FirstAttribute + element.AttributeCount; i++)
        {
            if (attributes[i].Name != name) continue;
            value = Html.Span.Slice(attributes[i].Start, attributes[i].Length);
            return true;
        }
        value = default;
        return false;
    }

    /// <summary>Gets the value of an attribute with character references decoded, or null.</summary>
    public string? AttributeText(int node, HtmlAttributeName name) =>
        TryGetAttribute(node, name, out ReadOnlySpan<byte> value) ? HtmlText.Decode(value, inAttribute: true) : null;

    /// <summary>The number of pages that the tree has held; it distinguishes one page from the next.</summary>
    public long Version { get; private set; }

    internal void Clear(ReadOnlyMemory<byte> html)
    {
        Version++;
        Html = html;
        NodeCount = AttributeCount = 0;
        IsCutOff = false;
        Steps = 0;
    }

    internal ref HtmlNode NodeAt(int index) => ref nodes[index];

    internal int Add(in HtmlNode node)
    {
        if (NodeCount == nodes.Length) Arrays.Double(ref nodes);
        nodes[NodeCount] = node;
        return NodeCount++;
    }

    /// <summary>Removes the attributes of a tag that created no element.</summary>
    internal void DropAttributes(int first) => AttributeCount = first;

    internal void Add(HtmlAttribute attribute)
    {
        if (AttributeCount == attributes.Length) Arrays.Double(ref attributes);
        attributes[AttributeCount++] = attribute;
    }
}
