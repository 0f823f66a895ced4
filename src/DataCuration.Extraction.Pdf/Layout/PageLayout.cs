namespace DataCuration.Extraction.Pdf;

/// <summary>The text fragments of a page.</summary>
internal sealed class PageLayout
{
    /// <summary>The width along the reading direction, in points.</summary>
    public required double Width { get; init; }

    /// <summary>The height, in points.</summary>
    public required double Height { get; init; }

    /// <summary>The fragments in the main reading direction, in drawing order.</summary>
    public required List<TextFragment> Fragments { get; init; }

    /// <summary>Rotated text among the main text (axis labels, sideways tables), one line each.</summary>
    public IReadOnlyList<string> Turned { get; init; } = [];

    /// <summary>True if the text is invisible: the text layer of a scan. Its sizes are estimates.</summary>
    public bool IsScan { get; init; }

    /// <summary>The number of letters in <see cref="Fragments"/> and <see cref="Turned"/>, without spaces.</summary>
    public long Letters { get; init; }

    /// <summary>
    /// The number of omitted letters, without spaces: drawn twice, invisible over visible text, outside the page, rotated in the margin, or askew.
    /// </summary>
    public long Hidden { get; init; }

    /// <summary>The number of glyphs without a Unicode value.</summary>
    public long Unmapped { get; init; }
}
