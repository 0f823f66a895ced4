namespace DataCuration.Deduplication;

/// <summary>A record of the corpus, or of an index that it was deduplicated against.</summary>
/// <param name="Index">The number of the index in the list of indexes; null for a record of the corpus itself.</param>
/// <param name="Shard">The number of the record's shard.</param>
/// <param name="Record">The record's number in its shard.</param>
public readonly record struct MatchedRecord(int? Index, int Shard, long Record);
