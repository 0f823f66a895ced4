using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace DataCuration.Synthesis;

/// <summary>Writes the buckets of each document's signature, by the hash of the bucket, and the number of documents of each shard.</summary>
/// <param name="options">The options of the signatures.</param>
/// <param name="partitions">The number of partitions.</param>
internal sealed class BucketSink(MinHashOptions options, int partitions) : IDocumentSink
{
    /// <summary>The name of the records.</summary>
    public const string RecordName = "buckets";

    /// <summary>The suffix of the file with the numbers of documents and of signatures.</summary>
    public const string CountsSuffix = ".counts";

    private readonly MinHasher hasher = new(options);

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("sink", "minhash-buckets/1");
        writer.Add("partitions", partitions);
        hasher.Options.Describe(writer);
    }

    public IShardWriter Open(ShardOutput output) =>
        new Writer(hasher, new PartitionWriter(output, RecordName, partitions, 2 * sizeof(long)), output.CreateFile(output.Name + CountsSuffix));

    private sealed class Writer(MinHasher hasher, PartitionWriter records, Stream counts) : IShardWriter
    {
        private readonly MinHashBuffers buffers = new();
        private readonly ulong[] signature = new ulong[hasher.Options.SignatureLength];
        private long documents;
        private long signed;

        public ValueTask WriteAsync(ReadOnlyMemory<Document> written, CancellationToken cancellationToken)
        {
            int length = hasher.Options.HashesPerBucket;
            foreach (Document document in written.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                long number = documents++;
                if (!hasher.TrySign(document.Utf8Text.Span, buffers, signature)) continue;
                signed++;
                for (int bucket = 0; bucket < hasher.Options.Buckets; bucket++)
                {
                    ulong key = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(signature.AsSpan(bucket * length, length)), bucket);
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
