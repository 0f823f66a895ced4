using System.Globalization;

namespace DataCuration;

/// <summary>Writes the JSONL files of a shard.</summary>
internal sealed class JsonlWriter(ShardOutput output, JsonlWriteOptions options) : IShardWriter
{
    private const int FlushBytes = 128 * 1024;
    private readonly JsonBuffer buffer = new();
    private readonly JsonBuffer line = new();
    private Stream? file;
    private Stream? content;
    private long fileBytes;
    private int files;

    public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (Document document in documents.Span)
        {
            if (options.MaxFileBytes is not { } limit)
            {
                WriteLine(document, buffer);
            }
            else
            {
                line.Clear();
                WriteLine(document, line);
                if (fileBytes > 0 && fileBytes + line.Length > limit) EndFile();
                buffer.WriteRaw(line.Written);
                fileBytes += line.Length;
            }
            if (buffer.Length >= FlushBytes) Flush();
        }
        return default;
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        EndFile();
        return default;
    }

    /// <summary>Completes nothing: a shard that failed must not get an end that makes it look complete.</summary>
    public ValueTask DisposeAsync() => default;

    private void WriteLine(Document document, JsonBuffer target)
    {
        if (options.CopyUnmodifiedRecords && document.IsUnmodified && document.Fields is JsonRecordFields)
        {
            target.WriteRaw(document.Record.Span);
            target.WriteRaw((byte)'\n');
            return;
        }
        // Edited records use the field names of the copied records.
        (string idField, string textField) = options.CopyUnmodifiedRecords && document.Fields is JsonRecordFields own ? (own.IdField, own.TextField)
            : (options.IdField, options.TextField);
        target.WriteRaw((byte)'{');
        target.WriteString(idField);
        target.WriteRaw((byte)':');
        if (document.Utf8Id.IsEmpty) target.WriteString(document.Id);
        else target.WriteString(document.Utf8Id.Span);
        target.WriteRaw((byte)',');
        target.WriteString(textField);
        target.WriteRaw((byte)':');
        target.WriteString(document.Utf8Text.Span);
        foreach ((string name, AnnotationValue value) in document.ListFields())
        {
            if (name == idField || name == textField) continue;
            target.WriteRaw((byte)',');
            target.WriteString(name);
            target.WriteRaw((byte)':');
            try
            {
                target.WriteValue(value);
            }
            catch (InvalidDataException exception)
            {
                throw new InvalidDataException($"Document '{document.Id}': annotation '{name}' is not valid JSON: {exception.Message}.", exception);
            }
        }
        target.WriteRaw("}\n"u8);
    }

    private void Flush()
    {
        if (buffer.Length == 0) return;
        if (content is null)
        {
            string part = options.MaxFileBytes is null ? output.Name : string.Create(CultureInfo.InvariantCulture, $"{output.Name}-{files:D4}");
            file = output.CreateFile(part + ".jsonl" + CompressedOutput.Extension(options.Compression));
            content = CompressedOutput.Wrap(file, options.Compression, options.CompressionLevel);
            files++;
        }
        content.Write(buffer.Written);
        buffer.Clear();
    }

    private void EndFile()
    {
        Flush();
        if (content != file) content!.Dispose();
        file?.Dispose();
        file = null;
        content = null;
        fileBytes = 0;
    }
}
