using System.IO.Hashing;
using System.Text;

namespace DataCuration.Deduplication;

/// <summary>Writes the hash of each document's key, by partition.</summary>
/// <param name="key">The key.</param>
/// <param name="priority">The annotation with the priority; null for none.</param>
/// <param name="partitions">The number of partitions.</param>
internal sealed class ExactSink(ExactKey key, string? priority, int partitions) : IDocumentSink
{
    public const string RecordName = "keys";

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("sink", "exact-keys/1");
        writer.Add("partitions", partitions);
        writer.Add("priority", priority);
        writer.AddScope("key", key.Describe);
    }

    public IShardWriter Open(ShardOutput output) => new Writer(key, priority, new PartitionWriter(output, RecordName, partitions, ExactEntry.Bytes), output);

    private sealed class Writer(ExactKey key, string? priority, PartitionWriter records, ShardOutput output) : IShardWriter
    {
        private readonly RecordTableWriter<byte> documents = DocumentTable.Create(output);
        private byte[] buffer = [];

        public ValueTask WriteAsync(ReadOnlyMemory<Document> written, CancellationToken cancellationToken)
        {
            foreach (Document document in written.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                bool hasKey = TryHash(document, out UInt128 hash);
                documents.Append(document.Origin.Record, (byte)(hasKey ? 1 : 0));
                if (!hasKey) continue;
                ulong high = (ulong)(hash >> 64);
                records.Write(high, new ExactEntry(high, (ulong)hash, RankOf(document), RecordIds.Create(output.Index, document.Origin.Record)));
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

        private bool TryHash(Document document, out UInt128 hash)
        {
            hash = default;
            if (key.Canonicalizer is not null)
            {
                if (key.Canonicalizer.Canonicalize(document.Url) is not { } url) return false;
                hash = XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(url));
                return true;
            }
            if (key.AnnotationName is not null)
            {
                if (!document.TryGetValue(key.AnnotationName, out AnnotationValue value) || value.Kind == AnnotationKind.Null) return false;
                hash = XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(value.AsString()!), (long)value.Kind);
                return true;
            }
            hash = XxHash128.HashToUInt128(TextFormWriter.Write(document.Utf8Text.Span, key.Form, ref buffer));
            return true;
        }

        private ulong RankOf(Document document)
        {
            if (priority is null || !document.TryGetValue(priority, out AnnotationValue value) || value.Kind == AnnotationKind.Null) return ExactEntry.LastRank;
            double number = value.AsNumber();
            return !double.IsNaN(number) ? ExactEntry.RankOf(number) : throw new InvalidDataException(
                $"Document '{document.Id}' of '{document.Origin.Source}': its priority '{priority}' is {value.Kind} '{value.AsString()}', not a number.");
        }
    }
}
