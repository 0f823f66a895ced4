namespace DataCuration.Selection;

/// <summary>
/// What a weights file holds of a document, before its K weights: all that a selection needs. 24 bytes, little-endian, then K doubles.
/// </summary>
/// <param name="IdHash">XxHash3 of the id: what the noise is keyed by.</param>
/// <param name="Record">The record's number in its shard.</param>
/// <param name="Tokens">Its length in tokens, as the reference counts it.</param>
/// <param name="Bytes">Its text's length in UTF-8.</param>
internal readonly record struct WeightRecord(ulong IdHash, long Record, uint Tokens, uint Bytes);
