using System.Runtime.CompilerServices;

namespace DataCuration;

/// <summary>
/// A pipeline of raw documents before extraction: bytes with a media type. Filters on text do not apply to it. <see cref="Extract"/> turns it into a
/// <see cref="Corpus"/>.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// // Files of any kind, and an extractor of your own. DataCuration.Extraction has one for HTML.
/// using var run = new CurationRun();
/// await RawCorpus.FromFiles("notes/*.txt").Extract(new NoteExtractor()).WriteJsonlAsync("notes", run);
///
/// public sealed class NoteExtractor : IDocumentExtractor
/// {
///     public string Name =&gt; "notes";
///
///     public void Describe(FingerprintWriter writer) =&gt; writer.Add("version", 1);
///
///     public ValueTask&lt;ExtractionResult&gt; ExtractAsync(RawDocument document, StageContext context, CancellationToken cancellationToken)
///     {
///         string text = System.Text.Encoding.UTF8.GetString(document.Content.Span).Trim();
///         return new(text.Length == 0 ? ExtractionResult.Drop("empty") : ExtractionResult.Extracted(new Document(document.Id, text)));
///     }
/// }
/// </code>
/// </example>
public sealed class RawCorpus
{
    private readonly Corpus inner;

    private RawCorpus(Corpus inner) => this.inner = inner;

    /// <summary>Reads files, one raw document per file. The id is the path; the media type follows from the extension.</summary>
    /// <param name="patterns">Files or glob patterns.</param>
    public static RawCorpus FromFiles(params IReadOnlyList<string> patterns) => FromFiles(new RawFileReadOptions(), patterns);

    /// <summary>Reads files, one raw document per file. The id is the path; the media type follows from the extension.</summary>
    /// <param name="options">The store, the order of files and the sizes of shards.</param>
    /// <param name="patterns">Files or glob patterns.</param>
    public static RawCorpus FromFiles(RawFileReadOptions options, params IReadOnlyList<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(Corpus.FromSource(new RawFileCorpusSource(patterns, options)));
    }

    /// <summary>
    /// Reads responses, resources and conversions of crawl files (WARC, WET, ARC), one raw document per record. <see cref="WarcReadOptions"/> lists the
    /// records that are left out by default.
    /// </summary>
    /// <param name="patterns">Files or glob patterns. Compression is detected from the content.</param>
    public static RawCorpus FromWarc(params IReadOnlyList<string> patterns) => FromWarc(new WarcReadOptions(), patterns);

    /// <summary>Reads records of crawl files (WARC, WET, WAT, ARC), one raw document per record.</summary>
    /// <remarks>
    /// The first stage, <c>WarcRecords</c>, drops the records that the options leave out, with a reason for each, so that reports count them. Truncated,
    /// damaged and too long records are record faults, and so are bytes that belong to no record. The id is the record's id. Without one, it is the file's
    /// path and the record's offset in the decompressed content.
    /// </remarks>
    /// <param name="options">The selection of records.</param>
    /// <param name="patterns">Files or glob patterns. Compression is detected from the content.</param>
    public static RawCorpus FromWarc(WarcReadOptions options, params IReadOnlyList<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(Corpus.FromSource(new WarcSource(patterns, options)).Pipe(new WarcRecordFilter()));
    }

    /// <summary>Keeps the raw documents that satisfy a condition.</summary>
    /// <param name="predicate">The condition.</param>
    /// <param name="version">A version of the captured values; see <see cref="Corpus.Where"/>.</param>
    /// <param name="text">The source text of the lambda, filled in by the compiler.</param>
    public RawCorpus Where(Func<RawDocument, bool> predicate, string? version = null, [CallerArgumentExpression(nameof(predicate))] string text = "")
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new(inner.Pipe(new RawWhereStage(predicate, text, version)));
    }

    /// <summary>Extracts documents from the bytes.</summary>
    /// <param name="extractor">The extractor.</param>
    public Corpus Extract(IDocumentExtractor extractor)
    {
        ArgumentNullException.ThrowIfNull(extractor);
        return inner.Pipe(new ExtractStage(extractor));
    }
}
