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

    /// <summary>Where its text begins in <see cref="PageBlocks.Text"/>.</summary>
    public int TextStart;

    /// <summary>The length of its text in bytes.</summary>
    public int TextLength;

    /// <summary>That length without inline markup.</summary>
    public int PlainLength;

    /// <summary>Runs of letters and digits; two ideographs or kana count as one.</summary>
    public int Words;

    /// <summary>Those in links.</summary>
    public int LinkWords;

    /// <summary>Words that begin with a capital (ASCII).</summary>
    public int Capitals;

    /// <summary>Marks that end a sentence, in any script.</summary>
    public int Stops;

    /// <summary>Commas, colons and semicolons, in any script.</summary>
    public int Commas;

    /// <summary>Digits (ASCII).</summary>
    public int Digits;

    /// <summary>Bytes of letters.</summary>
    public int Letters;

    /// <summary>Signs such as |, ©, » and arrows, which prose seldom has.</summary>
    public int Signs;

    /// <summary>How many links begin in it.</summary>
    public int Links;

    /// <summary>How many formulas.</summary>
    public int Formulas;

    /// <summary>How many images.</summary>
    public int Images;

    /// <summary>The hash of its text without case and space.</summary>
    public ulong Hash;

    /// <summary>The element that says what it is: the nearest of paragraph, heading, list item, cell, term, preformatted, caption, button and the like; <see cref="HtmlTag.Div"/> if none.</summary>
    public HtmlTag Role;

    /// <summary>Where it stands.</summary>
    public PlaceFlags Places;

    /// <summary>Whether its last character ends a sentence.</summary>
    public bool EndsSentence;

    /// <summary>Whether all its text is bold.</summary>
    public bool IsBold;
}
