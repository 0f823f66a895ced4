namespace DataCuration.Extraction;

/// <summary>
/// Maps the names of <c>meta</c> elements (<c>name</c>, <c>property</c>, <c>http-equiv</c>, <c>itemprop</c>) to fields. Sources: Open Graph (ogp.me), Twitter
/// cards, Dublin Core (DCMI terms), Highwire Press citation tags, schema.org microdata, and common entries of the WHATWG wiki of meta extensions.
/// </summary>
internal static class MetaNames
{
    private static readonly Dictionary<string, Meaning> Fields =
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["og:title"] = new(MetadataField.Title, MetadataSource.OpenGraph),
            ["og:type"] = new(MetadataField.OpenGraphType, MetadataSource.OpenGraph),
            ["og:url"] = new(MetadataField.Url, MetadataSource.OpenGraph),
            ["og:site_name"] = new(MetadataField.SiteName, MetadataSource.OpenGraph),
            ["og:description"] = new(MetadataField.Description, MetadataSource.OpenGraph),
            ["og:image"] = new(MetadataField.Image, MetadataSource.OpenGraph),
            ["og:image:url"] = new(MetadataField.Image, MetadataSource.OpenGraph),
            ["og:image:secure_url"] = new(MetadataField.Image, MetadataSource.OpenGraph),
            ["og:locale"] = new(MetadataField.Language, MetadataSource.OpenGraph),
            ["og:updated_time"] = new(MetadataField.Modified, MetadataSource.Meta),
            ["og:article:published_time"] = new(MetadataField.Published, MetadataSource.OpenGraph),
            ["article:published_time"] = new(MetadataField.Published, MetadataSource.OpenGraph),
            ["article:modified_time"] = new(MetadataField.Modified, MetadataSource.OpenGraph),
            ["article:author"] = new(MetadataField.Author, MetadataSource.Meta),
            ["book:author"] = new(MetadataField.Author, MetadataSource.Meta),
            ["article:tag"] = new(MetadataField.Tag, MetadataSource.OpenGraph),
            ["citation_title"] = new(MetadataField.Title, MetadataSource.Citation),
            ["citation_author"] = new(MetadataField.Author, MetadataSource.Citation),
            ["citation_publication_date"] = new(MetadataField.Published, MetadataSource.Citation),
            ["citation_online_date"] = new(MetadataField.Published, MetadataSource.Citation),
            ["citation_date"] = new(MetadataField.Published, MetadataSource.Citation),
            ["citation_language"] = new(MetadataField.Language, MetadataSource.Citation),
            ["citation_abstract"] = new(MetadataField.Description, MetadataSource.Citation),
            ["citation_keywords"] = new(MetadataField.Keywords, MetadataSource.Citation),
            ["dc.title"] = new(MetadataField.Title, MetadataSource.DublinCore),
            ["dc.creator"] = new(MetadataField.Author, MetadataSource.DublinCore),
            ["dc.description"] = new(MetadataField.Description, MetadataSource.DublinCore),
            ["dc.language"] = new(MetadataField.Language, MetadataSource.DublinCore),
            ["dc.publisher"] = new(MetadataField.SiteName, MetadataSource.DublinCore),
            ["dc.date"] = new(MetadataField.Published, MetadataSource.DublinCore),
            ["dc.date.issued"] = new(MetadataField.Published, MetadataSource.DublinCore),
            ["dc.date.created"] = new(MetadataField.Published, MetadataSource.DublinCore),
            ["dc.date.modified"] = new(MetadataField.Modified, MetadataSource.DublinCore),
            ["dc.issued"] = new(MetadataField.Published, MetadataSource.DublinCore),
            ["dc.created"] = new(MetadataField.Published, MetadataSource.DublinCore),
            ["dc.modified"] = new(MetadataField.Modified, MetadataSource.DublinCore),
            ["dc.subject"] = new(MetadataField.Keywords, MetadataSource.DublinCore),
            ["dc.rights"] = new(MetadataField.Licence, MetadataSource.DublinCore),
            ["dc.license"] = new(MetadataField.Licence, MetadataSource.DublinCore),
            ["twitter:title"] = new(MetadataField.Title, MetadataSource.Twitter),
            ["twitter:description"] = new(MetadataField.Description, MetadataSource.Twitter),
            ["twitter:image"] = new(MetadataField.Image, MetadataSource.Twitter),
            ["twitter:image:src"] = new(MetadataField.Image, MetadataSource.Twitter),
            ["title"] = new(MetadataField.Title, MetadataSource.Meta),
            ["author"] = new(MetadataField.Author, MetadataSource.Meta),
            ["description"] = new(MetadataField.Description, MetadataSource.Meta),
            ["keywords"] = new(MetadataField.Keywords, MetadataSource.Meta),
            ["news_keywords"] = new(MetadataField.Keywords, MetadataSource.Meta),
            ["application-name"] = new(MetadataField.SiteName, MetadataSource.Meta),
            ["language"] = new(MetadataField.Language, MetadataSource.Meta),
            ["date"] = new(MetadataField.Published, MetadataSource.Meta),
            ["pubdate"] = new(MetadataField.Published, MetadataSource.Meta),
            ["publishdate"] = new(MetadataField.Published, MetadataSource.Meta),
            ["publish-date"] = new(MetadataField.Published, MetadataSource.Meta),
            ["publish_date"] = new(MetadataField.Published, MetadataSource.Meta),
            ["publication_date"] = new(MetadataField.Published, MetadataSource.Meta),
            ["last-modified"] = new(MetadataField.Modified, MetadataSource.Meta),
            ["lastmod"] = new(MetadataField.Modified, MetadataSource.Meta),
            ["revised"] = new(MetadataField.Modified, MetadataSource.Meta),
            ["license"] = new(MetadataField.Licence, MetadataSource.Meta),
        };

    /// <summary>Gets the field and source for the name of a <c>meta</c> element.</summary>
    public static (MetadataField Field, MetadataSource Source) Find(string name)
    {
        // Dublin Core is written with a dot or a colon, or as DCMI terms.
        if (name.StartsWith("dc:", StringComparison.OrdinalIgnoreCase)) name = string.Concat("dc.", name.AsSpan(3));
        else if (name.StartsWith("dcterms", StringComparison.OrdinalIgnoreCase) && name.Length > 8) name = string.Concat("dc.", name.AsSpan(8));
        return Fields.TryGetValue(name, out Meaning? meaning) ? (meaning.Field, meaning.Source) : default;
    }

    /// <summary>Gets the field for a schema.org property.</summary>
    public static MetadataField FindProperty(string name) =>
        Equals(name, "headline") ? MetadataField.Title
        : Equals(name, "author") ? MetadataField.Author
        : Equals(name, "datePublished") ? MetadataField.Published
        : Equals(name, "dateModified") ? MetadataField.Modified
        : Equals(name, "inLanguage") ? MetadataField.Language
        : Equals(name, "license") ? MetadataField.Licence
        : MetadataField.None;

    private static bool Equals(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    // A class: dictionaries of values that are structs of the package are compiled when a program starts.
    private sealed record Meaning(MetadataField Field, MetadataSource Source);
}
