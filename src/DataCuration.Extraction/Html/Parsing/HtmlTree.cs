namespace DataCuration.Extraction;

/// <summary>A parsed page: nodes in document order, attributes, and the UTF-8 bytes that both point into. Reused from page to page.</summary>
/// <param name="capacity">How many nodes and attributes there is room for at first; at least 1.</param>
internal sealed class HtmlTree(int capacity = HtmlTree.PageCapacity)
{
    /// <summary>Enough for most pages.</summary>
    public const int PageCapacity = 4096;

    private HtmlNode[] nodes = new HtmlNode[capacity];
    private HtmlAttribute[] attributes = new HtmlAttribute[capacity];

    /// <summary>The page.</summary>
    public ReadOnlyMemory<byte> Html { get; private set; }

    /// <summary>The nodes; the first is the root, an element without a name.</summary>
    public ReadOnlySpan<HtmlNode> Nodes => nodes.AsSpan(0, NodeCount);

    /// <summary>The attributes of all elements, each element's together.</summary>
    public ReadOnlySpan<HtmlAttribute> Attributes => attributes.AsSpan(0, AttributeCount);

    /// <summary>How many nodes there are.</summary>
    public int NodeCount { get; private set; }

    /// <summary>How many attributes there are.</summary>
    public int AttributeCount { get; private set; }

    /// <summary>About how much memory is held.</summary>
    public long HeldBytes => (nodes.Length * 40L) + (attributes.Length * 12L);

    /// <summary>Whether the page has more nodes than were allowed; the rest of it was not read.</summary>
    public bool IsCutOff { get; internal set; }

    /// <summary>How many elementary steps parsing took: tokens, attributes, and moves on the stack of open elements.</summary>
    public long Steps { get; internal set; }

    /// <summary>The value of an attribute as written, or an empty span.</summary>
    public ReadOnlySpan<byte> Attribute(int node, HtmlAttributeName name) => TryGetAttribute(node, name, out ReadOnlySpan<byte> value) ? value : default;

    /// <summary>Whether an element has an attribute, with or without a value.</summary>
    public bool HasAttribute(int node, HtmlAttributeName name) => TryGetAttribute(node, name, out _);

    /// <summary>The value of an attribute as written.</summary>
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

    /// <summary>The value of an attribute with character references decoded; null if there is none.</summary>
    public string? AttributeText(int node, HtmlAttributeName name) => TryGetAttribute(node, name, out ReadOnlySpan<byte> value) ? HtmlText.Decode(value, inAttribute: true) : null;

    /// <summary>How many pages the tree has held: it tells one from the next.</summary>
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
        if (NodeCount == nodes.Length) Array.Resize(ref nodes, nodes.Length * 2);
        nodes[NodeCount] = node;
        return NodeCount++;
    }

    /// <summary>Forgets the last attributes, of a tag that made no element.</summary>
    internal void DropAttributes(int first) => AttributeCount = first;

    internal void Add(HtmlAttribute attribute)
    {
        if (AttributeCount == attributes.Length) Array.Resize(ref attributes, attributes.Length * 2);
        attributes[AttributeCount++] = attribute;
    }
}
