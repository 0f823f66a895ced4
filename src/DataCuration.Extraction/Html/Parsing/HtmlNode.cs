using System.Runtime.InteropServices;

namespace DataCuration.Extraction;

/// <summary>
/// An element or a text in <see cref="HtmlTree.Nodes"/>, which is in document order. The subtree of a node is the range up to <see cref="SubtreeEnd"/>.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct HtmlNode
{
    /// <summary>The start of the text, or of the element's start tag, in the page.</summary>
    public int Start;

    /// <summary>The end of the text or of the start tag.</summary>
    public int End;

    /// <summary>The parent's index; -1 for the root.</summary>
    public int Parent;

    /// <summary>The index after the last descendant.</summary>
    public int SubtreeEnd;

    /// <summary>
    /// The index after the last node that the element applies to. It is less than <see cref="SubtreeEnd"/> if the end tag came while inner blocks were open
    /// (<c>&lt;a&gt;&lt;div&gt;x&lt;/a&gt;y&lt;/div&gt;</c>).
    /// </summary>
    public int ContentEnd;

    /// <summary>The index of its first attribute in <see cref="HtmlTree.Attributes"/>.</summary>
    public int FirstAttribute;

    /// <summary>The number of its attributes.</summary>
    public byte AttributeCount;

    /// <summary>The element; <see cref="HtmlTag.Unknown"/> for text.</summary>
    public HtmlTag Tag;

    /// <summary>The kind of node.</summary>
    public HtmlNodeKind Kind;

    /// <summary>The depth. Children of the root have depth 1.</summary>
    public ushort Depth;
}
