using System.Collections.Immutable;

namespace DataCuration;

/// <summary>A shard of a corpus with the branch that it belongs to.</summary>
internal sealed record PlannedShard(CorpusBranch Branch, string SourceKey, int IndexInSource, SourceShard Shard)
{
    /// <summary>For each segment, the manifest's entry for its file; null if no manifest vouches for it. Empty: for none.</summary>
    public ImmutableArray<WrittenFile?> Written { get; init; } = [];

    /// <summary>
    /// Describes the shard's input. Of files that a run wrote, the whole hash is known from the manifest: an edit in the middle is then a change too.
    /// </summary>
    public void DescribeInput(FingerprintWriter writer)
    {
        Shard.Describe(writer);
        for (int i = 0; i < Written.Length; i++)
            if (Written[i] is { } file) writer.Add($"segment.{i}{InputDifference.ContentSuffix}", file.Output.Hash);
    }

    /// <summary>Requires that the files which a run wrote were not replaced since they were planned. Called when the shard has been read.</summary>
    /// <exception cref="FolderInUseException">A file was replaced.</exception>
    public void RequireUnchanged()
    {
        for (int i = 0; i < Written.Length; i++)
        {
            if (Written[i] is not { } file || file.IsCurrent()) continue;
            throw new FolderInUseException($"'{Shard.Segments[i].FullPath}' was replaced by another process while this one read it "
                + $"({file.Folder.ReadOwners()}). Wait until it ends, and run this one again.");
        }
    }

    public string Describe()
    {
        ImmutableArray<SourceSegment> segments = Shard.Segments;
        if (segments.IsEmpty) return "memory";
        SourceSegment first = segments[0];
        string range = first.Start == 0 && first.End == first.FileLength ? "" : $" [{first.Start}, {first.End})";
        return segments.Length == 1 ? first.Path + range : $"{first.Path} and {segments.Length - 1} more files";
    }
}
