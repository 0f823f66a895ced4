namespace DataCuration.Extraction.Pdf;

/// <summary>A page's text in pieces.</summary>
internal sealed class PageLayout
{
    /// <summary>The width across the reading direction's lines, in points.</summary>
    public required double Width { get; init; }

    /// <summary>The height, in points.</summary>
    public required double Height { get; init; }

    /// <summary>The fragments in the main reading direction, in the order of drawing.</summary>
    public required List<TextFragment> Fragments { get; init; }

    /// <summary>Text that is turned against the main direction but stands among it (labels of axes, sideways tables), a line each.</summary>
    public IReadOnlyList<string> Turned { get; init; } = [];

    /// <summary>Letters (without spaces) of <see cref="Fragments"/> and <see cref="Turned"/>.</summary>
    public long Letters { get; init; }

    /// <summary>Letters (without spaces) that were left out: drawn twice, invisible over visible text, outside the page, turned into the margin or askew.</summary>
    public long Hidden { get; init; }

    /// <summary>Glyphs without a Unicode value.</summary>
    public long Unmapped { get; init; }
}
