namespace DataCuration.Extraction;

/// <summary>Maps schema.org and Open Graph types to <see cref="PageKinds"/>.</summary>
internal static class PageKindNames
{
    private static readonly (string Name, PageKinds Kind)[] Names =
    [
        ("Article", PageKinds.Article), ("NewsArticle", PageKinds.Article), ("BlogPosting", PageKinds.Article), ("ReportageNewsArticle", PageKinds.Article),
        ("OpinionNewsArticle", PageKinds.Article),
        ("AnalysisNewsArticle", PageKinds.Article), ("Report", PageKinds.Article), ("ScholarlyArticle", PageKinds.Article),
        ("LiveBlogPosting", PageKinds.Article), ("TechArticle", PageKinds.Documentation),
        ("APIReference", PageKinds.Documentation), ("HowTo", PageKinds.Documentation), ("SoftwareSourceCode", PageKinds.Documentation),
        ("LearningResource", PageKinds.Documentation), ("Product", PageKinds.Product),
        ("ProductGroup", PageKinds.Product), ("Offer", PageKinds.Product), ("AggregateOffer", PageKinds.Product), ("Vehicle", PageKinds.Product),
        ("SoftwareApplication", PageKinds.Product), ("Book", PageKinds.Product),
        ("DiscussionForumPosting", PageKinds.Forum), ("SocialMediaPosting", PageKinds.Forum), ("Conversation", PageKinds.Forum),
        ("QAPage", PageKinds.Question), ("Question", PageKinds.Question),
        ("Answer", PageKinds.Question), ("FAQPage", PageKinds.Question), ("ItemList", PageKinds.List), ("CollectionPage", PageKinds.List),
        ("OfferCatalog", PageKinds.List), ("SearchResultsPage", PageKinds.List),
        ("Blog", PageKinds.List), ("DataCatalog", PageKinds.List), ("Organization", PageKinds.Organization), ("Corporation", PageKinds.Organization),
        ("LocalBusiness", PageKinds.Organization),
        ("ProfessionalService", PageKinds.Service), ("Service", PageKinds.Service), ("WebPage", PageKinds.WebPage), ("WebSite", PageKinds.WebPage),
        ("AboutPage", PageKinds.WebPage), ("ItemPage", PageKinds.WebPage),
        ("Review", PageKinds.Review), ("AggregateRating", PageKinds.Review), ("Rating", PageKinds.Review), ("BreadcrumbList", PageKinds.Breadcrumb),
        ("Recipe", PageKinds.Recipe), ("Comment", PageKinds.Comment),
        ("UserComments", PageKinds.Comment),
    ];

    private static readonly Dictionary<string, PageKinds>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Names.ToDictionary(static entry => entry.Name, static entry => entry.Kind, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Gets the kind for a schema.org type.</summary>
    public static PageKinds Find(ReadOnlySpan<byte> type)
    {
        const int Longest = 32;
        if (type.Length > Longest) return PageKinds.None;
        Span<char> name = stackalloc char[Longest];
        int length = System.Text.Encoding.Latin1.GetChars(type, name);
        return Lookup.TryGetValue(name[..length], out PageKinds kind) ? kind : PageKinds.None;
    }

    /// <summary>Gets the kind for an Open Graph type (<c>og:type</c>).</summary>
    public static PageKinds FindOpenGraph(ReadOnlySpan<byte> type) =>
        type.StartsWith("article"u8) || type.StartsWith("blog"u8) ? PageKinds.OpenGraphArticle
        : type.StartsWith("product"u8) || type.StartsWith("og:product"u8) ? PageKinds.OpenGraphProduct
        : type.StartsWith("website"u8) ? PageKinds.OpenGraphSite
        : PageKinds.None;
}
