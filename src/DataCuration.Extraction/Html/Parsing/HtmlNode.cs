using System.Runtime.InteropServices;

namespace DataCuration.Extraction;

/// <summary>An element or a text, in document order in <see cref="HtmlTree.Nodes"/>: a subtree is the run of nodes up to <see cref="SubtreeEnd"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct HtmlNode
{
    /// <summary>A text: where it begins in the page. An element: where its start tag begins.</summary>
    public int Start;

    /// <summary>Where the text or the start tag ends.</summary>
    public int End;

    /// <summary>The parent's index; -1 for the root.</summary>
    public int Parent;

    /// <summary>The index after the last descendant.</summary>
    public int SubtreeEnd;

    /// <summary>The index after the last node that the element applies to. Less than <see cref="SubtreeEnd"/> if its end tag came while blocks in it were open (<c>&lt;a&gt;&lt;div&gt;x&lt;/a&gt;y&lt;/div&gt;</c>).</summary>
    public int ContentEnd;

    /// <summary>The first of its attributes in <see cref="HtmlTree.Attributes"/>.</summary>
    public int FirstAttribute;

    /// <summary>How many attributes it has.</summary>
    public byte AttributeCount;

    /// <summary>The element; <see cref="HtmlTag.Unknown"/> for a text.</summary>
    public HtmlTag Tag;

    /// <summary>What the node is.</summary>
    public HtmlNodeKind Kind;

    /// <summary>The depth; the root's children have 1.</summary>
    public ushort Depth;
}
