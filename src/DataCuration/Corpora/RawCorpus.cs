using System.Runtime.CompilerServices;

namespace DataCuration;

/// <summary>
/// Raw documents, before extraction: bytes with a media type. They have no text that a filter could be put on by mistake; <see cref="Extract"/> makes a
/// <see cref="Corpus"/> of them.
/// </summary>
public sealed class RawCorpus
{
    private readonly Corpus inner;

    private RawCorpus(Corpus inner) => this.inner = inner;

    /// <summary>Files, one raw document each; the id is the path, the media type follows from the extension.</summary>
    /// <param name="patterns">Files or glob patterns.</param>
    public static RawCorpus FromFiles(params IReadOnlyList<string> patterns) => new(Corpus.FromSource(new RawFileCorpusSource(patterns)));

    /// <summary>
    /// Responses, resources and conversions of crawl files (WARC, WET, ARC), one raw document each; see <see cref="WarcReadOptions"/> for what is left out by
    /// default.
    /// </summary>
    /// <param name="patterns">Files or glob patterns; how a file is compressed is told by its content.</param>
    public static RawCorpus FromWarc(params IReadOnlyList<string> patterns) => FromWarc(new WarcReadOptions(), patterns);

    /// <summary>Records of crawl files (WARC, WET, WAT, ARC), one raw document each.</summary>
    /// <remarks>
    /// Records that the options leave out are dropped by the first stage, <c>WarcRecords</c>, by reason: a run's report counts them. Records that are cut,
    /// damaged or too
    /// long, and bytes that are none, are record faults. The id is the record's id, or, where it has none, the file's path and the record's offset in the
    /// decompressed content.
    /// </remarks>
    /// <param name="options">Which records.</param>
    /// <param name="patterns">Files or glob patterns; how a file is compressed is told by its content.</param>
    public static RawCorpus FromWarc(WarcReadOptions options, params IReadOnlyList<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(Corpus.FromSource(new WarcSource(patterns, options)).Pipe(new WarcRecordFilter()));
    }

    /// <summary>Keeps the raw documents that a condition holds for.</summary>
    /// <param name="predicate">The condition.</param>
    /// <param name="version">As for <see cref="Corpus.Where"/>.</param>
    /// <param name="text">The lambda's source text; the compiler gives it.</param>
    public RawCorpus Where(Func<RawDocument, bool> predicate, string? version = null, [CallerArgumentExpression(nameof(predicate))] string text = "")
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new(inner.Pipe(new RawWhereStage(predicate, text, version)));
    }

    /// <summary>Turns the bytes into documents.</summary>
    /// <param name="extractor">How.</param>
    public Corpus Extract(IDocumentExtractor extractor)
    {
        ArgumentNullException.ThrowIfNull(extractor);
        return inner.Pipe(new ExtractStage(extractor));
    }
}
