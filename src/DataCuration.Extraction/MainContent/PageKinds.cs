namespace DataCuration.Extraction;

/// <summary>What structured data calls a page or parts of it, by families of schema.org types.</summary>
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
