using System.Buffers.Binary;
using System.IO.Hashing;

namespace DataCuration.Selection;

/// <summary>
/// Writes the documents of a shard: a table of labels and sources (<see cref="AnnotationTable"/>), and the texts as lines that fastText can read. In the
/// table each document has size 1, the hash of its text in place of its id's, and the row number as its record. A document without a label has an empty
/// one.
/// </summary>
internal sealed class ExampleSink(string label, string sourceField) : IDocumentSink
{
    public const string LinesSuffix = ".lines";

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("label", label);
        writer.Add("source", sourceField);
    }

    public IShardWriter Open(ShardOutput output) => new Writer([label, sourceField], output);

    private sealed class Writer(string[] fields, ShardOutput output) : IShardWriter
    {
        private readonly AnnotationRowWriter rows = new(output, groups: 2, values: 0);
        private readonly Stream lines = output.CreateFile(output.Name + LinesSuffix);
        private readonly GroupNumbers numbers = new(fields);
        private readonly int[] groups = new int[2];
        private readonly byte[] length = new byte[sizeof(int)];
        private FieldNames? fieldNames;
        private byte[] line = [];
        private long number;

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                string label = ExampleLine.Label(GroupNumbers.NameOf(document, fields[0]));
                if (label.Length == 0) (fieldNames ??= new FieldNames()).Add(document);
                groups[0] = numbers.Of(document, 0, label);
                groups[1] = numbers.Of(document, 1, GroupNumbers.NameOf(document, fields[1]));
                ReadOnlySpan<byte> text = document.Utf8Text.Span;
                rows.Append(number++, XxHash3.HashToUInt64(text), 1, groups, []);
                if (line.Length < text.Length) line = new byte[Math.Max(text.Length, 2 * line.Length)];
                int written = ExampleLine.Write(text, line);
                // Lines are stored with their length, so that reading does not search for their ends.
                BinaryPrimitives.WriteInt32LittleEndian(length, written);
                lines.Write(length);
                lines.Write(line.AsSpan(0, written));
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            rows.Complete();
            numbers.Write(output);
            fieldNames?.Write(output);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
