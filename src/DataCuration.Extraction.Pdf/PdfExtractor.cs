namespace DataCuration.Extraction.Pdf;

/// <summary>
/// PDF to text in reading order: columns, paragraphs, tables; without running heads, feet and page numbers, with divided words joined and ligatures spelled out.
/// Built on PdfPig's reading of glyphs; everything from there on is its own. Files that give no text are dropped with one of <see cref="PdfDropReasons"/>; what was left
/// out is counted in <see cref="PdfAnnotations"/>.
/// </summary>
/// <remarks>
/// Scans are not recognised: only the letters that a file draws, or hides under a scan, are read. A file is read by one thread with a large stack, so that
/// nested structures do not end the process; work is counted, not timed, so that the result depends on the file alone. Mathematics stays as the characters that are drawn.
/// </remarks>
/// <param name="options">What to keep, and the limits; null for the defaults.</param>
public sealed class PdfExtractor(PdfExtractorOptions? options = null) : IDocumentExtractor
{
    /// <summary>Goes up when the same file may give another text.</summary>
    private const int Version = 2;

    /// <summary>
    /// The reading threads' stack. PdfPig follows page trees and nested objects by recursion; the memory is only reserved and is used as far as the recursion goes.
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

    /// <summary>Extracts a file's text.</summary>
    /// <param name="document">The file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The document with its annotations, or why there is none.</returns>
    public ExtractionResult Extract(RawDocument document, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (PdfReader.Read(document.Content, options, threads, out string? reason, cancellationToken) is not { } content) return ExtractionResult.Drop(reason ?? PdfDropReasons.Damaged);
        long letters = content.Pages.Sum(page => page?.Letters ?? 0), unmapped = content.Pages.Sum(page => page?.Unmapped ?? 0), hidden = content.Pages.Sum(page => page?.Hidden ?? 0);
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
        if (hidden > 0) editor.Set(PdfAnnotations.HiddenLetters, hidden);
        if (unmapped > 0) editor.Set(PdfAnnotations.UnmappedLetters, unmapped);
        return ExtractionResult.Extracted(editor.Build());
    }
}
