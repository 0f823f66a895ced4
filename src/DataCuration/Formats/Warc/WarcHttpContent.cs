namespace DataCuration;

/// <summary>The content of an HTTP message without its codings.</summary>
/// <param name="Bytes">The content; where it is cut, what there is of it.</param>
/// <param name="IsTooLong">Whether it is cut because more came out than was allowed: a compressed body can stand for thousands of times its length.</param>
/// <param name="Error">What is wrong with a compressed body that decodes to some point and not further, so that the content is cut, or has more codings than anybody means; null if it is whole.</param>
/// <param name="Note">What the headers say wrongly and what was taken instead (a body that is not chunked, or not compressed), or which content coding is not known; null if nothing.</param>
public sealed record WarcHttpContent(ReadOnlyMemory<byte> Bytes, bool IsTooLong, string? Error, string? Note)
{
    /// <summary>Whether the bytes are still under a content coding that is not known, or under more codings than are taken off.</summary>
    internal bool IsCoded { get; init; }
}
