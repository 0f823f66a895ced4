namespace DataCuration.Synthesis;

/// <summary>Writes the chosen documents of a shard of the replay corpus, which is read a second time for it.</summary>
/// <param name="choice">The phase that chose the documents.</param>
/// <param name="seed">The seed of the order.</param>
internal sealed class ChosenSink(PhaseFiles choice, ulong seed) : IDocumentSink
{
    public void Describe(FingerprintWriter writer)
    {
        writer.Add("sink", "mix-chosen/1");
        writer.Add("seed", seed);
    }

    public IShardWriter Open(ShardOutput output) => new Writer(new MixLineWriter(output, ReplayMix.ReplayRole), ReplayChoice.OpenShard(choice, output.Index),
        output.Index, seed);

    private sealed class Writer : IShardWriter
    {
        private readonly MixLineWriter target;
        private readonly RecordTablePart<MixEntry>? chosen;
        private readonly int shard;
        private readonly ulong seed;
        private RecordCursor<MixEntry> next;
        private bool hasNext;
        private long documents;

        public Writer(MixLineWriter target, RecordTablePart<MixEntry>? chosen, int shard, ulong seed)
        {
            this.target = target;
            this.chosen = chosen;
            this.shard = shard;
            this.seed = seed;
            if (chosen is null) return;
            next = chosen.Read();
            hasNext = next.Read();
        }

        public async ValueTask WriteAsync(ReadOnlyMemory<Document> batch, CancellationToken cancellationToken)
        {
            for (int i = 0; i < batch.Length && hasNext; i++)
            {
                if (documents++ != next.Record) continue;
                Document document = batch.Span[i];
                MixEntry entry = next.Value;
                if (MixEntry.KeyOf(seed, document) != entry.Key) throw Changed($"document {next.Record} of shard {shard} is '{document.Id}' now");
                await target.WriteAsync(document, entry, cancellationToken).ConfigureAwait(false);
                hasNext = next.Read();
            }
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => hasNext
            ? throw Changed($"shard {shard} has {documents} documents now, and document {next.Record} was chosen from it")
            : target.CompleteAsync(cancellationToken);

        public ValueTask DisposeAsync()
        {
            chosen?.Dispose();
            return ValueTask.CompletedTask;
        }

        private static CurationException Changed(string found) => new($"The replay corpus gave other documents when it was read again: {found}. A mix reads it "
            + "twice, so its stages must give the same result each time. Write it to files first, and mix with these.");
    }
}
