using System.Text;

namespace DataCuration.Extraction;

/// <summary>Selects the JSON-LD items that describe the page.</summary>
internal sealed class JsonLdPage
{
    private readonly IReadOnlyList<JsonLdItem> items;
    private readonly JsonLdItem? content;
    private readonly JsonLdItem? page;
    private readonly PageUrls urls;

    /// <summary>Selects the items about the page.</summary>
    /// <param name="items">All items.</param>
    /// <param name="urls">Resolves addresses of the page.</param>
    /// <param name="url">The address of the page, if known.</param>
    /// <param name="titles">Titles from other sources.</param>
    public JsonLdPage(IReadOnlyList<JsonLdItem> items, PageUrls urls, string? url, IReadOnlyList<string> titles)
    {
        this.items = items;
        this.urls = urls;
        content = ChooseContent(url, titles);
        page = items.FirstOrDefault(static item => item.Rank == 1);
    }

    /// <summary>The types of the selected items, the content's first, followed by those of other items.</summary>
    public IEnumerable<string> Types => (content?.Types ?? []).Concat(page?.Types ?? []).Concat(items.SelectMany(static item => item.Types));

    /// <summary>The address of the page.</summary>
    public string? Url => urls.Resolve(content?.Url) ?? urls.Resolve(content?.MainPage) ?? urls.Resolve(page?.Url);

    /// <summary>The text of the article.</summary>
    public string? ArticleBody => content?.ArticleBody ?? page?.ArticleBody;

    /// <summary>Adds the values to the candidates.</summary>
    public void AddTo(MetadataCandidates candidates)
    {
        foreach (JsonLdItem? item in (JsonLdItem?[])[content, page])
        {
            if (item is null) continue;
            Add(MetadataField.Title, item.Headline ?? (item == content ? item.Name : null));
            candidates.AddAuthors(MetadataSource.JsonLd, [.. item.Authors.Select(NameOf).OfType<string>()]);
            Add(MetadataField.Published, item.Published);
            Add(MetadataField.Modified, item.Modified);
            Add(MetadataField.Licence, item.Licence);
            // Most pages have meta elements for these, which are better.
            candidates.Add(MetadataField.Description, MetadataSource.Microdata, Text(item.Description));
            candidates.Add(MetadataField.Language, MetadataSource.Microdata, item.Language);
            candidates.Add(MetadataField.Image, MetadataSource.Microdata, item.Image);
            foreach (string keyword in item.Keywords) candidates.Add(MetadataField.Keywords, MetadataSource.JsonLd, Text(keyword));
        }
        JsonLdItem? site = items.FirstOrDefault(static item => item.Types.Contains("WebSite") && item.Name is not null);
        candidates.Add(MetadataField.SiteName, MetadataSource.Microdata, Text(site?.Name));
        if (content?.Publisher is { } publisher) candidates.Add(MetadataField.SiteName, MetadataSource.Link, NameOf(publisher));

        void Add(MetadataField field, string? value) => candidates.Add(field, MetadataSource.JsonLd, Text(value));
    }

    /// <summary>Decodes character references, which some pages write into JSON.</summary>
    private static string? Text(string? value) =>
        value is null || !value.Contains('&', StringComparison.Ordinal) ? value : HtmlText.Decode(Encoding.UTF8.GetBytes(value));

    /// <summary>
    /// Selects the item that is the page's content. If several have different names, as in lists of articles, only one whose address or title is the page's
    /// qualifies.
    /// </summary>
    private JsonLdItem? ChooseContent(string? url, IReadOnlyList<string> titles)
    {
        List<JsonLdItem> contents = [.. items.Where(static item => item.Rank == 0)];
        if (contents.Count == 0) return null;
        string? first = contents[0].Headline ?? contents[0].Name;
        if (contents.TrueForAll(item => (item.Headline ?? item.Name) is var name && (name is null || name == first))) return contents[0];
        string? address = KeyOf(urls.Resolve(url));
        List<string> titleKeys = [.. titles.Select(static title => PageTitles.KeyOf(title))];
        return contents.Find(item => address is not null
            && (KeyOf(urls.Resolve(item.Url)) == address || KeyOf(urls.Resolve(item.MainPage)) == address || KeyOf(urls.Resolve(item.Id)) == address))
            ?? contents.Find(item => PageTitles.KeyOf(Text(item.Headline ?? item.Name)) is { Length: > 0 } key
                && titleKeys.Exists(title => title.StartsWith(key, StringComparison.Ordinal)));

        static string? KeyOf(string? address) => address?.Split('#')[0].TrimEnd('/').Replace("http://", "https://", StringComparison.Ordinal);
    }

    private string? NameOf(JsonLdReference reference)
    {
        string? name = reference.Name;
        // The referenced item may be described elsewhere.
        if (name is null && reference.Id is not null) name = items.FirstOrDefault(item => item.Id == reference.Id)?.Name;
        return Text(name);
    }
}
