namespace DataCuration;

/// <summary>What became of one shard.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Source">What it was made of, for people.</param>
/// <param name="Rank">The rank that did it.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Stages">What each stage did, the reading first.</param>
/// <param name="Outputs">Its files.</param>
public sealed record ShardReport(int Index, string Source, int Rank, double Seconds, IReadOnlyList<StageReport> Stages, IReadOnlyList<OutputFile> Outputs);
