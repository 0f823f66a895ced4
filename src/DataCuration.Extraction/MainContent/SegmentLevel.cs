namespace DataCuration.Extraction;

/// <summary>An open element of the page that is segmented.</summary>
internal readonly record struct SegmentLevel(int End, int Container, HtmlTag Role, PlaceFlags Places, ClassWords AllWords, ClassWords InlineWords, bool IsBlock,
    bool HasMarkup)
{
    /// <summary>True if the element is a line of preformatted text.</summary>
    public bool EndsLine { get; init; }
}
