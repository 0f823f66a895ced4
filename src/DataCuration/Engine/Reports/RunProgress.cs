namespace DataCuration;

/// <summary>The progress of a phase in this process.</summary>
public sealed record RunProgress
{
    /// <summary>The phase's name.</summary>
    public required string Phase { get; init; }

    /// <summary>The fits that the phase belongs to, the outermost first. Default: empty, for the phase of an output.</summary>
    public IReadOnlyList<string> Fits { get; init; } = [];

    /// <summary>The reason why this process waits, with the ranks or the process that it waits for. Default: null, while it works.</summary>
    public string? Waiting { get; init; }

    /// <summary>The number of shards that this process has finished, in this run or an earlier one.</summary>
    public required int ShardsDone { get; init; }

    /// <summary>The number of shards that this process is to do.</summary>
    public required int ShardsTotal { get; init; }

    /// <summary>The number of records read in this run.</summary>
    public long Documents { get; init; }

    /// <summary>The number of documents that came out of the last stage.</summary>
    public long Kept { get; init; }

    /// <summary>The number of documents that stages dropped.</summary>
    public long Dropped { get; init; }

    /// <summary>The number of records and documents in quarantine.</summary>
    public long Faulted { get; init; }

    /// <summary>The number of input bytes read in this run.</summary>
    public long BytesRead { get; init; }

    /// <summary>The number of input bytes that were left to read when the phase started.</summary>
    public long BytesTotal { get; init; }

    /// <summary>The time since the phase started.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The share of the phase's input that has been read, in [0, 1].</summary>
    public double Fraction => BytesTotal > 0 ? Math.Min(1, (double)BytesRead / BytesTotal) : ShardsTotal > 0 ? (double)ShardsDone / ShardsTotal : 1;

    /// <summary>An estimate of the time left, from the share read so far; null while that share is too small.</summary>
    public TimeSpan? Remaining => Fraction is > 0.001 and <= 1 ? Elapsed * ((1 - Fraction) / Fraction) : null;
}
