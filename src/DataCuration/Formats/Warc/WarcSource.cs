namespace DataCuration;

/// <summary>Records of crawl files as raw documents, one shard for a file or for several small ones.</summary>
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
        return new(SourceFiles.Plan(SourceFiles.Find(patterns), static _ => false, options.ShardPlan));
    }

    public IShardReader Open(SourceShard shard, ReadLimits limits) => new WarcShardReader(shard, limits, new WarcRecordSelector(options, limits.MaxRecordBytes));
}
