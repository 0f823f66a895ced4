using System.Collections.Immutable;

namespace DataCuration;

/// <summary>A shard of a corpus with the branch that it belongs to.</summary>
internal sealed record PlannedShard(CorpusBranch Branch, string SourceKey, int IndexInSource, SourceShard Shard)
{
    public string Describe()
    {
        ImmutableArray<SourceSegment> segments = Shard.Segments;
        if (segments.IsEmpty) return "memory";
        SourceSegment first = segments[0];
        string range = first.Start == 0 && first.End == first.FileLength ? "" : $" [{first.Start}, {first.End})";
        return segments.Length == 1 ? first.Path + range : $"{first.Path} and {segments.Length - 1} more files";
    }
}
