using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using DataCuration.Deduplication;

namespace DataCuration.Synthesis;

/// <summary>Writes the bands of each document's signature, by the hash of the band, and the number of documents of each shard.</summary>
/// <param name="parameters">The parameters of the signatures.</param>
/// <param name="partitions">The number of partitions.</param>
internal sealed class BucketSink(MinHashParameters parameters, int partitions) : IDocumentSink
{
    /// <summary>The name of the records.</summary>
    public const string RecordName = "buckets";

    /// <summary>The suffix of the file with the numbers of documents and of signatures.</summary>
    public const string CountsSuffix = ".counts";

    private readonly MinHashSigner signer = new(parameters);

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("sink", "minhash-buckets/2");
        writer.Add("partitions", partitions);
        signer.Parameters.Describe(writer);
    }

    public IShardWriter Open(ShardOutput output) =>
        new Writer(signer, new PartitionWriter(output, RecordName, partitions, 2 * sizeof(long)), output.CreateFile(output.Name + CountsSuffix));

    private sealed class Writer(MinHashSigner signer, PartitionWriter records, Stream counts) : IShardWriter
    {
        private readonly ShingleBuffers buffers = new();
        private readonly ulong[] signature = new ulong[signer.Parameters.SignatureLength];
        private long documents;
        private long signed;

        public ValueTask WriteAsync(ReadOnlyMemory<Document> written, CancellationToken cancellationToken)
        {
            int length = signer.Parameters.Rows;
            foreach (Document document in written.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                long number = documents++;
                if (!signer.TrySign(document.Utf8Text, buffers, signature)) continue;
                signed++;
                for (int band = 0; band < signer.Parameters.Bands; band++)
                {
                    ulong key = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(signature.AsSpan(band * length, length)), band);
                    records.Write(key, new BucketRecord(key, number));
                }
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            records.Complete();
            Span<byte> bytes = stackalloc byte[2 * sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, documents);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[sizeof(long)..], signed);
            counts.Write(bytes);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => counts.DisposeAsync();
    }
}
