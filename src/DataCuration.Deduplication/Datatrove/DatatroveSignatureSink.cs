using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>Writes each document's bands whole, by band: shard, rows, document.</summary>
internal sealed class DatatroveSignatureSink(MinHashSigner signer) : IDocumentSink
{
    public const string RecordName = "bands";

    public static int Words(MinHashParameters parameters) => parameters.Rows + 2;

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("sink", "datatrove-signatures/1");
        signer.Parameters.Describe(writer);
    }

    public IShardWriter Open(ShardOutput output) => new Writer(signer, output);

    private sealed class Writer(MinHashSigner signer, ShardOutput output) : IShardWriter
    {
        private readonly PartitionWriter bands = new(output, RecordName, signer.Parameters.Bands, Words(signer.Parameters) * sizeof(ulong));
        private readonly RecordTableWriter<byte> documents = DocumentTable.Create(output);
        private readonly ShingleBuffers buffers = new();
        private readonly ulong[] signature = new ulong[signer.Parameters.SignatureLength];
        private readonly ulong[] record = new ulong[Words(signer.Parameters)];

        public ValueTask WriteAsync(ReadOnlyMemory<Document> written, CancellationToken cancellationToken)
        {
            int rows = signer.Parameters.Rows;
            foreach (Document document in written.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                bool isSigned = signer.TrySign(document.Utf8Text, buffers, signature);
                documents.Append(document.Origin.Record, (byte)(isSigned ? 1 : 0));
                if (!isSigned) continue;
                if (document.Origin.Record >= DatatroveLayout.Sentinel)
                    throw new InvalidDataException($"'{document.Origin.Source}' has record {document.Origin.Record}; datatrove's files hold 32-bit numbers.");
                record[0] = (ulong)output.Index;
                record[^1] = (ulong)document.Origin.Record;
                for (int band = 0; band < signer.Parameters.Bands; band++)
                {
                    signature.AsSpan(band * rows, rows).CopyTo(record.AsSpan(1));
                    bands.WriteTo(band, MemoryMarshal.AsBytes(record.AsSpan()));
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
}
