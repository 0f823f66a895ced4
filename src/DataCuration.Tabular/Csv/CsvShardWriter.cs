using CsvHelper;

namespace DataCuration.Tabular;

/// <summary>Writes the CSV file of a shard.</summary>
internal sealed class CsvShardWriter(ShardOutput output, CsvWriteOptions options, TabularSchema? declared) : IShardWriter
{
    private TabularSchema? schema = declared;
    private Stream? file;
    private Stream? content;
    private CsvWriter? writer;
    private AnnotationValue[] row = [];

    public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (documents.IsEmpty) return default;
        if (writer is null) Open(documents);
        foreach (Document document in documents.Span)
        {
            schema!.Fill(document, row);
            writer!.WriteField(document.Id);
            writer.WriteField(document.Utf8Text.Span);
            foreach (AnnotationValue value in row) writer.WriteField(value.AsString());
            writer.EndRecord();
        }
        return default;
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        writer?.Dispose();
        if (content != file) content!.Dispose();
        file?.Dispose();
        return default;
    }

    /// <summary>What is buffered is not written: the shard failed.</summary>
    public ValueTask DisposeAsync() => default;

    private void Open(ReadOnlyMemory<Document> first)
    {
        if (schema is null)
        {
            // A column that no one declared takes whatever comes: CSV has no kinds.
            TabularSchema found = TabularSchema.Infer(first.ToArray(), options.IdColumn, options.TextColumn);
            schema = found.AsStrings();
        }
        row = new AnnotationValue[schema.Columns.Count];
        string extension = options.Delimiter == '\t' ? ".tsv" : ".csv";
        file = output.CreateFile(output.Name + extension + CompressedOutput.Extension(options.Compression));
        content = CompressedOutput.Wrap(file, options.Compression);
        writer = CsvWriter.Create(content, new CsvWriterOptions { Separator = options.Delimiter, NewLine = "\n" }, leaveOpen: true);
        writer.WriteField(options.IdColumn);
        writer.WriteField(options.TextColumn);
        foreach (TabularColumn column in schema.Columns) writer.WriteField(column.Name);
        writer.EndRecord();
    }
}
