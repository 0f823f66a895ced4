using System.Collections.Immutable;

namespace DataCuration;

/// <summary>A source's unit of work and of resume: one or more file segments, read in order by one worker.</summary>
/// <param name="Segments">The segments.</param>
/// <param name="Bytes">About how many bytes there are to read, for progress.</param>
public sealed record SourceShard(ImmutableArray<SourceSegment> Segments, long Bytes)
{
    /// <summary>Which records to hand out, counted from the shard's first; null for all. Set by <see cref="Corpus.Take"/>.</summary>
    public long? RecordLimit { get; init; }

    /// <summary>Writes what identifies the shard's content.</summary>
    /// <param name="writer">Takes the parts.</param>
    internal void Describe(FingerprintWriter writer)
    {
        for (int i = 0; i < Segments.Length; i++)
        {
            SourceSegment segment = Segments[i];
            writer.Add($"segment.{i}", $"{segment.Path} [{segment.Start}, {segment.End}) of {segment.FileLength} bytes, {segment.FileFingerprint}");
            if (segment.LineStride > 1) writer.Add($"segment.{i}.lines", $"{segment.LinePhase} mod {segment.LineStride}");
        }
        if (RecordLimit is { } limit) writer.Add("record_limit", limit);
    }
}
