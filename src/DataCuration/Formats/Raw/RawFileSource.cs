namespace DataCuration;

/// <summary>Lists files that are one raw document each (pages, PDFs, texts), for a <see cref="RawCorpus"/> of files.</summary>
internal sealed class RawFileSource(IEnumerable<string> patterns, RawFileReadOptions options)
{
    private readonly string[] patterns = OptionChecks.Patterns(patterns);

    /// <summary>Writes the options that change what is read into a fingerprint. The shards describe the files.</summary>
    public static void Describe(FingerprintWriter writer) => writer.Add("source", "raw_files/1");

    /// <summary>Lists the shards, in the order of the corpus.</summary>
    public IReadOnlyList<SourceShard> ListShards() =>
        SourceFiles.Plan(SourceFiles.Find(options.Files, options.ShardPlan.FileOrder, patterns), static _ => false, options.ShardPlan);

    /// <summary>Opens a shard.</summary>
    public static RawFileReader Open(SourceShard shard, ReadLimits limits) => new(shard, limits);
}
