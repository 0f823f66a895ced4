namespace DataCuration;

/// <summary>
/// Reads text files, plain, <c>.gz</c> or <c>.zst</c>, as one document each. The id is the displayed path. Files are UTF-8 with or without a byte order mark,
/// or UTF-16 with one. A file that is not valid, or longer than the limit, is a record fault. An empty file is a document with an empty text.
/// </summary>
public sealed class TextSource : IShardedSource
{
    private readonly string[] patterns;
    private readonly ShardPlanOptions shardPlan;

    /// <summary>Creates a source.</summary>
    /// <param name="patterns">Files and patterns, as for <see cref="SourceFiles.Find(ReadOnlySpan{string})"/>.</param>
    /// <param name="shardPlan">The order of files and the sizes of shards; null for the defaults. Files are not cut.</param>
    /// <exception cref="ArgumentException">The list of patterns is empty.</exception>
    public TextSource(IEnumerable<string> patterns, ShardPlanOptions? shardPlan = null)
    {
        this.patterns = OptionChecks.Patterns(patterns);
        this.shardPlan = shardPlan ?? new ShardPlanOptions();
    }

    /// <summary>Creates a source of one file or pattern.</summary>
    /// <param name="pattern">The file or pattern.</param>
    /// <param name="shardPlan">The order of files and the sizes of shards; null for the defaults.</param>
    public TextSource(string pattern, ShardPlanOptions? shardPlan = null)
        : this([pattern], shardPlan)
    {
    }

    /// <summary>The store to read from. Default: <see cref="LocalFileStore.Instance"/>.</summary>
    public IFileStore Files { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = LocalFileStore.Instance;

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("source", "text/1");
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(SourceFiles.Plan(SourceFiles.Find(Files, shardPlan.FileOrder, patterns), static _ => false, shardPlan));
    }

    /// <inheritdoc/>
    public IShardReader Open(SourceShard shard, ReadLimits limits)
    {
        ArgumentNullException.ThrowIfNull(shard);
        ArgumentNullException.ThrowIfNull(limits);
        return new TextFileReader(shard, limits);
    }
}
