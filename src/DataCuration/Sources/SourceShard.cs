using System.Collections.Immutable;

namespace DataCuration;

/// <summary>A source's unit of work and of resume: one or more file segments, read in order by one worker.</summary>
/// <param name="Segments">The segments.</param>
/// <param name="Bytes">The approximate number of bytes to read, for progress.</param>
public sealed record SourceShard(ImmutableArray<SourceSegment> Segments, long Bytes)
{
    /// <summary>The number of records to return, from the shard's first; null for all. Set by <see cref="Corpus.Take"/>.</summary>
    public long? RecordLimit { get; init; }

    /// <summary>Writes everything that identifies the shard's records.</summary>
    /// <param name="writer">The fingerprint.</param>
    internal void Describe(FingerprintWriter writer)
    {
        for (int i = 0; i < Segments.Length; i++) Segments[i].Describe(writer, $"segment.{i}");
        if (RecordLimit is { } limit) writer.Add("record_limit", limit);
    }
}
