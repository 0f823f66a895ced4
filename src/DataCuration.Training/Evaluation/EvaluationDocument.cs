namespace DataCuration.Training;

/// <summary>A held-out text.</summary>
/// <param name="Id">The document's id.</param>
/// <param name="Tokens">The tokens, without an end-of-document token.</param>
/// <param name="Utf8Bytes">The length of the text in UTF-8 bytes; its bits are divided by it.</param>
public sealed record EvaluationDocument(string Id, ReadOnlyMemory<int> Tokens, long Utf8Bytes);
