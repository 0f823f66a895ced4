using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace DataCuration.Synthesis;

/// <summary>Writes the words of each document, separated by spaces, after the number of its record.</summary>
internal sealed class NoveltySink : IDocumentSink
{
    /// <summary>The name of the records.</summary>
    public const string RecordName = "words";

    // Half of the writer's buffer.
    private const int MaxRecordBytes = 8 << 20;

    public void Describe(FingerprintWriter writer) => writer.Add("sink", "instruction-words/1");

    public IShardWriter Open(ShardOutput output) => new Writer(new PartitionWriter(output, RecordName, 1));

    /// <summary>Reads the record's number and the words.</summary>
    public static (long Number, string[] Words) Read(ReadOnlySpan<byte> record) => (BinaryPrimitives.ReadInt64LittleEndian(record),
        Encoding.UTF8.GetString(record[sizeof(long)..]).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private sealed class Writer(PartitionWriter records) : IShardWriter
    {
        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                string words = string.Join(' ', WordTokens.Split(document.Text));
                byte[] record = new byte[sizeof(long) + Encoding.UTF8.GetByteCount(words)];
                if (record.Length > MaxRecordBytes) throw new CurationException(string.Create(CultureInfo.InvariantCulture,
                    $"The words of instruction '{document.Id}' have {record.Length:N0} bytes, and at most {MaxRecordBytes:N0} can be compared."));
                BinaryPrimitives.WriteInt64LittleEndian(record, document.Origin.Record);
                Encoding.UTF8.GetBytes(words, record.AsSpan(sizeof(long)));
                records.WriteTo(0, record);
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
