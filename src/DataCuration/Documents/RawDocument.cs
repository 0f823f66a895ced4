namespace DataCuration;

/// <summary>
/// Bytes before extraction: a page, a PDF, a file. A <see cref="RawCorpus"/> holds them; an <see cref="IDocumentExtractor"/> turns them into documents.
/// </summary>
public sealed record RawDocument
{
    /// <summary>The id of the document that is extracted.</summary>
    public required string Id { get; init; }

    /// <summary>The bytes.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>
    /// The media type, in lower case and without parameters (<c>text/html</c>). Default: <c>application/octet-stream</c>, the type of unknown content.
    /// </summary>
    public string MediaType { get; init; } = "application/octet-stream";

    /// <summary>The address that the bytes were fetched from. Default: null.</summary>
    public string? Url { get; init; }

    /// <summary>The charset that the server declared (the <c>charset</c> parameter of the HTTP content type), as written. Default: null.</summary>
    public string? Charset { get; init; }

    /// <summary>The time of capture (<c>WARC-Date</c>). Default: null.</summary>
    public DateTimeOffset? CapturedAt { get; init; }

    /// <summary>The reason to drop the record; null to keep it. The source passes such records on so that they are counted.</summary>
    internal string? DropReason { get; init; }
}
