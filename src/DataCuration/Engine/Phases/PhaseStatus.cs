namespace DataCuration;

/// <summary>How far a phase is, over all ranks, read from its folder.</summary>
/// <param name="Phase">The phase's name.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Shards">How many shards it has.</param>
/// <param name="Done">How many are done.</param>
/// <param name="Ranks">Each rank that has begun the phase.</param>
public sealed record PhaseStatus(string Phase, string Folder, int Shards, int Done, IReadOnlyList<RankStatus> Ranks)
{
    /// <summary>Whether every shard is done.</summary>
    public bool IsComplete => Done == Shards;
}
