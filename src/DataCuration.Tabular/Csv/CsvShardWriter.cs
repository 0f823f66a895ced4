using System.Globalization;
using CsvHelper;

namespace DataCuration.Tabular;

/// <summary>Writes the CSV files of a shard, each with the header.</summary>
internal sealed class CsvShardWriter(ShardOutput output, CsvWriteOptions options, TabularSchema? declared) : IShardWriter
{
    /// <summary>Without declared columns, the header has the fields of this number of documents.</summary>
    private const int HeaderDocuments = 1_000;

    private const int FlushBytes = 128 * 1024;
    private readonly MemoryStream rows = new(); // formatted rows that are not in a file yet
    private TabularSchema? schema = declared;
    private Stream? file;
    private Stream? content;
    private CsvWriter? writer;
    private byte[] header = [];
    private long fileBytes;
    private int files;
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
        // The header must not depend on the engine's batches.
        undeclared.AddRange(documents.Span);
        if (undeclared.Count >= HeaderDocuments) WriteUndeclared();
        return default;
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        WriteUndeclared();
        writer?.Dispose();
        EndFile();
        return default;
    }

    /// <summary>Writes nothing: an incomplete shard has failed.</summary>
    public ValueTask DisposeAsync() => default;

    private void WriteUndeclared()
    {
        if (undeclared is null) return;
        Document[] first = [.. undeclared.Take(HeaderDocuments)];
        List<Document> gathered = undeclared;
        undeclared = null;
        if (gathered.Count == 0) return;
        // CSV has no types, so an undeclared column takes any value.
        schema = TabularSchema.Infer(first, options.IdColumn, options.TextColumn).AsStrings();
        Write(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(gathered));
    }

    private void Write(ReadOnlySpan<Document> documents)
    {
        if (writer is null) Begin(schema!);
        foreach (Document document in documents)
        {
            schema!.Fill(document, row);
            writer!.WriteField(document.Id);
            writer.WriteField(document.Utf8Text.Span);
            foreach (AnnotationValue value in row) writer.WriteField(value.AsString());
            writer.EndRecord();
            if (options.MaxFileBytes is { } limit)
            {
                writer.Flush();
                // A file has at least one row.
                if (fileBytes > header.Length && fileBytes + rows.Length > limit) EndFile();
                TakeRows();
            }
            else if (rows.Length >= FlushBytes) TakeRows();
        }
        writer!.Flush();
        TakeRows();
    }

    private void Begin(TabularSchema schema)
    {
        row = new AnnotationValue[schema.Columns.Count];
        writer = CsvWriter.Create(rows, new CsvWriterOptions { Separator = options.Delimiter, NewLine = "\n" }, leaveOpen: true);
        writer.WriteField(options.IdColumn);
        writer.WriteField(options.TextColumn);
        foreach (TabularColumn column in schema.Columns) writer.WriteField(column.Name);
        writer.EndRecord();
        writer.Flush();
        header = rows.ToArray();
        rows.SetLength(0);
    }

    private void TakeRows()
    {
        if (rows.Length == 0) return;
        if (content is null)
        {
            string part = options.MaxFileBytes is null ? output.Name : string.Create(CultureInfo.InvariantCulture, $"{output.Name}-{files:D4}");
            file = output.CreateFile(part + (options.Delimiter == '\t' ? ".tsv" : ".csv") + CompressedOutput.Extension(options.Compression));
            content = CompressedOutput.Wrap(file, options.Compression);
            content.Write(header);
            fileBytes = header.Length;
            files++;
        }
        content.Write(rows.GetBuffer(), 0, (int)rows.Length);
        fileBytes += rows.Length;
        rows.SetLength(0);
    }

    private void EndFile()
    {
        if (content != file) content!.Dispose();
        file?.Dispose();
        file = null;
        content = null;
        fileBytes = 0;
    }
}
