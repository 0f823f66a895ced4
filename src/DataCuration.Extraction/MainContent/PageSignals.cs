namespace DataCuration.Extraction;

/// <summary>Signals that a page gives about itself: types of its structured data, and texts that the main content repeats.</summary>
internal sealed class PageSignals
{
    /// <summary>The kinds declared by JSON-LD, microdata and Open Graph types.</summary>
    public PageKinds Kinds { get; private set; }

    /// <summary>Hashes of the words of the title, ignoring case.</summary>
    public KeySet TitleWords { get; } = new();

    /// <summary>Four-word shingles of descriptions and texts in structured data.</summary>
    public KeySet Shingles { get; } = new();

    /// <summary>Four-word shingles of the article body in structured data.</summary>
    public KeySet BodyShingles { get; } = new();

    /// <summary>The number of article elements.</summary>
    public int Articles { get; private set; }

    /// <summary>The number of paragraphs.</summary>
    public int Paragraphs { get; private set; }

    /// <summary>The number of preformatted elements.</summary>
    public int Preformatted { get; private set; }

    /// <summary>The number of code elements.</summary>
    public int Codes { get; private set; }

    /// <summary>The number of tables.</summary>
    public int Tables { get; private set; }

    /// <summary>The number of forms and inputs.</summary>
    public int Inputs { get; private set; }

    /// <summary>The number of images.</summary>
    public int Images { get; private set; }

    /// <summary>The number of list items.</summary>
    public int ListItems { get; private set; }

    /// <summary>The number of first-level headings.</summary>
    public int FirstHeadings { get; private set; }

    /// <summary>The number of second- and third-level headings.</summary>
    public int Headings { get; private set; }

    /// <summary>True if there is a main element.</summary>
    public bool HasMain { get; private set; }

    /// <summary>Reads the signals of a page.</summary>
    public void Read(HtmlTree tree, PageMetadata metadata)
    {
        Kinds = PageKinds.None;
        TitleWords.Clear();
        Shingles.Clear();
        BodyShingles.Clear();
        if (metadata.ArticleBody is { Length: > 0 } body) AddShingles(System.Text.Encoding.UTF8.GetBytes(body), BodyShingles);
        Articles = Paragraphs = Preformatted = Codes = Tables = Inputs = Images = ListItems = FirstHeadings = Headings = 0;
        HasMain = false;
        for (int node = 1; node < tree.NodeCount; node++)
        {
            ref readonly HtmlNode element = ref tree.Nodes[node];
            if (element.Kind != HtmlNodeKind.Element) continue;
            switch (element.Tag)
            {
                case HtmlTag.Article: Articles++; break;
                case HtmlTag.Paragraph: Paragraphs++; break;
                case HtmlTag.Preformatted: Preformatted++; break;
                case HtmlTag.Code: Codes++; break;
                case HtmlTag.Table: Tables++; break;
                case HtmlTag.Input or HtmlTag.Select or HtmlTag.Textarea or HtmlTag.Form: Inputs++; break;
                case HtmlTag.Image: Images++; break;
                case HtmlTag.ListItem: ListItems++; break;
                case HtmlTag.H1: FirstHeadings++; break;
                case HtmlTag.H2 or HtmlTag.H3: Headings++; break;
                case HtmlTag.Main: HasMain = true; break;
                case HtmlTag.Title when TitleWords.Count == 0 && element.SubtreeEnd > node + 1: AddTitle(TextOf(tree, node + 1)); break;
                case HtmlTag.Meta: ReadMeta(tree, node); break;
                case HtmlTag.Script when element.SubtreeEnd > node + 1 && tree.Attribute(node, HtmlAttributeName.Type).IndexOf("ld+json"u8) >= 0:
                    ReadStructuredData(TextOf(tree, node + 1)); break;
            }
            ReadOnlySpan<byte> itemType = tree.Attribute(node, HtmlAttributeName.Itemtype);
            if (!itemType.IsEmpty) Kinds |= PageKindNames.Find(itemType[(itemType.LastIndexOf((byte)'/') + 1)..]);
        }
    }

    private static ReadOnlySpan<byte> TextOf(HtmlTree tree, int node) => tree.Html.Span[tree.Nodes[node].Start..tree.Nodes[node].End];

    private void AddTitle(ReadOnlySpan<byte> title)
    {
        var words = new WordHashes(title);
        while (words.MoveNext(out ulong word, out _, out _)) TitleWords.Add(word);
    }

    private void ReadMeta(HtmlTree tree, int node)
    {
        ReadOnlySpan<byte> name = tree.Attribute(node, HtmlAttributeName.Property);
        if (name.IsEmpty) name = tree.Attribute(node, HtmlAttributeName.Name);
        if (name.IsEmpty || !tree.TryGetAttribute(node, HtmlAttributeName.Content, out ReadOnlySpan<byte> content)) return;
        if (name.SequenceEqual("og:type"u8)) Kinds |= PageKindNames.FindOpenGraph(content);
        else if (name.EndsWith("description"u8)) AddShingles(content, Shingles);
    }

    /// <summary>Finds types and long texts in JSON-LD by string search, which also works on invalid JSON.</summary>
    private void ReadStructuredData(ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> rest = json;
        while (true)
        {
            int at = rest.IndexOf("\"@type\""u8);
            if (at < 0) break;
            rest = rest[(at + 7)..];
            int end = Math.Min(rest.Length, 80);
            ReadOnlySpan<byte> value = rest[..end];
            int quote = value.IndexOf((byte)'"');
            if (quote < 0) continue;
            value = value[(quote + 1)..];
            quote = value.IndexOf((byte)'"');
            if (quote > 0) Kinds |= PageKindNames.Find(value[..quote]);
        }
        foreach (ReadOnlyMemory<byte> key in TextKeys)
        {
            int at = json.IndexOf(key.Span);
            if (at < 0) continue;
            ReadOnlySpan<byte> value = json[(at + key.Length)..];
            int quote = value.IndexOf((byte)'"');
            if (quote is < 0 or > 8) continue;
            value = value[(quote + 1)..];
            AddShingles(value[..StringEnd(value)], Shingles);
        }
    }

    private static readonly ReadOnlyMemory<byte>[] TextKeys =
        ["\"articleBody\""u8.ToArray(), "\"reviewBody\""u8.ToArray(), "\"description\""u8.ToArray(), "\"text\""u8.ToArray()];

    private static int StringEnd(ReadOnlySpan<byte> json)
    {
        for (int i = 0; i < json.Length; i++)
        {
            if (json[i] == '"') return i;
            if (json[i] == '\\') i++;
        }
        return json.Length;
    }

    private static void AddShingles(ReadOnlySpan<byte> text, KeySet shingles)
    {
        var words = new WordHashes(text);
        while (words.MoveNext(out _, out ulong shingle, out int count))
            if (count >= 4) shingles.Add(shingle);
    }
}
