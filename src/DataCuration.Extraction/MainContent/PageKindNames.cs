namespace DataCuration.Extraction;

/// <summary>Maps schema.org and Open Graph types to <see cref="PageKinds"/>.</summary>
internal static class PageKindNames
{
    /// <summary>Gets the kind for a schema.org type.</summary>
    public static PageKinds Find(ReadOnlySpan<byte> type)
    {
        const int Longest = 32;
        if (type.Length > Longest) return PageKinds.None;
        Span<char> name = stackalloc char[Longest];
        int length = System.Text.Encoding.Latin1.GetChars(type, name);
        return name[..length] switch
        {
            "Article" or "NewsArticle" or "BlogPosting" or "ReportageNewsArticle" or "OpinionNewsArticle" or "AnalysisNewsArticle"
                or "Report" or "ScholarlyArticle" or "LiveBlogPosting" => PageKinds.Article,
            "TechArticle" or "APIReference" or "HowTo" or "SoftwareSourceCode" or "LearningResource" => PageKinds.Documentation,
            "Product" or "ProductGroup" or "Offer" or "AggregateOffer" or "Vehicle" or "SoftwareApplication" or "Book" => PageKinds.Product,
            "DiscussionForumPosting" or "SocialMediaPosting" or "Conversation" => PageKinds.Forum,
            "QAPage" or "Question" or "Answer" or "FAQPage" => PageKinds.Question,
            "ItemList" or "CollectionPage" or "OfferCatalog" or "SearchResultsPage" or "Blog" or "DataCatalog" => PageKinds.List,
            "Organization" or "Corporation" or "LocalBusiness" => PageKinds.Organization,
            "ProfessionalService" or "Service" => PageKinds.Service,
            "WebPage" or "WebSite" or "AboutPage" or "ItemPage" => PageKinds.WebPage,
            "Review" or "AggregateRating" or "Rating" => PageKinds.Review,
            "BreadcrumbList" => PageKinds.Breadcrumb,
            "Recipe" => PageKinds.Recipe,
            "Comment" or "UserComments" => PageKinds.Comment,
            _ => PageKinds.None,
        };
    }

    /// <summary>Gets the kind for an Open Graph type (<c>og:type</c>).</summary>
    public static PageKinds FindOpenGraph(ReadOnlySpan<byte> type) =>
        type.StartsWith("article"u8) || type.StartsWith("blog"u8) ? PageKinds.OpenGraphArticle
        : type.StartsWith("product"u8) || type.StartsWith("og:product"u8) ? PageKinds.OpenGraphProduct
        : type.StartsWith("website"u8) ? PageKinds.OpenGraphSite
        : PageKinds.None;
}
