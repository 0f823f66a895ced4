namespace DataCuration.Extraction;

/// <summary>The result of extracting a page with <see cref="HtmlExtractor"/>.</summary>
public sealed record ExtractedPage
{
    /// <summary>The main content in UTF-8; empty if the page was dropped.</summary>
    public required ReadOnlyMemory<byte> Utf8Text { get; init; }

    /// <summary>The main content as a string.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Utf8Text.Span);

    /// <summary>The reason why the page was dropped (<see cref="HtmlDropReasons"/>), or null.</summary>
    public required string? DropReason { get; init; }

    /// <summary>The metadata of the page; null if the page was not parsed.</summary>
    public required PageMetadata? Metadata { get; init; }

    /// <summary>The WHATWG name of the detected encoding.</summary>
    public required string EncodingName { get; init; }

    /// <summary>The number of words of main content. Two ideographs or kana count as one.</summary>
    public required int Words { get; init; }

    /// <summary>The predicted type of the page.</summary>
    public required PageType PageType { get; init; }

    /// <summary>The reader comments; empty unless <see cref="HtmlExtractor.KeepComments"/> is set.</summary>
    public string Comments { get; init; } = "";

    /// <summary>The links and images in the main content, ordered by offset. Empty unless <see cref="HtmlExtractor.KeepReferences"/> is set.</summary>
    public IReadOnlyList<PageReference> References { get; init; } = [];

    /// <summary>The number of elementary steps of parsing and prediction. It is linear in the size of the page for any input.</summary>
    internal long Steps { get; init; }

    /// <summary>Creates the result for a dropped page.</summary>
    internal static ExtractedPage Dropped(string reason, PageMetadata? metadata = null, string encoding = "", long steps = 0) =>
        new() { Utf8Text = default, DropReason = reason, Metadata = metadata, EncodingName = encoding, Words = 0, PageType = PageType.Article, Steps = steps };
}
