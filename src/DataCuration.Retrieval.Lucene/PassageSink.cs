using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace DataCuration.Retrieval.Lucene;

/// <summary>Writes the id and text of each passage, in order.</summary>
internal sealed class PassageSink : IDocumentSink
{
    /// <summary>The name of the records.</summary>
    public const string RecordName = "passages";

    // Half of the writer's buffer.
    private const int MaxRecordBytes = 8 << 20;

    public void Describe(FingerprintWriter writer) => writer.Add("sink", "bm25-passages/1");

    public IShardWriter Open(ShardOutput output) => new Writer(new PartitionWriter(output, RecordName, 1));

    /// <summary>Reads the id and text of a record.</summary>
    public static (string Id, string Text) Read(ReadOnlySpan<byte> record)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(record);
        return (Encoding.UTF8.GetString(record.Slice(sizeof(int), length)), Encoding.UTF8.GetString(record[(sizeof(int) + length)..]));
    }

    private sealed class Writer(PartitionWriter records) : IShardWriter
    {
        private byte[] buffer = new byte[4_096];

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int id = Encoding.UTF8.GetByteCount(document.Id), size = checked(sizeof(int) + id + document.Utf8Text.Length);
                if (size > MaxRecordBytes) throw new CurationException(string.Create(CultureInfo.InvariantCulture,
                    $"Passage '{document.Id}' has {size:N0} bytes with its id, and at most {MaxRecordBytes:N0} can be indexed: split the documents with a "
                    + $"{nameof(PassageSplitter)} first."));
                if (buffer.Length < size) buffer = new byte[size];
                BinaryPrimitives.WriteInt32LittleEndian(buffer, id);
                Encoding.UTF8.GetBytes(document.Id, buffer.AsSpan(sizeof(int)));
                document.Utf8Text.Span.CopyTo(buffer.AsSpan(sizeof(int) + id));
                records.WriteTo(0, buffer.AsSpan(0, size));
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            records.Complete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
