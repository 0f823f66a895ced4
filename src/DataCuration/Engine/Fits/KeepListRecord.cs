namespace DataCuration;

/// <summary>A record of a <see cref="KeepList"/>.</summary>
/// <param name="Shard">The number of its shard in the corpus that the list was fitted on, counted over all sources.</param>
/// <param name="Record">Its number in the shard.</param>
public readonly record struct KeepListRecord(int Shard, long Record);
