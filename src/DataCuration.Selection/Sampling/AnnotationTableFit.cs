namespace DataCuration.Selection;

/// <summary>Writes an <see cref="AnnotationTable"/> of every document, in one pass. Selections and reports that need the same fields share it.</summary>
/// <param name="values">The numeric fields. A Boolean counts as 1 or 0.</param>
/// <param name="groups">The fields whose values group the documents.</param>
/// <param name="measure">The measure of a document's size.</param>
internal sealed class AnnotationTableFit(IReadOnlyList<string> values, IReadOnlyList<string> groups, DocumentMeasure measure) : CorpusFit<AnnotationTable>
{
    public override string Name => "annotation-table";

    protected override void Describe(FingerprintWriter writer)
    {
        foreach (string value in values) writer.Add("value", value);
        foreach (string group in groups) writer.Add("group", group);
        measure.Describe(writer);
    }

    protected override async Task<AnnotationTable> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        PhaseFiles files = await scope.MapAsync("rows", scope.Corpus, new Mapper(this, values, groups, measure), cancellationToken).ConfigureAwait(false);
        return new(files, groups.Count, values.Count);
    }

    private sealed class Mapper(AnnotationTableFit fit, IReadOnlyList<string> values, IReadOnlyList<string> groups, DocumentMeasure measure) : IDocumentSink
    {
        public void Describe(FingerprintWriter writer) => fit.Describe(writer);

        public IShardWriter Open(ShardOutput output) => new Writer(values, groups, measure, output);
    }

    private sealed class Writer : IShardWriter
    {
        private readonly IReadOnlyList<string> valueFields, groupFields;
        private readonly DocumentMeasure measure;
        private readonly ShardOutput output;
        private readonly AnnotationRowWriter rows;
        private readonly GroupNumbers numbers;
        private readonly int[] groups;
        private readonly double[] values;
        private readonly List<int> tokens = [];
        private FieldNames? fields;

        public Writer(IReadOnlyList<string> valueFields, IReadOnlyList<string> groupFields, DocumentMeasure measure, ShardOutput output)
        {
            this.valueFields = valueFields;
            this.groupFields = groupFields;
            this.measure = measure;
            this.output = output;
            rows = new AnnotationRowWriter(output, groupFields.Count, valueFields.Count);
            numbers = new GroupNumbers(groupFields);
            groups = new int[groupFields.Count];
            values = new double[valueFields.Count];
        }

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                bool isComplete = true;
                for (int i = 0; i < values.Length; i++) isComplete &= !double.IsNaN(values[i] = Number(document, valueFields[i]));
                for (int g = 0; g < groups.Length; g++)
                {
                    string name = GroupNumbers.NameOf(document, groupFields[g]);
                    isComplete &= name.Length > 0;
                    groups[g] = numbers.Of(document, g, name);
                }
                long size = measure.Of(document, tokens);
                if (!isComplete || size < 0) (fields ??= new FieldNames()).Add(document);
                rows.Append(document.Origin.Record, document.IdHash, size, groups, values);
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            rows.Complete();
            numbers.Write(output);
            fields?.Write(output);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static double Number(Document document, string field)
        {
            if (!document.TryGetValue(field, out AnnotationValue value)) return double.NaN;
            double number = value.Kind == AnnotationKind.Boolean ? value.AsInteger() : value.AsNumber();
            return double.IsFinite(number) ? number : double.NaN;
        }
    }
}
