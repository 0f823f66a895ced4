namespace DataCuration.Selection;

/// <summary>
/// Writes the trajectories of a shard's documents, and a table of their sources (<see cref="AnnotationTable"/>). The size of a document without losses is -1.
/// </summary>
/// <param name="reader">Reads the losses.</param>
/// <param name="step">The distance of the checkpoints to keep: 1 for all.</param>
/// <param name="sourceField">The field of the source; null for one source.</param>
internal sealed class TrajectorySink(TrajectoryReader reader, int step, string? sourceField) : IDocumentSink
{
    public const string TableName = "trajectories";

    /// <summary>The number of checkpoints that are kept.</summary>
    public int Width { get; } = (reader.Checkpoints + step - 1) / step;

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("sink", "trajectories/1");
        reader.Describe(writer);
        writer.Add("step", step);
        writer.Add("source", sourceField);
    }

    public IShardWriter Open(ShardOutput output) => new Writer(this, reader, step, sourceField, output);

    private sealed class Writer(TrajectorySink sink, TrajectoryReader reader, int step, string? sourceField, ShardOutput output) : IShardWriter
    {
        private readonly RecordTableWriter<float> table = new(output, TableName, sink.Width);
        private readonly AnnotationRowWriter rows = new(output, groups: 1, values: 0);
        private readonly GroupNumbers numbers = new([sourceField ?? ""]);
        private readonly double[] losses = new double[reader.Checkpoints];
        private readonly float[] thinned = new float[sink.Width];
        private readonly int[] groups = new int[1];
        private FieldNames? fields;

        public async ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            for (int d = 0; d < documents.Length; d++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Document document = documents.Span[d];
                bool isKnown = await reader.ReadAsync(document, losses, cancellationToken).ConfigureAwait(false);
                if (!isKnown) (fields ??= new FieldNames()).Add(document);
                // A loss that is not a number counts as 0, as in the reference. An infinite one does too: it would move the centroid of its cluster away.
                for (int i = 0; i < thinned.Length; i++) thinned[i] = isKnown && float.IsFinite((float)losses[i * step]) ? (float)losses[i * step] : 0;
                groups[0] = numbers.Of(document, 0, sourceField is null ? "" : GroupNumbers.NameOf(document, sourceField));
                table.Append(document.Origin.Record, thinned);
                rows.Append(document.Origin.Record, document.IdHash, isKnown ? 1 : -1, groups, []);
            }
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            table.Complete();
            rows.Complete();
            numbers.Write(output);
            fields?.Write(output);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
