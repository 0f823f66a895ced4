namespace DataCuration;

/// <summary>Writes documents to files. Each shard has its own writer, and its files appear only when the shard is complete.</summary>
public interface IDocumentSink
{
    /// <summary>Writes every option that changes the output's bytes into a fingerprint.</summary>
    /// <param name="writer">The fingerprint.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Opens the writer of a shard.</summary>
    /// <param name="output">Creates the shard's files.</param>
    IShardWriter Open(ShardOutput output);
}
