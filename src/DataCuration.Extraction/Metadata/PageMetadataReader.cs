namespace DataCuration.Extraction;

/// <summary>Reads the metadata of a page in one pass over its nodes. <see cref="PageMetadata"/> documents the order of sources.</summary>
internal sealed class PageMetadataReader
{
    private const int MaxTitleLength = 500;
    private const int MaxBylineLength = 100;
    private const int MaxTypes = 50;

    private static readonly char[] Spaces = [' ', '\t', '\r', '\n', '\f'];

    // Words in a class beside which "date" does not mean publication: last change, events, comments.
    private static readonly string[] NoDate = ["modified", "updated", "update", "comment", "event", "related", "expiry", "picker", "range", "archive"];

    private static readonly string[] Openings =
        ["published on", "published:", "published", "posted on", "posted:", "posted", "publié le", "veröffentlicht am", "publicado el", "date:", "on"];

    // Words in a class beside which "author" does not mean a name.
    private static readonly string[] NoByline =
        ["avatar", "bio", "box", "card", "comment", "description", "related", "image", "img", "photo", "social", "follow", "info", "list", "links"];

    private readonly HtmlTree tree;
    private readonly MetadataCandidates candidates = new();
    private readonly JsonLdReader jsonLd = new();
    private readonly List<string> types = [];
    private string? baseUrl;
    private string? canonical;
    private string? htmlLanguage;
    private string? titleElement;
    private string? firstHeading;
    private string? firstTime;
    private string? firstDate;
    private List<string>? headings;

    private PageMetadataReader(HtmlTree tree) => this.tree = tree;

    /// <summary>Reads a page's metadata.</summary>
    /// <param name="tree">The page.</param>
    /// <param name="url">The address of the page, if known. Relative addresses are resolved against it.</param>
    public static PageMetadata Read(HtmlTree tree, string? url)
    {
        var reader = new PageMetadataReader(tree);
        reader.ReadNodes();
        return reader.Decide(url);
    }

    private void ReadNodes()
    {
        Rows<HtmlNode> nodes = tree.Nodes;
        for (int i = 1; i < nodes.Length; i++)
        {
            ref readonly HtmlNode node = ref nodes[i];
            if (node.Kind != HtmlNodeKind.Element) continue;
            switch (node.Tag)
            {
                case HtmlTag.Svg or HtmlTag.Template or HtmlTag.Math:
                    i = node.SubtreeEnd - 1;
                    continue;
                case HtmlTag.Html: htmlLanguage ??= LanguageOf(i); break;
                case HtmlTag.Body: htmlLanguage ??= LanguageOf(i); break;
                case HtmlTag.Base: baseUrl ??= tree.AttributeText(i, HtmlAttributeName.Href); break;
                case HtmlTag.Title: titleElement ??= ShortTexts.Of(tree, i, MaxTitleLength); break;
                case HtmlTag.Meta: ReadMeta(i); continue;
                case HtmlTag.Link: ReadLink(i); break;
                case HtmlTag.Script: ReadScript(i); break;
                case HtmlTag.H1: ReadHeading(i); break;
                case HtmlTag.Time: firstTime ??= DateOf(i); break;
                case HtmlTag.Anchor: ReadLink(i); break;
            }
            if (node.AttributeCount == 0) continue;
            ReadProperty(i);
            ReadByline(i);
            if (firstDate is null) ReadVisibleDate(i);
        }
    }

    private string? LanguageOf(int node) =>
        PageLanguages.Normalize(tree.AttributeText(node, HtmlAttributeName.Lang) ?? tree.AttributeText(node, HtmlAttributeName.XmlLang) ?? "");

    private void ReadMeta(int node)
    {
        if (!tree.HasAttribute(node, HtmlAttributeName.Content)) return;
        if (tree.TryGetAttribute(node, HtmlAttributeName.HttpEquiv, out ReadOnlySpan<byte> equivalent))
        {
            // The best source after the html element.
            if (System.Text.Ascii.EqualsIgnoreCase(equivalent, "content-language"u8))
                candidates.Add(MetadataField.Language, MetadataSource.JsonLd, tree.AttributeText(node, HtmlAttributeName.Content));
            return;
        }
        string? content = null;
        foreach (HtmlAttributeName name in (ReadOnlySpan<HtmlAttributeName>)[HtmlAttributeName.Property, HtmlAttributeName.Name])
        {
            if (tree.AttributeText(node, name) is not { } names) continue;
            // A property may list several names.
            foreach (string key in names.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                (MetadataField field, MetadataSource source) = MetaNames.Find(key);
                if (field != MetadataField.None) candidates.Add(field, source, content ??= tree.AttributeText(node, HtmlAttributeName.Content));
            }
        }
        ReadProperty(node);
    }

    private void ReadLink(int node)
    {
        // Most rel values only mean nofollow or noopener.
        if (!tree.TryGetAttribute(node, HtmlAttributeName.Rel, out ReadOnlySpan<byte> written) || !tree.HasAttribute(node, HtmlAttributeName.Href)) return;
        if (!Holds(written, "icense"u8) && !Holds(written, "uthor"u8) && !Holds(written, "anonical"u8) && !Holds(written, "mage_src"u8)) return;
        string relations = HtmlText.Decode(written, inAttribute: true);
        bool isAnchor = tree.Nodes[node].Tag == HtmlTag.Anchor;
        foreach (string relation in relations.Split(Spaces))
        {
            if (relation.Equals("license", StringComparison.OrdinalIgnoreCase))
                candidates.Add(MetadataField.Licence, MetadataSource.OpenGraph, tree.AttributeText(node, HtmlAttributeName.Href));
            else if (isAnchor && relation.Equals("author", StringComparison.OrdinalIgnoreCase))
                candidates.AddAuthors(MetadataSource.Link, Bylines.Names(ShortTexts.Of(tree, node, MaxBylineLength) ?? ""));
            else if (!isAnchor && relation.Equals("canonical", StringComparison.OrdinalIgnoreCase))
                canonical ??= tree.AttributeText(node, HtmlAttributeName.Href);
            else if (!isAnchor && relation.Equals("image_src", StringComparison.OrdinalIgnoreCase))
                candidates.Add(MetadataField.Image, MetadataSource.Link, tree.AttributeText(node, HtmlAttributeName.Href));
        }
    }

    private void ReadScript(int node)
    {
        if (!tree.TryGetAttribute(node, HtmlAttributeName.Type, out ReadOnlySpan<byte> type)
                || !System.Text.Ascii.EqualsIgnoreCase(type[..Math.Min(type.Length, 19)], "application/ld+json"u8))
            return;
        int text = node + 1;
        if (text < tree.Nodes[node].SubtreeEnd) jsonLd.Read(tree.Html.Span[tree.Nodes[text].Start..tree.Nodes[text].End]);
    }

    private void ReadHeading(int node)
    {
        if (headings?.Count >= MaxTypes || ShortTexts.Of(tree, node, MaxTitleLength) is not { } heading) return;
        firstHeading ??= heading;
        (headings ??= []).Add(heading);
    }

    private void ReadProperty(int node)
    {
        if (types.Count < MaxTypes && tree.AttributeText(node, HtmlAttributeName.Itemtype) is { } type) AddType(type[(type.LastIndexOf('/') + 1)..]);
        if (tree.AttributeText(node, HtmlAttributeName.Itemprop) is not { } names) return;
        foreach (string name in names.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            MetadataField field = MetaNames.FindProperty(name);
            switch (field)
            {
                case MetadataField.None: break;
                case MetadataField.Author:
                    if (tree.AttributeText(node, HtmlAttributeName.Content) is { } author) candidates.AddAuthors(MetadataSource.Microdata, [author]);
                    else candidates.AddAuthors(MetadataSource.Microdata, Bylines.Names(ShortTexts.Of(tree, NameIn(node), MaxBylineLength) ?? ""));
                    break;
                case MetadataField.Published or MetadataField.Modified:
                    candidates.Add(field, MetadataSource.Microdata, DateOf(node));
                    break;
                case MetadataField.Licence:
                    candidates.Add(field, MetadataSource.Microdata,
                        tree.AttributeText(node, HtmlAttributeName.Href) ?? tree.AttributeText(node, HtmlAttributeName.Content));
                    break;
                default:
                    candidates.Add(field, MetadataSource.Microdata,
                        tree.AttributeText(node, HtmlAttributeName.Content) ?? ShortTexts.Of(tree, node, MaxTitleLength));
                    break;
            }
        }
    }

    /// <summary>Gets the element inside an author element that holds the name, or the element itself.</summary>
    private int NameIn(int node)
    {
        int end = Math.Min(tree.Nodes[node].SubtreeEnd, node + ShortTexts.MaxNodes);
        for (int i = node + 1; i < end; i++)
            if (tree.TryGetAttribute(i, HtmlAttributeName.Itemprop, out ReadOnlySpan<byte> name) && name.SequenceEqual("name"u8)) return i;
        return node;
    }

    private string? DateOf(int node)
    {
        string? date = tree.AttributeText(node, HtmlAttributeName.Datetime) ?? tree.AttributeText(node, HtmlAttributeName.Content)
            ?? ShortTexts.Of(tree, node, MaxBylineLength);
        return date is not null && PageDates.TryParse(date, out _, out _) ? date : null;
    }

    private void ReadByline(int node)
    {
        if (!tree.TryGetAttribute(node, HtmlAttributeName.Class, out ReadOnlySpan<byte> words)) return;
        if (!Holds(words, "yline"u8) && !Holds(words, "uthor"u8)) return;
        foreach (string token in System.Text.Encoding.UTF8.GetString(words)
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] parts = token.ToLowerInvariant().Split(['-', '_'], StringSplitOptions.RemoveEmptyEntries);
            bool isByline = parts.Contains("byline") || parts.Contains("author") || parts.Contains("authorname");
            if (!isByline || parts.Any(NoByline.Contains)) continue;
            candidates.AddAuthors(MetadataSource.Visible, Bylines.Names(ShortTexts.Of(tree, node, MaxBylineLength) ?? ""));
            return;
        }
    }

    /// <summary>Reads a date from an element whose class names it, if the page has no better one.</summary>
    private void ReadVisibleDate(int node)
    {
        if (!tree.TryGetAttribute(node, HtmlAttributeName.Class, out ReadOnlySpan<byte> words)) return;
        if (!Holds(words, "ate"u8) && !Holds(words, "osted"u8) && !Holds(words, "ublished"u8) && !Holds(words, "imestamp"u8)) return;
        string[] parts = System.Text.Encoding.UTF8.GetString(words).ToLowerInvariant()
            .Split([' ', '\t', '\n', '-', '_'], StringSplitOptions.RemoveEmptyEntries);
        if (!parts.Any(static part => part is "date" or "pubdate" or "posted" or "published" or "timestamp" or "datetime" or "postdate" or "publishdate")
                || parts.Any(NoDate.Contains))
            return;
        string text = ShortTexts.Of(tree, node, MaxBylineLength) ?? "";
        foreach (string opening in Openings)
        {
            if (!text.StartsWith(opening, StringComparison.OrdinalIgnoreCase) || text.Length <= opening.Length) continue;
            text = text[opening.Length..].Trim();
            break;
        }
        int end = text.AsSpan().IndexOfAny("|•·");
        if (end > 0) text = text[..end].Trim();
        if (PageDates.TryParse(text, out _, out _)) firstDate = text;
    }

    private static bool Holds(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => text.IndexOf(word) >= 0;

    private void AddType(string type)
    {
        if (type.Length is > 0 and <= MaxBylineLength && types.Count < MaxTypes && !types.Contains(type, StringComparer.Ordinal)) types.Add(type);
    }

    private PageMetadata Decide(string? url)
    {
        var urls = new PageUrls(url, baseUrl);
        string? openGraphUrl = candidates[MetadataField.Url];
        string? pageUrl = urls.Resolve(canonical) ?? urls.Resolve(openGraphUrl);
        var page = new JsonLdPage(jsonLd.Items, urls, pageUrl ?? url,
            [.. candidates.Titles, titleElement ?? ""]);
        page.AddTo(candidates);
        foreach (string type in page.Types) AddType(type);
        string? siteName = candidates[MetadataField.SiteName] is { } name ? ShortTexts.Tidy(name, MaxTitleLength) : null;
        candidates.Add(MetadataField.Published, MetadataSource.Visible, firstTime ?? firstDate);
        bool isDated = PageDates.TryParse(candidates[MetadataField.Published] ?? "", out DateOnly published, out DateTimeOffset? publishedAt);
        bool isChanged = PageDates.TryParse(candidates[MetadataField.Modified] ?? "", out DateOnly modified, out _);
        return new PageMetadata
        {
            Title = DecideTitle(siteName, urls.Host ?? PageUrls.HostOf(pageUrl)),
            Authors = candidates.Authors,
            Published = isDated ? published : null,
            PublishedAt = publishedAt,
            Modified = isChanged ? modified : null,
            Language = htmlLanguage ?? PageLanguages.Normalize(candidates[MetadataField.Language] ?? ""),
            CanonicalUrl = pageUrl ?? page.Url,
            SiteName = siteName,
            Description = candidates[MetadataField.Description] is { } description ? ShortTexts.Tidy(description, 10 * MaxTitleLength) : null,
            LicenceUrl = urls.Resolve(candidates[MetadataField.Licence]),
            ImageUrl = urls.Resolve(candidates[MetadataField.Image]),
            OpenGraphType = candidates[MetadataField.OpenGraphType] is { } kind ? ShortTexts.Tidy(kind, MaxBylineLength) : null,
            SchemaTypes = types,
            Keywords = candidates.Keywords,
            BrokenJsonLd = jsonLd.Broken,
            ArticleBody = page.ArticleBody,
        };
    }

    private string? DecideTitle(string? siteName, string? host)
    {
        if (titleElement is { } whole)
        {
            candidates.Add(MetadataField.Title, MetadataSource.TitleElement, whole);
            string key = PageTitles.KeyOf(whole);
            foreach (string heading in headings ?? [])
            {
                string held = PageTitles.KeyOf(heading);
                if (held.Length == 0 || !key.Contains(held, StringComparison.Ordinal)) continue;
                candidates.Add(MetadataField.Title, MetadataSource.HeadingInTitle, heading);
                break;
            }
        }
        candidates.Add(MetadataField.Title, MetadataSource.Visible, firstHeading);
        string? first = null;
        foreach (string title in candidates.Titles)
        {
            // Some sites use their own name as the title of every page.
            string clean = PageTitles.Clean(title, siteName, host);
            if (!PageTitles.IsSite(clean, siteName, host)) return clean;
            first ??= clean;
        }
        return first;
    }
}
