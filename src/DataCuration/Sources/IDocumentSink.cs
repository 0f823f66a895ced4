namespace DataCuration;

/// <summary>Where documents go: one writer per shard, whose files appear only when the shard is complete.</summary>
public interface IDocumentSink
{
    /// <summary>Writes every option that changes the output's bytes.</summary>
    /// <param name="writer">Takes the options.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Opens the writer of a shard.</summary>
    /// <param name="output">Makes the shard's files.</param>
    IShardWriter Open(ShardOutput output);
}
