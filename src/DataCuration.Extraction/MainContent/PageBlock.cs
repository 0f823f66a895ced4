namespace DataCuration.Extraction;

/// <summary>A run of text without a block boundary in it: a paragraph, a heading, a list item's line, a table cell.</summary>
internal struct PageBlock
{
    /// <summary>The nearest block element (<see cref="PageBlocks.Containers"/>).</summary>
    public int Container;

    /// <summary>The first node.</summary>
    public int FirstNode;

    /// <summary>The last node.</summary>
    public int LastNode;

    /// <summary>The start of its text in <see cref="PageBlocks.Text"/>.</summary>
    public int TextStart;

    /// <summary>The length of its text in bytes.</summary>
    public int TextLength;

    /// <summary>The number of words: runs of letters and digits. Two ideographs or kana count as one.</summary>
    public int Words;

    /// <summary>The number of words in links.</summary>
    public int LinkWords;

    /// <summary>The number of words with an initial capital (ASCII).</summary>
    public int Capitals;

    /// <summary>The number of sentence-ending marks, in any script.</summary>
    public int Stops;

    /// <summary>The number of commas, colons and semicolons, in any script.</summary>
    public int Commas;

    /// <summary>The number of digits (ASCII).</summary>
    public int Digits;

    /// <summary>The number of bytes of letters.</summary>
    public int Letters;

    /// <summary>The number of signs that are rare in prose, such as |, ©, » and arrows.</summary>
    public int Signs;

    /// <summary>The number of links that start in it.</summary>
    public int Links;

    /// <summary>The number of formulas.</summary>
    public int Formulas;

    /// <summary>The number of images.</summary>
    public int Images;

    /// <summary>A hash of its text that ignores case and white space.</summary>
    public ulong Hash;

    /// <summary>
    /// The nearest element that names its role: paragraph, heading, list item, cell, term, preformatted, caption, button and the like.
    /// Otherwise <see cref="HtmlTag.Div"/>.
    /// </summary>
    public HtmlTag Role;

    /// <summary>The kinds of elements around it.</summary>
    public PlaceFlags Places;

    /// <summary>True if its last character ends a sentence.</summary>
    public bool EndsSentence;

    /// <summary>True if all of its text is bold.</summary>
    public bool IsBold;

    /// <summary>True if it is in a box that is never main content, such as a consent banner.</summary>
    public bool IsUnwanted;
}
