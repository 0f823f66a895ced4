namespace DataCuration.Tabular;

/// <summary>
/// Reads documents from CSV and TSV files in UTF-8, plain, gzip or zstd. The format is RFC 4180: quoted fields may contain delimiters, line ends
/// and doubled quotes. The header names the columns, and the columns other than id and text become annotations. A row with bad quotes or a wrong number of
/// fields is a record fault that names its line. An unclosed quote fails the shard, since the start of the next row is unknown.
/// </summary>
public sealed class CsvSource : IShardedSource
{
    private readonly string[] patterns;
    private readonly CsvReadOptions options;

    /// <summary>Creates a source of several files or patterns.</summary>
    /// <param name="patterns">Files and patterns, as <see cref="SourceFiles.Find(ReadOnlySpan{string})"/> takes them.</param>
    /// <param name="options">The read options; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no pattern, or text and id are the same column.</exception>
    public CsvSource(IEnumerable<string> patterns, CsvReadOptions? options = null)
    {
        this.patterns = TabularOptions.Patterns(patterns);
        this.options = options ?? new CsvReadOptions();
        TabularOptions.CheckColumns(this.options.TextColumn, this.options.IdColumn);
    }

    /// <summary>Creates a source of one file or pattern.</summary>
    /// <param name="pattern">The file or pattern.</param>
    /// <param name="options">The read options; null for the defaults.</param>
    public CsvSource(string pattern, CsvReadOptions? options = null)
        : this([pattern], options)
    {
    }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("source", "csv/1");
        writer.Add(nameof(options.TextColumn), options.TextColumn);
        writer.Add(nameof(options.IdColumn), options.IdColumn);
        writer.Add(nameof(options.Delimiter), options.Delimiter?.ToString());
        writer.Add(nameof(options.InferKinds), options.InferKinds);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<SourceFile> files = SourceFiles.Find(options.Files, options.ShardPlan.FileOrder, patterns);
        SourceFiles.CheckContent(files, SourceFormat.Csv);
        return new(SourceFiles.Plan(files, static _ => false, options.ShardPlan));
    }

    /// <inheritdoc/>
    public IShardReader Open(SourceShard shard, ReadLimits limits)
    {
        ArgumentNullException.ThrowIfNull(shard);
        ArgumentNullException.ThrowIfNull(limits);
        return new CsvShardReader(shard, limits, options);
    }
}
