using System.Diagnostics;
using System.Text;

namespace DataCuration.Extraction;

/// <summary>Extracts pages one after another and reuses its buffers between them. Not thread-safe.</summary>
/// <param name="trees">The trained models.</param>
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

    /// <summary>The approximate memory kept for the next page.</summary>
    public long HeldBytes => heldByPage + model.HeldBytes + renderer.HeldBytes + (decoded?.Length ?? 0);

    /// <summary>Reads plain text.</summary>
    public ExtractedPage ReadText(ReadOnlyMemory<byte> content, string? charset, PageExtractionOptions options)
    {
        ReadOnlyMemory<byte> text = HtmlDecoder.ToUtf8(content, charset, ref decoded, out string encoding);
        int words = CountWords(text.Span);
        if (words == 0) return ExtractedPage.Dropped(HtmlDropReasons.NoText, null, encoding);
        if (words < options.MinWords) return ExtractedPage.Dropped(HtmlDropReasons.NoMainContent, null, encoding);
        return new() { Utf8Text = text.ToArray(), DropReason = null, Metadata = null, EncodingName = encoding, Words = words, PageType = PageType.Article };
    }

    /// <summary>Extracts a page.</summary>
    public ExtractedPage Extract(ReadOnlyMemory<byte> content, string? charset, string? url, PageExtractionOptions options)
    {
        ReadOnlyMemory<byte> html = HtmlDecoder.ToUtf8(content, charset, ref decoded, out string encoding);
        HtmlTree tree = parser.Parse(html, HtmlLimits.NodesOf(html.Length));
        heldByPage = tree.HeldBytes;
        if (tree.IsCutOff) return ExtractedPage.Dropped(HtmlDropReasons.TooManyNodes, null, encoding, tree.Steps);
        PageMetadata metadata = PageMetadataReader.Read(tree, url);
        PageBlocks page = segmenter.Segment(tree, InlineMarkup.None, options.DropLineNumbers, dropNoteMarks: options.DropNoteMarks);
        heldByPage += page.HeldBytes;
        long steps = tree.Steps + tree.NodeCount + segmenter.Steps + page.Count + page.TextLength;
        var text = default(ReadOnlyMemory<byte>);
        List<PageReference>? references = null;
        string readerComments = "";
        int words = 0;
        var type = PageType.Article;
        bool hasBlocks = page.Count > 0;
        if (hasBlocks)
        {
            Span<float> probabilities = model.Predict(tree, page, metadata, url, out type);
            steps += model.Steps;
            // Both selections are made on the text without markup. Segmenting again with markup overwrites it.
            bool isArticle = type == PageType.Article;
            words = selector.Select(page, probabilities, options.BetaFor(type), !isArticle, !isArticle || !model.IsDeclaredArticle,
                ContentSelector.MinCopyWords(type));
            steps += selector.Steps;
            bool hasComments = options.KeepComments && SelectComments(page);
            var form = new SegmentedForm(tree, page, InlineMarkup.None, new PageUrls(url, BaseOf(tree)));
            // Comments first: their markup is that of the content or less, so the page is segmented once for each markup.
            if (hasComments) readerComments = Encoding.UTF8.GetString(Render(ref form, options.CommentMarkup, comments, options));
            ReadOnlySpan<byte> rendered = Render(ref form, options.ContentMarkup, selector.Selected, options);
            text = options.KeepReferences ? ReferenceMarks.Remove(rendered, segmenter.References, references = []) : rendered.ToArray();
            steps += text.Length + readerComments.Length;
        }
        // This parses another page: tree and blocks are overwritten, and not used after it.
        bool hasBody = TryReadArticleBody(metadata, words, options, ref steps, out ReadOnlyMemory<byte> body, out int bodyWords);
        if (hasBody) (text, words, references) = (body, bodyWords, null);
        else if (!hasBlocks) return ExtractedPage.Dropped(HtmlDropReasons.NoText, metadata, encoding, steps);
        if (words < options.MinWords || text.IsEmpty) return ExtractedPage.Dropped(HtmlDropReasons.NoMainContent, metadata, encoding, steps);
        return new()
        {
            Utf8Text = text,
            DropReason = null,
            Metadata = metadata,
            EncodingName = encoding,
            Words = words,
            PageType = type,
            Comments = readerComments,
            References = references ?? (IReadOnlyList<PageReference>)[],
            Steps = steps,
        };
    }

    private static string? BaseOf(HtmlTree tree)
    {
        for (int node = 1; node < tree.NodeCount; node++)
            if (tree.Nodes[node].Tag == HtmlTag.Base && tree.AttributeText(node, HtmlAttributeName.Href) is { } address) return address;
        return null;
    }

    /// <summary>Renders the selected blocks. Segments the page again only if it is not yet segmented with this markup.</summary>
    private ReadOnlySpan<byte> Render(ref SegmentedForm form, InlineMarkup markup, ReadOnlySpan<bool> selected, PageExtractionOptions options)
    {
        if (markup != form.Markup)
        {
            int count = form.Page.Count;
            form = form with { Page = segmenter.Segment(form.Tree, markup, options.DropLineNumbers, form.Urls, options.DropNoteMarks), Markup = markup };
            if (form.Page.Count != count) throw new UnreachableException($"{form.Page.Count} blocks with markup, {count} without.");
        }
        return renderer.Render(form.Tree, form.Page, selected, options.Format);
    }

    /// <summary>Reads the article from the page's structured data if the page itself shows much less text, as pages filled in by scripts do.</summary>
    private bool TryReadArticleBody(PageMetadata metadata, int words, PageExtractionOptions options, ref long steps, out ReadOnlyMemory<byte> text,
        out int bodyWords)
    {
        const int FewWords = 60;
        const int Times = 3;
        (text, bodyWords) = (default, 0);
        if (words >= FewWords || metadata.ArticleBody is not { Length: > 0 } body) return false;
        byte[] html = ArticleBodies.ToHtml(body);
        HtmlTree tree = parser.Parse(html, HtmlLimits.NodesOf(html.Length));
        if (tree.IsCutOff) return false;
        PageBlocks page = segmenter.Segment(tree, InlineMarkup.None, options.DropLineNumbers, dropNoteMarks: options.DropNoteMarks);
        steps += tree.Steps + tree.NodeCount + page.Count + page.TextLength;
        foreach (ref readonly PageBlock block in page.Blocks) bodyWords += block.Words;
        if (bodyWords < Times * words || bodyWords < FewWords) return false;
        bool[] all = new bool[page.Count];
        Array.Fill(all, true);
        text = renderer.Render(tree, page, all, options.Format).ToArray();
        steps += text.Length;
        return true;
    }

    /// <summary>Selects the blocks of reader comments. Returns true if any block was selected.</summary>
    private bool SelectComments(PageBlocks page)
    {
        if (comments.Length < page.Count) comments = new bool[page.Count * 2];
        bool hasComments = false;
        for (int i = 0; i < page.Count; i++)
        {
            ref readonly PageBlock block = ref page.Blocks[i];
            bool isComment = page.Containers[block.Container].AllWords.HasFlag(ClassWords.Comment)
                && (block.Places & (PlaceFlags.Form | PlaceFlags.Button)) == 0;
            comments[i] = isComment && !selector.Selected[i] && block.Words - block.LinkWords >= 3 && block.LinkWords * 2 < block.Words;
            hasComments |= comments[i];
        }
        return hasComments;
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

    /// <summary>The current state of the segmented page.</summary>
    private readonly record struct SegmentedForm(HtmlTree Tree, PageBlocks Page, InlineMarkup Markup, PageUrls Urls);
}
