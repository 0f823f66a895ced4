namespace DataCuration.Selection;

/// <summary>The sizes of a document in a table: 16 bytes without padding.</summary>
/// <param name="IdHash">XxHash3 of the id: the key for the noise.</param>
/// <param name="Tokens">The length in tokens, as the reference counts it.</param>
/// <param name="Bytes">The length of the text in UTF-8.</param>
internal readonly record struct WeightSizes(ulong IdHash, uint Tokens, uint Bytes);
