namespace DataCuration.Deduplication;

/// <summary>Writes the bands of each document's signature, sorted into partitions by band and key.</summary>
/// <param name="signer">Signs the documents.</param>
/// <param name="partitionsPerBand">The number of partitions of a band.</param>
internal sealed class BandSink(MinHashSigner signer, int partitionsPerBand) : IDocumentSink
{
    public const string RecordName = "bands";

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("sink", "minhash-bands/1");
        writer.Add("partitions_per_band", partitionsPerBand);
        signer.Parameters.Describe(writer);
    }

    public IShardWriter Open(ShardOutput output) => new Writer(this, output);

    private sealed class Writer(BandSink sink, ShardOutput output) : IShardWriter
    {
        private readonly PartitionWriter bands = new(output, RecordName, sink.Partitions, BandEntry.Bytes);
        private readonly RecordTableWriter<byte> documents = DocumentTable.Create(output);
        private readonly ShingleBuffers buffers = new();
        private readonly ulong[] signature = new ulong[sink.Signer.Parameters.SignatureLength];

        public ValueTask WriteAsync(ReadOnlyMemory<Document> written, CancellationToken cancellationToken)
        {
            MinHashSigner signer = sink.Signer;
            int rows = signer.Parameters.Rows;
            foreach (Document document in written.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                bool isSigned = signer.TrySign(document.Utf8Text, buffers, signature);
                documents.Append(document.Origin.Record, (byte)(isSigned ? 1 : 0));
                if (!isSigned) continue;
                long id = RecordIds.Create(output.Index, document.Origin.Record);
                for (int band = 0; band < signer.Parameters.Bands; band++)
                {
                    ulong key = MinHashSigner.BandKey(signature, band, rows);
                    bands.WriteTo(band * sink.PartitionsPerBand + PartitionWriter.PartitionOf(key, sink.PartitionsPerBand), new BandEntry(key, id));
                }
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            bands.Complete();
            documents.Complete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private MinHashSigner Signer => signer;

    private int PartitionsPerBand => partitionsPerBand;

    private int Partitions => checked(signer.Parameters.Bands * partitionsPerBand);
}
