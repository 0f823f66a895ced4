namespace DataCuration.Extraction;

/// <summary>Kinds of pages (those of the Web Content Extraction Benchmark).</summary>
public enum PageType
{
    /// <summary>An article, a news story, a blog post.</summary>
    Article,

    /// <summary>Technical documentation.</summary>
    Documentation,

    /// <summary>A thread of a forum, a question with its answers.</summary>
    Forum,

    /// <summary>A product.</summary>
    Product,

    /// <summary>A list of entries: search results, an index.</summary>
    Listing,

    /// <summary>A service or an organisation presenting itself.</summary>
    Service,

    /// <summary>A category of a shop, a collection.</summary>
    Collection,
}
