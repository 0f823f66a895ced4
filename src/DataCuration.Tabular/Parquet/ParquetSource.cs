using System.Collections.Immutable;

namespace DataCuration.Tabular;

/// <summary>
/// Reads documents from Parquet files. Booleans, integers, floating-point and decimal numbers, strings, dates and times (as ISO 8601 strings) and GUIDs become
/// annotations, and JSON columns keep their JSON. All encodings of version 2 of the format are supported, and all compressions except LZO.
/// </summary>
/// <remarks>
/// Nested columns, columns of plain bytes and columns whose encoding is unknown are left out with a warning; if <see cref="ParquetReadOptions.Columns"/> names
/// them, they are an error. A row whose text is null is a record fault (<see cref="RecordFaultReasons.MissingText"/>). Since columnar files have no byte offset
/// per row, <see cref="DocumentOrigin.Offset"/> is the row's number in its file.
/// </remarks>
public sealed class ParquetSource : IShardedSource
{
    private readonly string[] patterns;
    private readonly ParquetReadOptions options;

    /// <summary>Creates a source of several files or patterns.</summary>
    /// <param name="patterns">Files and patterns, as <see cref="SourceFiles.Find(ReadOnlySpan{string})"/> takes them.</param>
    /// <param name="options">The read options; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no pattern, or text and id are the same column.</exception>
    public ParquetSource(IEnumerable<string> patterns, ParquetReadOptions? options = null)
    {
        this.patterns = TabularOptions.Patterns(patterns);
        this.options = options ?? new ParquetReadOptions();
        TabularOptions.CheckColumns(this.options.TextColumn, this.options.IdColumn);
    }

    /// <summary>Creates a source of one file or pattern.</summary>
    /// <param name="pattern">The file or pattern.</param>
    /// <param name="options">The read options; null for the defaults.</param>
    public ParquetSource(string pattern, ParquetReadOptions? options = null)
        : this([pattern], options)
    {
    }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("source", "parquet/1");
        writer.Add(nameof(options.TextColumn), options.TextColumn);
        writer.Add(nameof(options.IdColumn), options.IdColumn);
        writer.Add(nameof(options.Columns), options.Columns is null ? null : string.Join('\n', options.Columns));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">A file is not a Parquet file, or a required column is missing.</exception>
    public ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken)
    {
        var shards = new List<SourceShard>();
        var small = ImmutableArray.CreateBuilder<SourceSegment>();
        long smallBytes = 0;
        IReadOnlyList<SourceFile> files = SourceFiles.Find(options.Files, options.ShardPlan.FileOrder, patterns);
        SourceFiles.CheckContent(files, SourceFormat.Parquet);
        foreach (SourceFile file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long[] groups = ReadGroupSizes(file);
            if (file.Length < options.ShardPlan.CoalesceBytes)
            {
                if (smallBytes + file.Length >= options.ShardPlan.CoalesceBytes || small.Count >= options.ShardPlan.CoalesceFiles) Flush();
                small.Add(Segment(file, 0, groups.Length));
                smallBytes += file.Length;
                continue;
            }
            Flush();
            int start = 0;
            long bytes = 0;
            for (int group = 0; group < groups.Length; group++)
            {
                if (group > start && bytes + groups[group] > options.ShardPlan.ShardBytes)
                {
                    shards.Add(new([Segment(file, start, group)], bytes));
                    start = group;
                    bytes = 0;
                }
                bytes += groups[group];
            }
            shards.Add(new([Segment(file, start, groups.Length)], bytes));
        }
        Flush();
        return new(shards);

        void Flush()
        {
            if (small.Count > 0) shards.Add(new(small.DrainToImmutable(), smallBytes));
            smallBytes = 0;
        }
    }

    /// <inheritdoc/>
    public IShardReader Open(SourceShard shard, ReadLimits limits)
    {
        ArgumentNullException.ThrowIfNull(shard);
        ArgumentNullException.ThrowIfNull(limits);
        return new ParquetShardReader(shard, limits, options);
    }

    private static SourceSegment Segment(SourceFile file, long start, long end) => new()
    {
        Path = file.Path,
        FullPath = file.FullPath,
        Start = start,
        End = end,
        FileLength = file.Length,
        FileFingerprint = file.Fingerprint,
        Files = file.Files,
    };

    private long[] ReadGroupSizes(SourceFile file)
    {
        // Errors have the full path: no shard names the file yet.
        using ParquetFile open = ParquetFile.Open(file.Files, file.FullPath, file.FullPath);
        ParquetColumns.Resolve(open, options);
        return [.. open.Footer.Groups.Select(static group => group.Bytes)];
    }
}
