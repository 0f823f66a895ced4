namespace DataCuration;

/// <summary>
/// Reads documents from JSONL files, plain, gzip or zstd: one JSON object per line. Lines end as in Python's universal newlines (LF, CRLF or a
/// lone CR). Blank lines are ignored, and so is a byte order mark at the start of a file. Fields other than id and text are parsed only when they are
/// requested. A record that cannot be read becomes a <see cref="RecordFault"/> with one of <see cref="RecordFaultReasons"/>. A lone surrogate in a field
/// other than id and text is not a fault and is read as U+FFFD.
/// </summary>
public sealed class JsonlSource : IShardedSource
{
    private readonly string[] patterns;
    private readonly JsonlReadOptions options;

    /// <summary>The options of the source.</summary>
    internal JsonlReadOptions Options => options;

    private readonly JsonRecordParser parser;
    private readonly JsonRecordFields fields;

    /// <summary>Creates a source.</summary>
    /// <param name="patterns">Files and patterns, as for <see cref="SourceFiles.Find(ReadOnlySpan{string})"/>.</param>
    /// <param name="options">Field names and sharding; null for the defaults.</param>
    /// <exception cref="ArgumentException">The list of patterns is empty, or text and id are the same field.</exception>
    public JsonlSource(IEnumerable<string> patterns, JsonlReadOptions? options = null)
    {
        this.patterns = OptionChecks.Patterns(patterns);
        this.options = options ?? new JsonlReadOptions();
        OptionChecks.Differ(this.options.TextField, this.options.IdField);
        parser = new JsonRecordParser(this.options.TextField, this.options.IdField);
        fields = new JsonRecordFields(this.options.TextField, this.options.IdField);
    }

    /// <summary>Creates a source of one file or pattern.</summary>
    /// <param name="pattern">The file or pattern.</param>
    /// <param name="options">Field names and sharding; null for the defaults.</param>
    public JsonlSource(string pattern, JsonlReadOptions? options = null)
        : this([pattern], options)
    {
    }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("source", "jsonl/1");
        writer.Add(nameof(JsonlReadOptions.TextField), options.TextField);
        writer.Add(nameof(JsonlReadOptions.IdField), options.IdField);
        writer.Add(nameof(JsonlReadOptions.Sharding), options.Sharding.ToString());
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<SourceFile> files = SourceFiles.Find(options.Files, options.ShardPlan.FileOrder, patterns);
        SourceFiles.CheckContent(files, SourceFormat.JsonLines);
        if (options.Sharding.Processes == 0)
            return new(SourceFiles.Plan(files, static file => file.Compression == FileCompression.None, options.ShardPlan));
        var shards = new List<SourceShard>();
        for (int i = 0; i < files.Count; i++)
        {
            SourceFile file = files[i];
            int strides = VirtualShards(options.Sharding.Processes, files.Count, i);
            for (int stride = 0; stride < strides; stride++)
                shards.Add(new([Segment(file, strides, stride)], file.Length));
        }
        return new(shards);
    }

    /// <inheritdoc/>
    public IShardReader Open(SourceShard shard, ReadLimits limits)
    {
        ArgumentNullException.ThrowIfNull(shard);
        ArgumentNullException.ThrowIfNull(limits);
        return new JsonlReader(shard, limits, parser, fields);
    }

    private static StridedSegment Segment(SourceFile file, int stride, int phase) => new()
    {
        Path = file.Path,
        FullPath = file.FullPath,
        End = file.Length,
        FileLength = file.Length,
        FileFingerprint = file.Fingerprint,
        Files = file.Files,
        Stride = stride,
        Phase = phase,
    };

    private static int VirtualShards(int processes, int files, int file) =>
        processes < files ? 1 : processes / files + (file < processes % files ? 1 : 0);
}
