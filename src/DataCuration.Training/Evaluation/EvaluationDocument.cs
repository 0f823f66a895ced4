namespace DataCuration.Training;

/// <summary>A held-out text.</summary>
/// <param name="Id">The document's id.</param>
/// <param name="Tokens">The tokens, without an end-of-document token.</param>
/// <param name="Utf8Bytes">The length of the text in UTF-8 bytes; its bits are divided by it.</param>
public sealed record EvaluationDocument(string Id, ReadOnlyMemory<int> Tokens, long Utf8Bytes)
{
    /// <summary>The document's group, such as its source or subject, on which models are compared separately.</summary>
    /// <value>Default null: no group.</value>
    public string? Stratum { get; init; }
}
