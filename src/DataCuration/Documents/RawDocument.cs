namespace DataCuration;

/// <summary>Bytes before extraction: a page, a PDF, a file. A <see cref="RawCorpus"/> holds them, and an <see cref="IDocumentExtractor"/> turns them into documents.</summary>
/// <param name="Id">The id that its document will have.</param>
/// <param name="Content">The bytes.</param>
/// <param name="MediaType">The media type, lower case and without parameters (<c>text/html</c>); <c>application/octet-stream</c> if unknown.</param>
/// <param name="Url">Its address, or null.</param>
public sealed record RawDocument(string Id, ReadOnlyMemory<byte> Content, string MediaType, string? Url)
{
    /// <summary>The charset that the transfer declared (the <c>charset</c> parameter of an HTTP content type), as written; null if none. Default: null.</summary>
    public string? Charset { get; init; }

    /// <summary>When the bytes were captured (<c>WARC-Date</c>), or null. Default: null.</summary>
    public DateTimeOffset? CapturedAt { get; init; }

    /// <summary>Why the record is not wanted; null if it is. Its source hands it on nonetheless, so that it is counted.</summary>
    internal string? DropReason { get; init; }
}
