namespace DataCuration.Extraction;

/// <summary>Kinds of pages and of their parts as structured data declares them: groups of schema.org and Open Graph types.</summary>
[Flags]
internal enum PageKinds
{
    None = 0,
    Article = 1,
    Product = 2,
    Forum = 4,
    Question = 8,
    List = 16,
    Organization = 32,
    WebPage = 64,
    Documentation = 128,
    Review = 256,
    Breadcrumb = 512,
    Recipe = 1024,
    OpenGraphArticle = 2048,
    OpenGraphProduct = 4096,
    OpenGraphSite = 8192,
    Comment = 16384,
    Service = 32768,
}
