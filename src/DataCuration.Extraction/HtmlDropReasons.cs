namespace DataCuration.Extraction;

/// <summary>The reasons for which <see cref="HtmlExtractor"/> drops a page.</summary>
public static class HtmlDropReasons
{
    /// <summary>The media type is not HTML or plain text, and the content does not look like HTML.</summary>
    public const string NotHtml = "not_html";

    /// <summary>The page is larger than <see cref="HtmlExtractor.MaxPageBytes"/>.</summary>
    public const string PageTooLarge = "page_too_large";

    /// <summary>The page has more elements and texts than the parser's limit.</summary>
    public const string TooManyNodes = "too_many_nodes";

    /// <summary>The page has no text.</summary>
    public const string NoText = "no_text";

    /// <summary>The page has text, but no main content, or fewer words than <see cref="HtmlExtractor.MinWords"/>.</summary>
    public const string NoMainContent = "no_main_content";
}
