namespace DataCuration.Extraction;

/// <summary>
/// Runs <see cref="ContentPathDetector"/> before another extractor and annotates the document with the candidate paths, for <see cref="ContentPathTagger"/>.
/// </summary>
/// <param name="inner">The extractor of the text.</param>
public sealed class ContentPathExtractor(IDocumentExtractor inner) : IDocumentExtractor
{
    private readonly IDocumentExtractor inner = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <summary>The candidate paths of the raw page: <c>code</c>, <c>math</c>, <c>code,math</c>, or an empty string.</summary>
    public static readonly AnnotationKey<string> Candidates = new("content_candidates");

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("prefilter", "redstone/1");
        writer.Add("inner", inner.GetType().FullName);
        inner.Describe(writer);
    }

    /// <inheritdoc/>
    public async ValueTask<ExtractionResult> ExtractAsync(RawDocument document, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ContentPaths candidates = ContentPathDetector.Detect(document.Content.Span);
        ExtractionResult result = await inner.ExtractAsync(document, context, cancellationToken).ConfigureAwait(false);
        return result.IsExtracted ? ExtractionResult.Extracted(result.Document.With(Candidates, ContentPathTagger.Show(candidates))) : result;
    }
}
