namespace DataCuration.Training;

/// <summary>A held-out text.</summary>
/// <param name="Id">The document's id.</param>
/// <param name="Tokens">Its tokens, without an end-of-document token.</param>
/// <param name="Utf8Bytes">The length of its text in UTF-8 bytes, by which its bits are divided.</param>
public sealed record EvaluationDocument(string Id, ReadOnlyMemory<int> Tokens, long Utf8Bytes);
