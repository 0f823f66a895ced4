using System.Collections.Frozen;

namespace DataCuration.Extraction;

/// <summary>
/// Maps the names of <c>meta</c> elements (<c>name</c>, <c>property</c>, <c>http-equiv</c>, <c>itemprop</c>) to fields. Sources: Open Graph (ogp.me), Twitter
/// cards, Dublin Core (DCMI terms), Highwire Press citation tags, schema.org microdata, and common entries of the WHATWG wiki of meta extensions.
/// </summary>
internal static class MetaNames
{
    private static readonly FrozenDictionary<string, (MetadataField Field, MetadataSource Source)> Fields =
        new Dictionary<string, (MetadataField, MetadataSource)>
        {
            ["og:title"] = (MetadataField.Title, MetadataSource.OpenGraph),
            ["og:type"] = (MetadataField.OpenGraphType, MetadataSource.OpenGraph),
            ["og:url"] = (MetadataField.Url, MetadataSource.OpenGraph),
            ["og:site_name"] = (MetadataField.SiteName, MetadataSource.OpenGraph),
            ["og:description"] = (MetadataField.Description, MetadataSource.OpenGraph),
            ["og:image"] = (MetadataField.Image, MetadataSource.OpenGraph),
            ["og:image:url"] = (MetadataField.Image, MetadataSource.OpenGraph),
            ["og:image:secure_url"] = (MetadataField.Image, MetadataSource.OpenGraph),
            ["og:locale"] = (MetadataField.Language, MetadataSource.OpenGraph),
            ["og:updated_time"] = (MetadataField.Modified, MetadataSource.Meta),
            ["og:article:published_time"] = (MetadataField.Published, MetadataSource.OpenGraph),
            ["article:published_time"] = (MetadataField.Published, MetadataSource.OpenGraph),
            ["article:modified_time"] = (MetadataField.Modified, MetadataSource.OpenGraph),
            ["article:author"] = (MetadataField.Author, MetadataSource.Meta),
            ["book:author"] = (MetadataField.Author, MetadataSource.Meta),
            ["article:tag"] = (MetadataField.Tag, MetadataSource.OpenGraph),
            ["citation_title"] = (MetadataField.Title, MetadataSource.Citation),
            ["citation_author"] = (MetadataField.Author, MetadataSource.Citation),
            ["citation_publication_date"] = (MetadataField.Published, MetadataSource.Citation),
            ["citation_online_date"] = (MetadataField.Published, MetadataSource.Citation),
            ["citation_date"] = (MetadataField.Published, MetadataSource.Citation),
            ["citation_language"] = (MetadataField.Language, MetadataSource.Citation),
            ["citation_abstract"] = (MetadataField.Description, MetadataSource.Citation),
            ["citation_keywords"] = (MetadataField.Keywords, MetadataSource.Citation),
            ["dc.title"] = (MetadataField.Title, MetadataSource.DublinCore),
            ["dc.creator"] = (MetadataField.Author, MetadataSource.DublinCore),
            ["dc.description"] = (MetadataField.Description, MetadataSource.DublinCore),
            ["dc.language"] = (MetadataField.Language, MetadataSource.DublinCore),
            ["dc.publisher"] = (MetadataField.SiteName, MetadataSource.DublinCore),
            ["dc.date"] = (MetadataField.Published, MetadataSource.DublinCore),
            ["dc.date.issued"] = (MetadataField.Published, MetadataSource.DublinCore),
            ["dc.date.created"] = (MetadataField.Published, MetadataSource.DublinCore),
            ["dc.date.modified"] = (MetadataField.Modified, MetadataSource.DublinCore),
            ["dc.issued"] = (MetadataField.Published, MetadataSource.DublinCore),
            ["dc.created"] = (MetadataField.Published, MetadataSource.DublinCore),
            ["dc.modified"] = (MetadataField.Modified, MetadataSource.DublinCore),
            ["dc.subject"] = (MetadataField.Keywords, MetadataSource.DublinCore),
            ["dc.rights"] = (MetadataField.Licence, MetadataSource.DublinCore),
            ["dc.license"] = (MetadataField.Licence, MetadataSource.DublinCore),
            ["twitter:title"] = (MetadataField.Title, MetadataSource.Twitter),
            ["twitter:description"] = (MetadataField.Description, MetadataSource.Twitter),
            ["twitter:image"] = (MetadataField.Image, MetadataSource.Twitter),
            ["twitter:image:src"] = (MetadataField.Image, MetadataSource.Twitter),
            ["title"] = (MetadataField.Title, MetadataSource.Meta),
            ["author"] = (MetadataField.Author, MetadataSource.Meta),
            ["description"] = (MetadataField.Description, MetadataSource.Meta),
            ["keywords"] = (MetadataField.Keywords, MetadataSource.Meta),
            ["news_keywords"] = (MetadataField.Keywords, MetadataSource.Meta),
            ["application-name"] = (MetadataField.SiteName, MetadataSource.Meta),
            ["language"] = (MetadataField.Language, MetadataSource.Meta),
            ["date"] = (MetadataField.Published, MetadataSource.Meta),
            ["pubdate"] = (MetadataField.Published, MetadataSource.Meta),
            ["publishdate"] = (MetadataField.Published, MetadataSource.Meta),
            ["publish-date"] = (MetadataField.Published, MetadataSource.Meta),
            ["publish_date"] = (MetadataField.Published, MetadataSource.Meta),
            ["publication_date"] = (MetadataField.Published, MetadataSource.Meta),
            ["last-modified"] = (MetadataField.Modified, MetadataSource.Meta),
            ["lastmod"] = (MetadataField.Modified, MetadataSource.Meta),
            ["revised"] = (MetadataField.Modified, MetadataSource.Meta),
            ["license"] = (MetadataField.Licence, MetadataSource.Meta),
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, MetadataField> Properties = new Dictionary<string, MetadataField>
    {
        ["headline"] = MetadataField.Title,
        ["author"] = MetadataField.Author,
        ["datepublished"] = MetadataField.Published,
        ["datemodified"] = MetadataField.Modified,
        ["inlanguage"] = MetadataField.Language,
        ["license"] = MetadataField.Licence,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the field and source for the name of a <c>meta</c> element.</summary>
    public static (MetadataField Field, MetadataSource Source) Find(string name)
    {
        // Dublin Core is written with a dot or a colon, or as DCMI terms.
        if (name.StartsWith("dc:", StringComparison.OrdinalIgnoreCase)) name = string.Concat("dc.", name.AsSpan(3));
        else if (name.StartsWith("dcterms", StringComparison.OrdinalIgnoreCase) && name.Length > 8) name = string.Concat("dc.", name.AsSpan(8));
        return Fields.GetValueOrDefault(name);
    }

    /// <summary>Gets the field for a schema.org property.</summary>
    public static MetadataField FindProperty(string name) => Properties.GetValueOrDefault(name);
}
