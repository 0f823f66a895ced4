namespace DataCuration.Synthesis;

/// <summary>Measures a shard's documents, and with a role also writes them.</summary>
/// <param name="role">The role of the documents in the mix; null to measure only.</param>
/// <param name="seed">The seed of the order.</param>
/// <param name="encoder">Counts tokens; null to estimate them.</param>
/// <param name="countsEnd">True to count a token more for each document.</param>
internal sealed class MixSink(string? role, ulong seed, ITokenEncoder? encoder, bool countsEnd) : IDocumentSink
{
    private const int BytesPerToken = 4;

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("sink", "mix/2");
        writer.Add("role", role);
        writer.Add("seed", seed);
        if (encoder is null) writer.Add("encoder", null);
        else encoder.Describe(writer);
        if (countsEnd) writer.Add("counts_end", countsEnd);
    }

    public IShardWriter Open(ShardOutput output) => new Writer(new MixLineWriter(output, role), output.Index, seed, encoder, countsEnd ? 1 : 0);

    private sealed class Writer(MixLineWriter target, int shard, ulong seed, ITokenEncoder? encoder, int ends) : IShardWriter
    {
        private readonly List<int> tokens = [];
        private long documents;

        public async ValueTask WriteAsync(ReadOnlyMemory<Document> batch, CancellationToken cancellationToken)
        {
            for (int i = 0; i < batch.Length; i++)
            {
                Document document = batch.Span[i];
                var entry = new MixEntry(MixEntry.KeyOf(seed, document), Count(document) + ends, shard, documents++);
                await target.WriteAsync(document, entry, cancellationToken).ConfigureAwait(false);
            }
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => target.CompleteAsync(cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private long Count(Document document)
        {
            if (encoder is null) return (document.Utf8Text.Length + BytesPerToken - 1) / BytesPerToken;
            tokens.Clear();
            encoder.Encode(document.Utf8Text.Span, tokens);
            return tokens.Count;
        }
    }
}
