namespace DataCuration.Deduplication;

/// <summary>The sink of a fit's map phase.</summary>
/// <param name="describe">Writes the phase's options.</param>
/// <param name="open">Opens a shard's writer.</param>
internal sealed class FitSink(Action<FingerprintWriter> describe, Func<ShardOutput, IShardWriter> open) : IDocumentSink
{
    public void Describe(FingerprintWriter writer) => describe(writer);

    public IShardWriter Open(ShardOutput output) => open(output);
}
