using System.Text;

namespace DataCuration.Extraction;

/// <summary>Extracts one page after the other, with the memory that they share. Used by one thread at a time.</summary>
/// <param name="trees">What was learned about pages.</param>
internal sealed class PageExtractor(ExtractionTrees trees)
{
    private readonly HtmlParser parser = new();
    private readonly PageSegmenter segmenter = new();
    private readonly MainContentModel model = new(trees);
    private readonly ContentSelector selector = new();
    private readonly PageRenderer renderer = new();
    private byte[]? decoded;
    private bool[] comments = [];
    private long heldByPage;

    /// <summary>About how much memory is held for the next page.</summary>
    public long HeldBytes => heldByPage + model.HeldBytes + renderer.HeldBytes + (decoded?.Length ?? 0);

    /// <summary>Reads plain text.</summary>
    public ExtractedPage ReadText(ReadOnlyMemory<byte> content, string? charset, HtmlExtractor options)
    {
        ReadOnlyMemory<byte> text = HtmlDecoder.ToUtf8(content, charset, ref decoded, out string encoding);
        int words = CountWords(text.Span);
        if (words == 0) return HtmlExtractor.Nothing(HtmlDropReasons.NoText, null, encoding);
        if (words < options.MinWords) return HtmlExtractor.Nothing(HtmlDropReasons.NoMainContent, null, encoding);
        return new() { Utf8Text = text.ToArray(), DropReason = null, Metadata = null, EncodingName = encoding, Words = words, PageType = PageType.Article };
    }

    /// <summary>Extracts a page.</summary>
    public ExtractedPage Extract(ReadOnlyMemory<byte> content, string? charset, string? url, HtmlExtractor options)
    {
        ReadOnlyMemory<byte> html = HtmlDecoder.ToUtf8(content, charset, ref decoded, out string encoding);
        HtmlTree tree = parser.Parse(html, HtmlLimits.NodesOf(html.Length));
        heldByPage = tree.HeldBytes;
        if (tree.IsCutOff) return HtmlExtractor.Nothing(HtmlDropReasons.TooManyNodes, null, encoding, tree.Steps);
        PageMetadata metadata = PageMetadataReader.Read(tree, url);
        PageBlocks page = segmenter.Segment(tree, InlineMarkup.None, options.DropLineNumbers);
        heldByPage += page.HeldBytes;
        long steps = tree.Steps + tree.NodeCount + page.Count + page.TextLength;
        if (page.Count == 0) return ReadArticleBody(metadata, options, encoding, steps);
        Span<float> probabilities = model.Judge(tree, page, metadata, url, out PageType type);
        steps += model.Steps;
        int words = selector.Select(page, probabilities, BetaOf(options.Focus, type));
        var urls = new PageUrls(url, BaseOf(tree));
        bool mayHaveComments = options.KeepComments && HasComments(page); // before the page is cut again, with its markup
        List<PageReference> references = [];
        ReadOnlyMemory<byte> text = Render(tree, page, selector.Selected, options, urls, options.KeepReferences ? references : null);
        string readers = mayHaveComments ? Encoding.UTF8.GetString(RenderComments(tree, options, urls).Span) : "";
        steps += text.Length + readers.Length;
        if (TryArticleBody(metadata, words, options, ref steps, out ReadOnlyMemory<byte> body, out int bodyWords)) (text, words, references) = (body, bodyWords, []); // parsed another page: the tree is gone from here on
        if (words < options.MinWords || text.IsEmpty) return HtmlExtractor.Nothing(HtmlDropReasons.NoMainContent, metadata, encoding, steps);
        return new()
        {
            Utf8Text = text,
            DropReason = null,
            Metadata = metadata,
            EncodingName = encoding,
            Words = words,
            PageType = type,
            Comments = readers,
            References = references,
            Steps = steps,
        };
    }

    /// <summary>A page that scripts fill in may have its article in structured data.</summary>
    private ExtractedPage ReadArticleBody(PageMetadata metadata, HtmlExtractor options, string encoding, long steps)
    {
        if (!TryArticleBody(metadata, 0, options, ref steps, out ReadOnlyMemory<byte> text, out int words)) return HtmlExtractor.Nothing(HtmlDropReasons.NoText, metadata, encoding, steps);
        if (words < options.MinWords || text.IsEmpty) return HtmlExtractor.Nothing(HtmlDropReasons.NoMainContent, metadata, encoding, steps);
        return new() { Utf8Text = text, DropReason = null, Metadata = metadata, EncodingName = encoding, Words = words, PageType = PageType.Article, Steps = steps };
    }

    private static string? BaseOf(HtmlTree tree)
    {
        for (int node = 1; node < tree.NodeCount; node++)
            if (tree.Nodes[node].Tag == HtmlTag.Base && tree.AttributeText(node, HtmlAttributeName.Href) is { } address) return address;
        return null;
    }

    private static double BetaOf(ExtractionFocus focus, PageType type) => focus switch
    {
        ExtractionFocus.Precision => 0.5,
        ExtractionFocus.Recall => 2,
        _ => ContentSelector.BalancedBeta(type),
    };

    private ReadOnlyMemory<byte> Render(HtmlTree tree, PageBlocks page, ReadOnlySpan<bool> selected, HtmlExtractor options, PageUrls urls, List<PageReference>? references)
    {
        InlineMarkup markup = references is null ? InlineMarkup.None : InlineMarkup.References;
        if (options.Format == TextFormat.Markdown)
            markup |= InlineMarkup.Emphasis | InlineMarkup.Code | (options.KeepLinks ? InlineMarkup.Links : InlineMarkup.None) | (options.KeepImages ? InlineMarkup.Images : InlineMarkup.None);
        if (markup != InlineMarkup.None)
        {
            int count = page.Count;
            page = segmenter.Segment(tree, markup, options.DropLineNumbers, urls);
            if (page.Count != count) throw new System.Diagnostics.UnreachableException($"{page.Count} blocks with markup, {count} without.");
        }
        ReadOnlySpan<byte> text = renderer.Render(tree, page, selected, options.Format);
        return references is null ? text.ToArray() : ReferenceMarks.TakeOut(text, segmenter.References, references);
    }

    /// <summary>The article as structured data gives it, where the page shows much less of it.</summary>
    private bool TryArticleBody(PageMetadata metadata, int words, HtmlExtractor options, ref long steps, out ReadOnlyMemory<byte> text, out int found)
    {
        const int FewWords = 60;
        const int Times = 3;
        (text, found) = (default, 0);
        if (words >= FewWords || metadata.ArticleBody is not { Length: > 0 } body) return false;
        byte[] html = ArticleBodies.ToHtml(body);
        HtmlTree tree = parser.Parse(html, HtmlLimits.NodesOf(html.Length));
        if (tree.IsCutOff) return false;
        PageBlocks page = segmenter.Segment(tree);
        steps += tree.Steps + tree.NodeCount + page.Count + page.TextLength;
        foreach (ref readonly PageBlock block in page.Blocks) found += block.Words;
        if (found < Times * words || found < FewWords) return false;
        bool[] all = new bool[page.Count];
        Array.Fill(all, true);
        text = renderer.Render(tree, page, all, options.Format).ToArray();
        steps += text.Length;
        return true;
    }

    private static bool HasComments(PageBlocks page)
    {
        foreach (ref readonly PageContainer container in page.Containers)
            if (container.AllWords.HasFlag(ClassWords.Comment)) return true;
        return false;
    }

    private ReadOnlyMemory<byte> RenderComments(HtmlTree tree, HtmlExtractor options, PageUrls urls)
    {
        PageBlocks page = segmenter.Segment(tree, InlineMarkup.None, options.DropLineNumbers);
        if (comments.Length < page.Count) comments = new bool[page.Count * 2];
        for (int i = 0; i < page.Count; i++)
        {
            ref readonly PageBlock block = ref page.Blocks[i];
            bool isComment = page.Containers[block.Container].AllWords.HasFlag(ClassWords.Comment) && (block.Places & (PlaceFlags.Form | PlaceFlags.Button)) == 0;
            comments[i] = isComment && !selector.Selected[i] && block.Words - block.LinkWords >= 3 && block.LinkWords * 2 < block.Words;
        }
        return Render(tree, page, comments, options, urls, null);
    }

    private static int CountWords(ReadOnlySpan<byte> text)
    {
        var words = new WordHashes(text);
        int count = 0;
        while (words.MoveNext(out _, out _, out count))
        {
        }
        return count;
    }
}
