namespace DataCuration;

/// <summary>The result of one shard.</summary>
public sealed record ShardReport
{
    /// <summary>The shard's number, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>A description of the shard's input, for people.</summary>
    public required string Source { get; init; }

    /// <summary>The rank that processed the shard. Default: 0.</summary>
    public int Rank { get; init; }

    /// <summary>The time at which the processing started. Default: the year 1, for reports that do not contain it.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>The processing time in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>The counts of each stage. The first one is the reading.</summary>
    public required IReadOnlyList<StageReport> Stages { get; init; }

    /// <summary>The shard's output files.</summary>
    public required IReadOnlyList<OutputFile> Outputs { get; init; }

    /// <summary>The warnings of the shard, in ordinal order of their kinds. Default: none.</summary>
    public IReadOnlyList<RunWarning> Warnings { get; init; } = [];
}
