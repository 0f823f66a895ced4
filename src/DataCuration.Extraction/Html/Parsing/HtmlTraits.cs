namespace DataCuration.Extraction;

/// <summary>The treatment of an element by the tree builder (HTML Living Standard, section 13.2.6).</summary>
[Flags]
internal enum HtmlTraits : ushort
{
    None = 0,

    /// <summary>Has no content and no end tag.</summary>
    Void = 1,

    /// <summary>"Special" in the standard: end tags of ordinary elements do not close it.</summary>
    Special = 2,

    /// <summary>Limits a scope: elements outside are not closed from inside.</summary>
    Boundary = 4,

    /// <summary>Its start tag closes an open paragraph.</summary>
    ClosesParagraph = 8,

    /// <summary>A formatting element, which may overlap with blocks.</summary>
    Formatting = 16,

    /// <summary>Its content is text up to its end tag, without character references.</summary>
    RawText = 32,

    /// <summary>Its content is text up to its end tag, with character references.</summary>
    EscapableRawText = 64,

    /// <summary>Allowed in the head.</summary>
    Head = 128,

    /// <summary>Leaves SVG or MathML when it starts there.</summary>
    Breakout = 256,

    /// <summary>Limits the scope of a list item's start tag.</summary>
    ListBoundary = 512,

    /// <summary>Contains HTML again, inside SVG or MathML.</summary>
    IntegrationPoint = 1024,
}
