namespace DataCuration.Extraction;

/// <summary>What a page says about itself. A value that the page does not give, or gives in a form that cannot be read, is null or an empty list; nothing is guessed.</summary>
/// <remarks>
/// Of several sources the best one wins; the first of each, from best to worst. Titles: JSON-LD (<c>headline</c>, <c>name</c>), <c>og:title</c>, <c>citation_title</c>, Dublin Core, <c>twitter:title</c>,
/// microdata, an <c>h1</c> that the <c>title</c> element holds, the <c>title</c> element, the first <c>h1</c>. Authors: JSON-LD, <c>citation_author</c>, Dublin Core, <c>author</c>, microdata, links with <c>rel=author</c>,
/// a visible byline. Dates: JSON-LD, <c>article:published_time</c>, citations, Dublin Core, other meta elements, microdata, the first <c>time</c> element. Language: <c>lang</c> of the <c>html</c> element,
/// <c>content-language</c>, <c>og:locale</c>, Dublin Core, JSON-LD.
/// </remarks>
public sealed record PageMetadata
{
    /// <summary>The title, without the site's name before or after it.</summary>
    public string? Title { get; init; }

    /// <summary>The authors, as the page names them.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>The day of publication, in the page's own time zone.</summary>
    public DateOnly? Published { get; init; }

    /// <summary>The moment of publication, if the page gives a time of day and a time zone.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The day of the last change, in the page's own time zone.</summary>
    public DateOnly? Modified { get; init; }

    /// <summary>The language as a BCP 47 tag (<c>en</c>, <c>pt-BR</c>, <c>zh-Hant</c>).</summary>
    public string? Language { get; init; }

    /// <summary>The address that the page wants to be known by, absolute.</summary>
    public string? CanonicalUrl { get; init; }

    /// <summary>The site's name.</summary>
    public string? SiteName { get; init; }

    /// <summary>What the page is about, in its own words.</summary>
    public string? Description { get; init; }

    /// <summary>The address of the licence (<c>rel=license</c>, or JSON-LD), absolute.</summary>
    public string? LicenceUrl { get; init; }

    /// <summary>The address of the picture that stands for the page, absolute.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>The <c>og:type</c>.</summary>
    public string? OpenGraphType { get; init; }

    /// <summary>The types of the page's JSON-LD items and microdata (<c>NewsArticle</c>, <c>Product</c>), without the vocabulary's address, each once.</summary>
    public IReadOnlyList<string> SchemaTypes { get; init; } = [];

    /// <summary>Keywords and tags, each once.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>How many JSON-LD scripts could not be read to their end. What stood before the fault is used.</summary>
    public int BrokenJsonLd { get; init; }

    /// <summary>The text of the article as JSON-LD gives it; may hold markup.</summary>
    internal string? ArticleBody { get; init; }
}
