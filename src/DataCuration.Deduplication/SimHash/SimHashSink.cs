using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>Writes the search keys of each document's fingerprint, by partition.</summary>
internal sealed class SimHashSink(SimHashSigner signer, SimHashBlocks blocks, int partitions) : IDocumentSink
{
    public const string RecordName = "keys";

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("sink", "simhash-keys/1");
        writer.Add("partitions", partitions);
        signer.Parameters.Describe(writer);
    }

    public IShardWriter Open(ShardOutput output) => new Writer(signer, blocks, new PartitionWriter(output, RecordName, partitions, SimHashEntry.Bytes), output);

    private sealed class Writer(SimHashSigner signer, SimHashBlocks blocks, PartitionWriter records, ShardOutput output) : IShardWriter
    {
        private readonly RecordTableWriter<byte> documents = DocumentTable.Create(output);
        private readonly ShingleBuffers buffers = new();

        public ValueTask WriteAsync(ReadOnlyMemory<Document> written, CancellationToken cancellationToken)
        {
            foreach (Document document in written.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                bool isSigned = signer.TrySign(document.Utf8Text, buffers, out UInt128 fingerprint);
                documents.Append(document.Origin.Record, (byte)(isSigned ? 1 : 0));
                if (!isSigned) continue;
                long id = RecordIds.Create(output.Index, document.Origin.Record);
                for (int i = 0; i < blocks.Choices.Count; i++)
                {
                    UInt128 key = blocks.KeyOf(fingerprint, blocks.Choices[i]);
                    ulong hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in key)), i);
                    records.Write(hash, new SimHashEntry(hash, (ulong)(fingerprint >> 64), (ulong)fingerprint, id));
                }
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            records.Complete();
            documents.Complete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
