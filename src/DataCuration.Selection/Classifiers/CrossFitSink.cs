using System.Buffers.Binary;
using System.IO.Hashing;

namespace DataCuration.Selection;

/// <summary>
/// Writes the documents of a shard for <see cref="CrossFittedSelection"/>: an <see cref="AnnotationTable"/> of their sizes, the hash of each text, and the
/// texts as lines that fastText can read.
/// </summary>
internal sealed class CrossFitSink : IDocumentSink
{
    public const string LinesSuffix = ".lines";
    public const string HashName = "text-hashes";

    public void Describe(FingerprintWriter writer) => writer.Add("sink", "cross-fit/1");

    public IShardWriter Open(ShardOutput output) => new Writer(output);

    /// <summary>Reads the hash and the line of each document of a shard, in order. The memory of a line is used again.</summary>
    public static IEnumerable<(long Record, ulong Hash, ReadOnlyMemory<byte> Line)> Read(PhaseFiles files, int shard)
    {
        using var table = new RecordTable<ulong>(files, HashName);
        using RecordTablePart<ulong>? hashes = table.OpenShard(shard);
        if (hashes is null) yield break;
        using Stream lines = new BufferedStream(files.Files.OpenRead(files.Find(shard, LinesSuffix)!, FileReadPattern.Sequential), 1 << 16);
        byte[] length = new byte[sizeof(int)], buffer = [];
        for (RecordCursor<ulong> cursor = hashes.Read(); cursor.Read();)
        {
            lines.ReadExactly(length);
            int count = BinaryPrimitives.ReadInt32LittleEndian(length);
            if (buffer.Length < count) buffer = new byte[Math.Max(count, 2 * buffer.Length)];
            lines.ReadExactly(buffer.AsSpan(0, count));
            yield return (cursor.Record, cursor.Value, buffer.AsMemory(0, count));
        }
    }

    private sealed class Writer(ShardOutput output) : IShardWriter
    {
        private readonly AnnotationRowWriter rows = new(output, groups: 0, values: 0);
        private readonly RecordTableWriter<ulong> hashes = new(output, HashName);
        private readonly Stream lines = output.CreateFile(output.Name + LinesSuffix);
        private readonly byte[] length = new byte[sizeof(int)];
        private byte[] line = [];

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                ReadOnlySpan<byte> text = document.Utf8Text.Span;
                rows.Append(document.Origin.Record, document.IdHash, 1, [], []);
                hashes.Append(document.Origin.Record, XxHash3.HashToUInt64(text));
                if (line.Length < text.Length) line = new byte[Math.Max(text.Length, 2 * line.Length)];
                int written = ExampleLine.Write(text, line);
                BinaryPrimitives.WriteInt32LittleEndian(length, written);
                lines.Write(length);
                lines.Write(line.AsSpan(0, written));
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            rows.Complete();
            hashes.Complete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
