using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text.Json;

namespace DataCuration;

/// <summary>
/// Writes the documents of a shard: a table of label and source (<see cref="AnnotationTable"/>, each document of size 1, known by its text's hash and not its id's, its record the row's own number), and the texts as
/// lines that fastText can read. A document without a label has an empty one.
/// </summary>
internal sealed class ExampleSink(string label, string sourceField) : IDocumentSink
{
    public const string LinesSuffix = ".lines";

    /// <summary>A classifier of more labels or a corpus of more sources is a mistake in the choice of fields.</summary>
    private const int MaxNames = AnnotationTableFit.MaxGroupValues;

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("label", label);
        writer.Add("source", sourceField);
    }

    public IShardWriter Open(ShardOutput output) => new Writer([label, sourceField], output);

    private sealed class Writer(string[] fields, ShardOutput output) : IShardWriter
    {
        private readonly Stream rows = output.CreateFile(output.Name + AnnotationTable.RowsSuffix), lines = output.CreateFile(output.Name + LinesSuffix);
        private readonly Dictionary<string, int>[] names = [new(StringComparer.Ordinal), new(StringComparer.Ordinal)];
        private readonly byte[] row = new byte[AnnotationTable.RowSize(2, 0)];
        private readonly int[] groups = new int[2];
        private readonly byte[] length = new byte[sizeof(int)];
        private byte[] line = [];
        private long number;

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                for (int g = 0; g < 2; g++) groups[g] = NumberOf(document, g);
                ReadOnlySpan<byte> text = document.Utf8Text.Span;
                AnnotationTable.Put(row, XxHash3.HashToUInt64(text), number++, 1, groups, []);
                rows.Write(row);
                if (line.Length < text.Length) line = new byte[Math.Max(text.Length, 2 * line.Length)];
                int written = ExampleLine.Write(text, line);
                // Lines are read back with their length, so that none has to be searched for its end.
                BinaryPrimitives.WriteInt32LittleEndian(length, written);
                lines.Write(length);
                lines.Write(line.AsSpan(0, written));
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            using var json = new Utf8JsonWriter(output.CreateFile(output.Name + AnnotationTable.GroupsSuffix));
            json.WriteStartArray();
            foreach (Dictionary<string, int> field in names)
            {
                json.WriteStartArray();
                foreach ((string name, _) in field.OrderBy(entry => entry.Value)) json.WriteStringValue(name);
                json.WriteEndArray();
            }
            json.WriteEndArray();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private int NumberOf(Document document, int g)
        {
            string name = document.TryGetValue(fields[g], out AnnotationValue value) ? value.AsString() ?? "" : "";
            if (g == 0) name = ExampleLine.Label(name);
            if (names[g].TryGetValue(name, out int known)) return known;
            if (names[g].Count == MaxNames) throw new CurationException($"Field '{fields[g]}' has more than {MaxNames} values (document '{document.Id}').");
            names[g].Add(name, names[g].Count);
            return names[g].Count - 1;
        }
    }
}
