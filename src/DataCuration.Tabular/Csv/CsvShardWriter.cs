using CsvHelper;

namespace DataCuration.Tabular;

/// <summary>Writes the CSV file of a shard.</summary>
internal sealed class CsvShardWriter(ShardOutput output, CsvWriteOptions options, TabularSchema? declared) : IShardWriter
{
    /// <summary>So many documents of a shard make its header, where no columns are declared.</summary>
    private const int HeaderDocuments = 1_000;
    private TabularSchema? schema = declared;
    private Stream? file;
    private Stream? content;
    private CsvWriter? writer;
    private AnnotationValue[] row = [];
    private List<Document>? undeclared = declared is null ? [] : null;

    public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (documents.IsEmpty) return default;
        if (undeclared is null)
        {
            Write(documents.Span);
            return default;
        }
        // The header is that of the first documents, however the engine cuts its batches.
        undeclared.AddRange(documents.Span);
        if (undeclared.Count >= HeaderDocuments) WriteUndeclared();
        return default;
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        WriteUndeclared();
        writer?.Dispose();
        if (content != file) content!.Dispose();
        file?.Dispose();
        return default;
    }

    /// <summary>What is buffered is not written: the shard failed.</summary>
    public ValueTask DisposeAsync() => default;

    private void WriteUndeclared()
    {
        if (undeclared is null) return;
        Document[] first = [.. undeclared.Take(HeaderDocuments)];
        List<Document> gathered = undeclared;
        undeclared = null;
        if (gathered.Count == 0) return;
        // A column that no one declared takes whatever comes: CSV has no kinds.
        schema = TabularSchema.Infer(first, options.IdColumn, options.TextColumn).AsStrings();
        Write(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(gathered));
    }

    private void Write(ReadOnlySpan<Document> documents)
    {
        if (writer is null) Open(schema!);
        foreach (Document document in documents)
        {
            schema!.Fill(document, row);
            writer!.WriteField(document.Id);
            writer.WriteField(document.Utf8Text.Span);
            foreach (AnnotationValue value in row) writer.WriteField(value.AsString());
            writer.EndRecord();
        }
    }

    private void Open(TabularSchema schema)
    {
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
