namespace DataCuration.Tabular;

/// <summary>
/// Reads documents from CSV and TSV files (RFC 4180: quoted fields may hold delimiters, line ends and doubled quotes), plain, <c>.gz</c> or <c>.zst</c>, in
/// UTF-8. The first row names the columns; those other than id and text become annotations. A row with bad quotes or another number of fields than the first
/// row is a record fault that names its line. A quote that is never closed fails the shard: where the next row would begin is anyone's guess.
/// </summary>
public sealed class CsvSource : IShardedSource
{
    private readonly string[] patterns;
    private readonly CsvReadOptions options;

    /// <summary>Makes a source.</summary>
    /// <param name="patterns">Files and patterns, as <see cref="SourceFiles.Find"/> takes them.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no pattern, or text and id are the same column.</exception>
    public CsvSource(IEnumerable<string> patterns, CsvReadOptions? options = null)
    {
        this.patterns = TabularOptions.Patterns(patterns);
        this.options = options ?? new CsvReadOptions();
        TabularOptions.CheckColumns(this.options.TextColumn, this.options.IdColumn);
    }

    /// <summary>Makes a source of one file or pattern.</summary>
    /// <param name="pattern">The file or pattern.</param>
    /// <param name="options">How to read; null for the defaults.</param>
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
        return new(SourceFiles.Plan(SourceFiles.Find(patterns), static _ => false, options.ShardPlan));
    }

    /// <inheritdoc/>
    public IShardReader Open(SourceShard shard, ReadLimits limits)
    {
        ArgumentNullException.ThrowIfNull(shard);
        ArgumentNullException.ThrowIfNull(limits);
        return new CsvShardReader(shard, limits, options);
    }
}
