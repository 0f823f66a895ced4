using System.Collections.Concurrent;
using System.Globalization;

namespace DataCuration.Extraction;

/// <summary>
/// Turns HTML pages into their main content: text without menus, advertisements and the like, with code, tables, lists and formulas kept, and metadata as annotations. May be shared by threads.
/// </summary>
/// <remarks>
/// A page is cut into blocks; each is described by 316 numbers (its text, elements and class names around it, its neighbours, what the page's structured data repeats), and boosted trees that
/// were grown on pages with known main content give its probability, in a second round with what the first says of the other blocks. Chosen is what has the best expected F measure. Nothing in it names a site. Time and memory are linear in the page's size; a page
/// that is worked on takes about thirty times its size, and at most about 150 MB for its elements.
/// </remarks>
public sealed class HtmlExtractor : IDocumentExtractor
{
    private const long LargeScratch = 64 << 20;

    /// <summary>Raised with every change of rules, vocabularies or rendering that changes texts. The trees have a hash of their own.</summary>
    private const int Version = 3;

    private readonly ConcurrentBag<PageExtractor> idle = [];

    /// <inheritdoc/>
    public string Name => "html";

    /// <summary>What the text looks like. Default: plain text.</summary>
    public TextFormat Format { get; init; } = TextFormat.PlainText;

    /// <summary>What counts more where a block is doubtful. Default: both alike.</summary>
    public ExtractionFocus Focus { get; init; } = ExtractionFocus.Balanced;

    /// <summary>Whether links keep their addresses, as <c>[text](address)</c>; only in Markdown. Default: false.</summary>
    public bool KeepLinks { get; init; }

    /// <summary>Whether images keep their place, alternative text and address, as <c>![text](address)</c>; only in Markdown. Default: false.</summary>
    public bool KeepImages { get; init; }

    /// <summary>
    /// Whether it is noted which links and images stand where in the text, as <see cref="PageAnnotations.References"/>; in plain text too, which stays the same. Not noted are links in preformatted text, and
    /// those of an article that is taken from structured data because the page shows little of it. Default: false.
    /// </summary>
    public bool KeepReferences { get; init; }

    /// <summary>Whether readers' comments are kept apart, as <see cref="PageAnnotations.Comments"/>. Default: false.</summary>
    public bool KeepComments { get; init; }

    /// <summary>
    /// Whether elements that hold nothing but line numbers are left out of code blocks. Default: false, code stays as it is in the page. A column of line numbers beside code is left out where its class says what it
    /// is; with this set, wherever it stands in a cell of a table.
    /// </summary>
    public bool DropLineNumbers { get; init; }

    /// <summary>The largest page in bytes, as stored; larger ones are dropped. Default: 16 MiB.</summary>
    public int MaxPageBytes { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one byte."); } = 16 << 20;

    /// <summary>The least words of main content; pages with less are dropped. Default: 1.</summary>
    public int MinWords { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one word."); } = 1;

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("html_extractor", Version);
        writer.Add("trees", ExtractionTrees.ShippedHash);
        writer.Add(nameof(Format), Format.ToString());
        writer.Add(nameof(Focus), Focus.ToString());
        writer.Add(nameof(KeepLinks), KeepLinks);
        writer.Add(nameof(KeepImages), KeepImages);
        writer.Add(nameof(KeepReferences), KeepReferences);
        writer.Add(nameof(KeepComments), KeepComments);
        writer.Add(nameof(DropLineNumbers), DropLineNumbers);
        writer.Add(nameof(MaxPageBytes), MaxPageBytes);
        writer.Add(nameof(MinWords), MinWords);
    }

    /// <inheritdoc/>
    public ValueTask<StageResult> ExtractAsync(RawDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        cancellationToken.ThrowIfCancellationRequested();
        ExtractedPage page = Run(document.Content, document.Charset, document.Url, document.MediaType);
        return new(page.DropReason is { } reason ? StageResult.Drop(reason) : StageResult.Replace(MakeDocument(document, page)));
    }

    /// <summary>Extracts one page.</summary>
    /// <param name="html">Its bytes, in whatever encoding.</param>
    /// <param name="charset">The charset that its transfer declared, or null.</param>
    /// <param name="url">Its address, which links and metadata are resolved against, or null.</param>
    public ExtractedPage Extract(ReadOnlyMemory<byte> html, string? charset = null, string? url = null) => Run(html, charset, url, "text/html");

    private ExtractedPage Run(ReadOnlyMemory<byte> content, string? charset, string? url, string mediaType)
    {
        if (content.Length > MaxPageBytes) return Nothing(HtmlDropReasons.PageTooLarge);
        if (!HtmlSniffer.MayBeHtml(content.Span, mediaType, out bool isText)) return Nothing(HtmlDropReasons.NotHtml);
        if (!idle.TryTake(out PageExtractor? extractor)) extractor = new PageExtractor(ExtractionTrees.Shipped);
        ExtractedPage page = isText ? extractor.ReadText(content, charset, this) : extractor.Extract(content, charset, url, this);
        // What a huge page needed is not kept for small ones.
        if (extractor.HeldBytes <= LargeScratch) idle.Add(extractor);
        return page;
    }

    internal static ExtractedPage Nothing(string reason, PageMetadata? metadata = null, string encoding = "", long steps = 0) =>
        new() { Utf8Text = default, DropReason = reason, Metadata = metadata, EncodingName = encoding, Words = 0, PageType = PageType.Article, Steps = steps };

    private Document MakeDocument(RawDocument raw, ExtractedPage page)
    {
        var document = new Document(System.Text.Encoding.UTF8.GetBytes(raw.Id), page.Utf8Text, DocumentOrigin.None);
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
