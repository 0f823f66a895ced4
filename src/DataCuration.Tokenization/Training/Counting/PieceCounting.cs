using System.Buffers.Binary;

namespace DataCuration.Tokenization;

/// <summary>
/// The pieces of a corpus and their numbers of occurrences: counted by shard in bounded memory, then added up by partition. A second corpus has counts of its
/// own.
/// </summary>
/// <param name="rules">The rules by which texts become pieces.</param>
/// <param name="partitions">The number of partitions. The result does not depend on it.</param>
internal sealed class PieceCounting(PieceRules rules, int partitions) : IDocumentSink
{
    private const string MapRecords = "pieces", SumRecords = "sums";
    private const int Counts = 2 * sizeof(long);

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("sink", "pieces/1");
        writer.Add("partitions", partitions);
        rules.Describe(writer);
    }

    public IShardWriter Open(ShardOutput output) => new Writer(rules, new PartitionWriter(output, MapRecords, partitions));

    /// <summary>Adds up the counts of a partition. Memory: the partition's pieces.</summary>
    /// <param name="first">The pieces of the first corpus.</param>
    /// <param name="second">The pieces of the second one; null without one.</param>
    /// <param name="minCount">The smallest number of occurrences, in both together, of a piece that is kept.</param>
    public static Func<ShardOutput, CancellationToken, Task> Sum(PhaseFiles first, PhaseFiles? second, long minCount) => (output, token) =>
    {
        var counter = new PieceCounter();
        Add(first, isSecond: false);
        if (second is not null) Add(second, isSecond: true);
        var writer = new PartitionWriter(output, SumRecords, 1);
        byte[] record = [];
        counter.List((piece, one, two) =>
        {
            if (one + two < minCount) return;
            if (record.Length < Counts + piece.Length) record = new byte[2 * (Counts + piece.Length)];
            BinaryPrimitives.WriteInt64LittleEndian(record, one);
            BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(sizeof(long)), two);
            piece.CopyTo(record.AsSpan(Counts));
            writer.WriteTo(0, record.AsSpan(0, Counts + piece.Length));
        });
        writer.Complete();
        return Task.CompletedTask;

        void Add(PhaseFiles files, bool isSecond)
        {
            using PartitionReader reader = new Partitions(files, MapRecords).Read(output.Index);
            for (int i = 0; reader.Read(); i++)
            {
                if ((i & 0xFFFF) == 0) token.ThrowIfCancellationRequested();
                long count = BinaryPrimitives.ReadInt64LittleEndian(reader.Record);
                counter.Add(reader.Record[sizeof(long)..], isSecond ? 0 : count, isSecond ? count : 0);
            }
        }
    };

    /// <summary>Lists the sums of all partitions.</summary>
    public static void List(PhaseFiles sums, PieceCounter.ReceiveCount receive, CancellationToken cancellationToken)
    {
        using PartitionReader reader = new Partitions(sums, SumRecords).Read(0);
        for (int i = 0; reader.Read(); i++)
        {
            if ((i & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            receive(reader.Record[Counts..], BinaryPrimitives.ReadInt64LittleEndian(reader.Record),
                BinaryPrimitives.ReadInt64LittleEndian(reader.Record[sizeof(long)..]));
        }
    }

    private sealed class Writer : IShardWriter
    {
        private readonly PieceRules rules;
        private readonly PartitionWriter records;
        private readonly EncodeScratch scratch = new();
        private readonly PieceCounter counter = new();
        private readonly TokenizerPipeline.ReceivePiece receive;
        private byte[] record = [];

        public Writer(PieceRules rules, PartitionWriter records)
        {
            (this.rules, this.records) = (rules, records);
            receive = piece => counter.Add(piece, 1, 0);
        }

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                rules.Split(document.Utf8Text.Span, scratch, receive);
                if (counter.IsLarge) Flush();
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            Flush();
            records.Complete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void Flush()
        {
            counter.List((piece, count, _) =>
            {
                if (record.Length < sizeof(long) + piece.Length) record = new byte[2 * (sizeof(long) + piece.Length)];
                BinaryPrimitives.WriteInt64LittleEndian(record, count);
                piece.CopyTo(record.AsSpan(sizeof(long)));
                records.Write(PieceCounter.PartitionHash(piece), record.AsSpan(0, sizeof(long) + piece.Length));
            });
            counter.Clear();
        }
    }
}
