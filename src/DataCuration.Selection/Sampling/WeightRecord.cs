namespace DataCuration.Selection;

/// <summary>A document of a <see cref="WeightTable"/>, without its weights: all that a selection needs.</summary>
/// <param name="IdHash">XxHash3 of the id: keys the noise.</param>
/// <param name="Record">The record's number in its shard.</param>
/// <param name="Tokens">The length in tokens, as the reference counts it.</param>
/// <param name="Bytes">The length of the text in UTF-8.</param>
internal readonly record struct WeightRecord(ulong IdHash, long Record, uint Tokens, uint Bytes);
