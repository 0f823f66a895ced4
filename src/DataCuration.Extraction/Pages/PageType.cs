namespace DataCuration.Extraction;

/// <summary>Types of pages, as in the Web Content Extraction Benchmark.</summary>
public enum PageType
{
    /// <summary>An article, a news story, a blog post.</summary>
    Article,

    /// <summary>Technical documentation.</summary>
    Documentation,

    /// <summary>A forum thread, or a question with its answers.</summary>
    Forum,

    /// <summary>A product.</summary>
    Product,

    /// <summary>A list of items: search results, an index.</summary>
    Listing,

    /// <summary>A presentation of a service or an organisation.</summary>
    Service,

    /// <summary>A shop category or a collection.</summary>
    Collection,
}
