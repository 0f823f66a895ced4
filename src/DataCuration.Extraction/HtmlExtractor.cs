using System.Globalization;
using System.Text;

namespace DataCuration.Extraction;

/// <summary>
/// Extracts the main content of HTML pages: text without menus, advertisements and other boilerplate. Code, tables, lists and formulas are kept, and the page's
/// metadata become annotations. Thread-safe.
/// </summary>
/// <remarks>
/// The page is split into blocks. 316 features describe each block: its text, the elements and class names around it, its neighbours, and overlap with
/// structured data. Boosted trees, trained on pages with labelled main content, predict the probability that a block is main content. A second set of trees
/// also sees the first predictions for the other blocks. The blocks with the best expected F measure are selected. There are no rules for specific sites. Time
/// and memory are linear in the page's size. A page takes about thirty times its size during extraction, and its elements at most about 150 MB.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Extraction;
///
/// using var run = new CurationRun();
/// await RawCorpus.FromWarc("crawl/*.warc.gz")
///     .Extract(new HtmlExtractor { Format = TextFormat.Markdown, MinWords = 50 })
///     .WriteJsonlAsync("texts", run);
/// </code>
/// </example>
public sealed class HtmlExtractor : IDocumentExtractor
{
    private const long LargeScratch = 64 << 20;

    /// <summary>Raised when rules, vocabularies or rendering change extracted text. The trees have their own hash.</summary>
    private const int Version = 4;

    private readonly Stack<PageExtractor> idle = [];
    private readonly PageExtractionOptions options = new();

    /// <inheritdoc/>
    public string Name => "html";

    /// <summary>The format of the text. Default: plain text.</summary>
    public TextFormat Format { get => options.Format; init => options = options with { Format = value }; }

    /// <summary>The balance of precision and recall when blocks are selected. Default: <see cref="ExtractionFocus.Balanced"/>.</summary>
    public ExtractionFocus Focus { get => options.Focus; init => options = options with { Focus = value }; }

    /// <summary>True to write links as <c>[text](address)</c>, in Markdown only. Default: false.</summary>
    public bool KeepLinks { get => options.KeepLinks; init => options = options with { KeepLinks = value }; }

    /// <summary>True to write images as <c>![text](address)</c>, in Markdown only. Default: false.</summary>
    public bool KeepImages { get => options.KeepImages; init => options = options with { KeepImages = value }; }

    /// <summary>
    /// True to record links and images with their positions in the text, as <see cref="PageAnnotations.References"/>. The text does not change. Links in
    /// preformatted text are not recorded, nor are links of an article that comes from structured data. Default: false.
    /// </summary>
    public bool KeepReferences { get => options.KeepReferences; init => options = options with { KeepReferences = value }; }

    /// <summary>True to keep reader comments separately, as <see cref="PageAnnotations.Comments"/>. Default: false.</summary>
    public bool KeepComments { get => options.KeepComments; init => options = options with { KeepComments = value }; }

    /// <summary>
    /// True to remove all elements of code blocks that contain only line numbers. If false, only a column of line numbers whose class names it as such is
    /// removed. Default: false, so that code stays as on the page.
    /// </summary>
    public bool DropLineNumbers { get => options.DropLineNumbers; init => options = options with { DropLineNumbers = value }; }

    /// <summary>
    /// True to remove raised marks that point to notes, such as [12] or a raised number that is a link. If false, they stay: [12], ¹. Default: false.
    /// </summary>
    public bool DropNoteMarks { get => options.DropNoteMarks; init => options = options with { DropNoteMarks = value }; }

    /// <summary>The maximum size of a page in bytes, as stored. Larger pages are dropped. Default: 16 MiB (our choice).</summary>
    public int MaxPageBytes
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The value must be at least 1.");
    } = 16 << 20;

    /// <summary>The minimum number of words of main content. Pages with fewer are dropped. Default: 1.</summary>
    public int MinWords
    {
        get => options.MinWords;
        init => options = value >= 1 ? options with { MinWords = value }
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The value must be at least 1.");
    }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("html_extractor", Version);
        writer.Add("trees", ExtractionTrees.ShippedHash);
        options.Describe(writer);
        writer.Add(nameof(MaxPageBytes), MaxPageBytes);
        writer.Add(nameof(MinWords), MinWords);
    }

    /// <inheritdoc/>
    public ValueTask<ExtractionResult> ExtractAsync(RawDocument document, StageContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Extract(document));
    }

    /// <summary>Extracts a raw document.</summary>
    /// <param name="document">The raw document. Its media type and its first bytes decide whether it is read as HTML or as plain text.</param>
    /// <returns>The document with its annotations, or a drop with one of <see cref="HtmlDropReasons"/>.</returns>
    public ExtractionResult Extract(RawDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        ExtractedPage page = Run(document.Content, document.Charset, document.Url, document.MediaType);
        return page.DropReason is { } reason ? ExtractionResult.Drop(reason) : ExtractionResult.Extracted(MakeDocument(document, page));
    }

    /// <summary>Extracts a page.</summary>
    /// <param name="html">The page's bytes, in any encoding.</param>
    /// <param name="charset">The charset declared by the HTTP response, or null.</param>
    /// <param name="url">The page's address, used to resolve links and metadata, or null.</param>
    public ExtractedPage Extract(ReadOnlyMemory<byte> html, string? charset = null, string? url = null) => Run(html, charset, url, "text/html");

    private ExtractedPage Run(ReadOnlyMemory<byte> content, string? charset, string? url, string mediaType)
    {
        if (content.Length > MaxPageBytes) return ExtractedPage.Dropped(HtmlDropReasons.PageTooLarge);
        if (!HtmlSniffer.MayBeHtml(content.Span, mediaType, out bool isText)) return ExtractedPage.Dropped(HtmlDropReasons.NotHtml);
        PageExtractor? extractor;
        lock (idle) idle.TryPop(out extractor);
        extractor ??= new PageExtractor(ExtractionTrees.Shipped);
        ExtractedPage page = isText ? extractor.ReadText(content, charset, options) : extractor.Extract(content, charset, url, options);
        // An extractor that grew for a huge page is not kept for small pages.
        if (extractor.HeldBytes <= LargeScratch)
            lock (idle) idle.Push(extractor);
        return page;
    }

    private Document MakeDocument(RawDocument raw, ExtractedPage page)
    {
        var document = new Document(Encoding.UTF8.GetBytes(raw.Id), page.Utf8Text, DocumentOrigin.None);
        DocumentEditor editor = document.Edit();
        Set(WellKnownAnnotations.Url, raw.Url);
        Set(PageAnnotations.CapturedAt, raw.CapturedAt?.ToString("O", CultureInfo.InvariantCulture));
        if (page.Metadata is { } metadata)
        {
            Set(PageAnnotations.Title, metadata.Title);
            Set(PageAnnotations.Author, metadata.Authors.Count > 0 ? string.Join("; ", metadata.Authors) : null);
            Set(PageAnnotations.Date, metadata.Published?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            Set(PageAnnotations.Language, metadata.Language);
            Set(PageAnnotations.CanonicalUrl, metadata.CanonicalUrl);
            Set(PageAnnotations.SiteName, metadata.SiteName);
            Set(PageAnnotations.Description, metadata.Description);
            Set(PageAnnotations.LicenceUrl, metadata.LicenceUrl);
            Set(PageAnnotations.PageType, page.PageType.ToString().ToLowerInvariant());
        }
        if (page.References.Count > 0) Set(PageAnnotations.References, PageReferenceJson.Write(page.References));
        if (KeepComments) Set(PageAnnotations.Comments, page.Comments);
        return editor.Build();

        void Set(AnnotationKey<string> key, string? value)
        {
            if (!string.IsNullOrEmpty(value)) editor.Set(key, value);
        }
    }
}
