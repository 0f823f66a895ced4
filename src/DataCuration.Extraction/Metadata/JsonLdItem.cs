namespace DataCuration.Extraction;

/// <summary>An item of JSON-LD with the properties that are read.</summary>
internal sealed class JsonLdItem
{
    private static readonly HashSet<string> ContentTypes = new(StringComparer.Ordinal)
    {
        "BlogPosting", "SocialMediaPosting", "LiveBlogPosting", "DiscussionForumPosting", "Report", "Review", "HowTo", "Recipe", "Product", "QAPage",
        "Question", "Course", "Event", "Book", "VideoObject",
        "PodcastEpisode", "Dataset", "SoftwareApplication", "JobPosting", "CreativeWork", "Thesis", "Chapter", "Movie", "Guide",
        "MedicalWebPage", "LearningResource", "TechArticle",
    };

    public List<string> Types { get; } = [];

    public List<JsonLdReference> Authors { get; } = [];

    public List<string> Keywords { get; } = [];

    public string? Id { get; set; }

    public string? Url { get; set; }

    public string? MainPage { get; set; }

    public string? Name { get; set; }

    public string? Headline { get; set; }

    public string? Description { get; set; }

    public string? Language { get; set; }

    public string? Licence { get; set; }

    public string? Image { get; set; }

    public string? ArticleBody { get; set; }

    public string? Published { get; set; }

    public string? Modified { get; set; }

    public JsonLdReference? Publisher { get; set; }

    /// <summary>The rank of the item: 0 for the content of the page, 1 for the page itself, 2 for anything else.</summary>
    public int Rank
    {
        get
        {
            int rank = 2;
            foreach (string type in Types)
            {
                if (ContentTypes.Contains(type) || type.EndsWith("Article", StringComparison.Ordinal)) return 0;
                if (type.EndsWith("Page", StringComparison.Ordinal)) rank = 1;
            }
            return rank;
        }
    }
}
