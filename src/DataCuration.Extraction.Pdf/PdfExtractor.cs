namespace DataCuration.Extraction.Pdf;

/// <summary>
/// Extracts the text of PDF files in reading order: columns, paragraphs and tables, without page headers, page footers and page numbers. Hyphenated words are
/// joined and ligatures expanded. PdfPig reads the glyphs; the layout analysis is our own. Files without usable text are dropped with one of
/// <see cref="PdfDropReasons"/>. <see cref="PdfAnnotations"/> count what was omitted.
/// </summary>
/// <remarks>
/// There is no OCR: only letters that the file draws, or hides under a scan, are extracted. Formulas are kept as the characters drawn. Each file is read on a
/// thread with a large stack, so that nested structures cannot crash the process. Work is counted instead of timed, so that the result depends on the file
/// alone.
/// </remarks>
/// <param name="options">The options and limits; null for the defaults.</param>
public sealed class PdfExtractor(PdfExtractorOptions? options = null) : IDocumentExtractor
{
    /// <summary>Raised when the same file can give different text.</summary>
    private const int Version = 3;

    /// <summary>
    /// The stack size of the reading threads. PdfPig reads page trees and nested objects by recursion. The memory is reserved, and committed only as the
    /// recursion needs it.
    /// </summary>
    private const int StackBytes = 64 << 20;

    private readonly PdfExtractorOptions options = options ?? new PdfExtractorOptions();
    private readonly DeepStackThreads threads = new(StackBytes, TimeSpan.FromMilliseconds(250));

    /// <inheritdoc/>
    public string Name => "PdfExtractor";

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", Version);
        options.Describe(writer);
    }

    /// <inheritdoc/>
    public ValueTask<ExtractionResult> ExtractAsync(RawDocument document, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new(Extract(document, cancellationToken));
    }

    /// <summary>Extracts a file.</summary>
    /// <param name="document">The file.</param>
    /// <param name="cancellationToken">Cancels the extraction.</param>
    /// <returns>The document with its annotations, or a drop with one of <see cref="PdfDropReasons"/>.</returns>
    public ExtractionResult Extract(RawDocument document, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (PdfReader.Read(document.Content, options, threads, out string? reason, cancellationToken) is not { } content)
            return ExtractionResult.Drop(reason ?? PdfDropReasons.Damaged);
        long letters = content.Pages.Sum(page => page?.Letters ?? 0), unmapped = content.Pages.Sum(page => page?.Unmapped ?? 0),
            hidden = content.Pages.Sum(page => page?.Hidden ?? 0);
        if (unmapped > 0 && unmapped > options.MaxUnmappedShare * (letters + unmapped)) return ExtractionResult.Drop(PdfDropReasons.UnmappedText);
        if (letters == 0) return ExtractionResult.Drop(PdfDropReasons.NoText);
        AssembledText text = TextAssembler.Assemble(content.Pages, options);
        var result = new Document(document.Id, text.Text);
        DocumentEditor editor = result.Edit()
            .Set(PdfAnnotations.Pages, content.Pages.Count)
            .Set(PdfAnnotations.PageOffsets, PdfPageOffsets.Format(text.PageOffsets));
        if (document.Url is { } url) editor.Set(WellKnownAnnotations.Url, url);
        if (content.Title is { } title) editor.Set(PdfAnnotations.Title, title);
        if (content.Author is { } author) editor.Set(PdfAnnotations.Author, author);
        int failed = content.Pages.Count(page => page is null), blank = content.Pages.Count(page => page is { Letters: 0 });
        if (failed > 0) editor.Set(PdfAnnotations.FailedPages, failed);
        if (blank > 0) editor.Set(PdfAnnotations.PagesWithoutText, blank);
        if (text.RunningLetters > 0) editor.Set(PdfAnnotations.RunningLetters, text.RunningLetters);
        if (text.LineNumberLetters > 0) editor.Set(PdfAnnotations.LineNumberLetters, text.LineNumberLetters);
        if (text.LeaderLetters > 0) editor.Set(PdfAnnotations.LeaderLetters, text.LeaderLetters);
        if (hidden > 0) editor.Set(PdfAnnotations.HiddenLetters, hidden);
        if (unmapped > 0) editor.Set(PdfAnnotations.UnmappedLetters, unmapped);
        return ExtractionResult.Extracted(editor.Build());
    }
}
