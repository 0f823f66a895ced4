namespace DataCuration.Extraction;

/// <summary>The result of extracting a page with <see cref="HtmlExtractor"/>.</summary>
public sealed record ExtractedPage
{
    /// <summary>The main content in UTF-8; empty if there is none.</summary>
    public required ReadOnlyMemory<byte> Utf8Text { get; init; }

    /// <summary>The main content.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Utf8Text.Span);

    /// <summary>Why there is no main content (<see cref="HtmlDropReasons"/>); null if there is.</summary>
    public required string? DropReason { get; init; }

    /// <summary>What the page says about itself; null where the page was not read.</summary>
    public required PageMetadata? Metadata { get; init; }

    /// <summary>The encoding that the page was read in, by its WHATWG name.</summary>
    public required string EncodingName { get; init; }

    /// <summary>The words of the main content; two ideographs or kana count as one.</summary>
    public required int Words { get; init; }

    /// <summary>What kind of page it is.</summary>
    public required PageType PageType { get; init; }

    /// <summary>What readers wrote below the main content; empty unless <see cref="HtmlExtractor.KeepComments"/> is set.</summary>
    public string Comments { get; init; } = "";

    /// <summary>The links and images in the main content, in the order in which they begin; empty unless <see cref="HtmlExtractor.KeepReferences"/> is set.</summary>
    public IReadOnlyList<PageReference> References { get; init; } = [];

    /// <summary>How many elementary steps parsing and judging took. Grows linearly with the page's size, whatever is in it.</summary>
    internal long Steps { get; init; }

    /// <summary>Creates the result for a dropped page.</summary>
    internal static ExtractedPage Dropped(string reason, PageMetadata? metadata = null, string encoding = "", long steps = 0) =>
        new() { Utf8Text = default, DropReason = reason, Metadata = metadata, EncodingName = encoding, Words = 0, PageType = PageType.Article, Steps = steps };
}
