namespace DataCuration;

/// <summary>
/// Reads text files, plain, <c>.gz</c> or <c>.zst</c>, as one document each, whose id is the path as shown. UTF-8 with or without a byte order mark, and
/// UTF-16 with one. A file that is not valid, or longer than the limit, is a record fault. An empty file is a document with an empty text.
/// </summary>
public sealed class TextSource : IShardedSource
{
    private readonly string[] patterns;
    private readonly ShardPlanOptions shardPlan;

    /// <summary>Makes a source.</summary>
    /// <param name="patterns">Files and patterns, as <see cref="SourceFiles.Find"/> takes them.</param>
    /// <param name="shardPlan">How many files share a shard; null for the defaults. Files are not cut.</param>
    /// <exception cref="ArgumentException">There is no pattern.</exception>
    public TextSource(IEnumerable<string> patterns, ShardPlanOptions? shardPlan = null)
    {
        this.patterns = OptionChecks.Patterns(patterns);
        this.shardPlan = shardPlan ?? new ShardPlanOptions();
    }

    /// <summary>Makes a source of one file or pattern.</summary>
    /// <param name="pattern">The file or pattern.</param>
    /// <param name="shardPlan">How many files share a shard; null for the defaults.</param>
    public TextSource(string pattern, ShardPlanOptions? shardPlan = null)
        : this([pattern], shardPlan)
    {
    }

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
        return new(SourceFiles.Plan(SourceFiles.Find(patterns), static _ => false, shardPlan));
    }

    /// <inheritdoc/>
    public IShardReader Open(SourceShard shard, ReadLimits limits)
    {
        ArgumentNullException.ThrowIfNull(shard);
        ArgumentNullException.ThrowIfNull(limits);
        return new TextFileReader(shard, limits);
    }
}
