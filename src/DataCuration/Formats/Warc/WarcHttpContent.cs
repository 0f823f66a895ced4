namespace DataCuration;

/// <summary>The body of an HTTP message after its transfer and content codings were removed.</summary>
public sealed record WarcHttpContent
{
    /// <summary>The decoded body; the part before the cut if the body is cut.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>True if the body was cut at the size limit. A compressed body can expand to thousands of times its length. Default: false.</summary>
    public bool IsTooLong { get; init; }

    /// <summary>
    /// The decoding error; null if the body is complete. Either a compressed body could be decoded only up to some point, or it declares more codings than
    /// are removed. Default: null.
    /// </summary>
    public string? Error { get; init; }

    /// <summary>
    /// Header errors and the fallback used (a body that is not chunked or not compressed), or the name of an unknown content coding. Default: null.
    /// </summary>
    public string? Note { get; init; }

    /// <summary>True if the bytes are still encoded: the content coding is unknown, or there are more codings than are removed.</summary>
    internal bool IsCoded { get; init; }
}
