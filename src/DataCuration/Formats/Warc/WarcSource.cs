namespace DataCuration;

/// <summary>A source of crawl records as raw documents. A shard is a file or several small ones.</summary>
internal sealed class WarcSource(IEnumerable<string> patterns, WarcReadOptions options) : IShardedSource
{
    private readonly string[] patterns = OptionChecks.Patterns(patterns);

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("source", "warc/1");
        options.Describe(writer);
    }

    public ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(SourceFiles.Plan(SourceFiles.Find(options.Files, options.ShardPlan.FileOrder, patterns), static _ => false, options.ShardPlan));
    }

    public IShardReader Open(SourceShard shard, ReadLimits limits) =>
        new WarcShardReader(shard, limits, new WarcRecordSelector(options, limits.MaxRecordBytes));
}
