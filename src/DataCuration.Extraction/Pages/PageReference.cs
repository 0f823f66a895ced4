namespace DataCuration.Extraction;

/// <summary>
/// A link or an image, with its position in the extracted text (<see cref="HtmlExtractor.KeepReferences"/>). Multimodal corpora with interleaved text and
/// images are built from these.
/// </summary>
public readonly record struct PageReference
{
    /// <summary>The kind of reference.</summary>
    public required PageReferenceKind Kind { get; init; }

    /// <summary>The start, as a byte offset into <see cref="ExtractedPage.Utf8Text"/>.</summary>
    public required int Offset { get; init; }

    /// <summary>The length in bytes; 0 for an image in plain text.</summary>
    public required int Length { get; init; }

    /// <summary>
    /// The address. It is absolute if the page's own address is known. On pages whose absolute links would be far longer than the page, it stays as written.
    /// </summary>
    public required string Address { get; init; }

    /// <summary>The alternative text of an image; empty for links and for images without one.</summary>
    public required string AlternativeText { get; init; }
}
