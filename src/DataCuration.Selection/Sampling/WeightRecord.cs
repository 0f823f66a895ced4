namespace DataCuration.Selection;

/// <summary>A document of a <see cref="WeightTable"/>, without its weights.</summary>
/// <param name="IdHash">XxHash3 of the id: the key for the noise.</param>
/// <param name="Record">The number of the record in its shard.</param>
/// <param name="Tokens">The length in tokens, as the reference counts it.</param>
/// <param name="Bytes">The length of the text in UTF-8.</param>
internal readonly record struct WeightRecord(ulong IdHash, long Record, uint Tokens, uint Bytes);
