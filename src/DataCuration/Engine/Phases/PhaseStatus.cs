namespace DataCuration;

/// <summary>The progress of a phase over all ranks, read from its folder.</summary>
public sealed record PhaseStatus
{
    /// <summary>The phase's name.</summary>
    public required string Phase { get; init; }

    /// <summary>The phase's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The number of shards.</summary>
    public required int Shards { get; init; }

    /// <summary>The number of finished shards.</summary>
    public required int Done { get; init; }

    /// <summary>The ranks that have started the phase, in ascending order.</summary>
    public required IReadOnlyList<RankStatus> Ranks { get; init; }

    /// <summary>True if every shard is done.</summary>
    public bool IsComplete => Done == Shards;
}
