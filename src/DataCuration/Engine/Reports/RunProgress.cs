namespace DataCuration;

/// <summary>Where a phase of a run stands, in this process.</summary>
/// <param name="Phase">The phase's name.</param>
/// <param name="ShardsDone">Shards finished by this process, in this run or an earlier one.</param>
/// <param name="ShardsTotal">Shards that are this process's to do.</param>
/// <param name="Documents">Records read in this run.</param>
/// <param name="Kept">Documents that came out of the last stage.</param>
/// <param name="Dropped">Documents dropped by a stage.</param>
/// <param name="Faulted">Records and documents quarantined.</param>
/// <param name="BytesRead">Bytes of input read in this run.</param>
/// <param name="BytesTotal">Bytes of input that were to be read when the phase began.</param>
/// <param name="Elapsed">Time since the phase began.</param>
public sealed record RunProgress(
    string Phase, int ShardsDone, int ShardsTotal, long Documents, long Kept, long Dropped, long Faulted, long BytesRead, long BytesTotal, TimeSpan Elapsed)
{
    /// <summary>The share of the phase's input that has been read, in [0, 1].</summary>
    public double Fraction => BytesTotal > 0 ? Math.Min(1, (double)BytesRead / BytesTotal) : ShardsTotal > 0 ? (double)ShardsDone / ShardsTotal : 1;

    /// <summary>An estimate of the time left, from the share read so far; null before there is one.</summary>
    public TimeSpan? Remaining => Fraction is > 0.001 and <= 1 ? Elapsed * ((1 - Fraction) / Fraction) : null;
}
