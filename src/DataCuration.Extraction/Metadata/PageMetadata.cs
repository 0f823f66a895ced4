namespace DataCuration.Extraction;

/// <summary>The metadata that a page declares. A value that is missing or unreadable is null or an empty list; nothing is guessed.</summary>
/// <remarks>
/// The best source wins; within a source, the first value. Sources from best to worst:
/// Title: JSON-LD (<c>headline</c>, <c>name</c>), <c>og:title</c>, <c>citation_title</c>, Dublin Core, <c>twitter:title</c>, microdata, an <c>h1</c> contained
/// in the <c>title</c> element, the <c>title</c> element, the first <c>h1</c>.
/// Authors: JSON-LD, <c>citation_author</c>, Dublin Core, <c>author</c>, microdata, links with <c>rel=author</c>, a visible byline.
/// Dates: JSON-LD, <c>article:published_time</c>, citations, Dublin Core, other meta elements, microdata, the first <c>time</c> element.
/// Language: <c>lang</c> of the <c>html</c> element, <c>content-language</c>, <c>og:locale</c>, Dublin Core, JSON-LD.
/// </remarks>
public sealed record PageMetadata
{
    /// <summary>The title, without the name of the site.</summary>
    public string? Title { get; init; }

    /// <summary>The authors, as the page names them.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>The publication date, in the page's time zone.</summary>
    public DateOnly? Published { get; init; }

    /// <summary>The moment of publication, if the page gives a time of day and a time zone.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The date of the last modification, in the page's time zone.</summary>
    public DateOnly? Modified { get; init; }

    /// <summary>The language as a BCP 47 tag (<c>en</c>, <c>pt-BR</c>, <c>zh-Hant</c>).</summary>
    public string? Language { get; init; }

    /// <summary>The canonical address, absolute.</summary>
    public string? CanonicalUrl { get; init; }

    /// <summary>The site's name.</summary>
    public string? SiteName { get; init; }

    /// <summary>The page's description of its content.</summary>
    public string? Description { get; init; }

    /// <summary>The address of the licence (<c>rel=license</c>, or JSON-LD), absolute.</summary>
    public string? LicenceUrl { get; init; }

    /// <summary>The address of the image that represents the page, absolute.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>The <c>og:type</c>.</summary>
    public string? OpenGraphType { get; init; }

    /// <summary>The distinct types of the page's JSON-LD items and microdata (<c>NewsArticle</c>, <c>Product</c>), without the vocabulary's address.</summary>
    public IReadOnlyList<string> SchemaTypes { get; init; } = [];

    /// <summary>The distinct keywords and tags.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>The number of JSON-LD scripts that could not be read to the end. What comes before the error is used.</summary>
    public int BrokenJsonLd { get; init; }

    /// <summary>The article body from JSON-LD; may contain markup.</summary>
    internal string? ArticleBody { get; init; }
}
