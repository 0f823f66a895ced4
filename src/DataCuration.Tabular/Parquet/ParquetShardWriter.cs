using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace DataCuration.Tabular;

/// <summary>Writes the Parquet files of a shard, one row group at a time.</summary>
internal sealed class ParquetShardWriter(ShardOutput output, ParquetWriteOptions options, TabularSchema? declared) : IShardWriter
{
    private readonly List<Document> pending = [];
    private TabularSchema? schema = declared;
    private ParquetSchema? layout;
    private Stream? stream;
    private ParquetWriter? file;
    private long pendingBytes;
    private long fileBytes;
    private int files;

    public async ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
    {
        for (int i = 0; i < documents.Length; i++)
        {
            Document document = documents.Span[i];
            long bytes = document.Utf8Text.Length + Encoding.UTF8.GetByteCount(document.Id);
            if (options.MaxFileBytes is { } limit && fileBytes > 0 && fileBytes + bytes > limit) await EndFileAsync(cancellationToken).ConfigureAwait(false);
            if (pending.Count == options.MaxRowGroupRows || (pending.Count > 0 && pendingBytes + bytes > options.MaxRowGroupBytes))
                await WriteRowGroupAsync(cancellationToken).ConfigureAwait(false);
            pending.Add(document);
            pendingBytes += bytes;
            fileBytes += bytes;
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken) => await EndFileAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Does not finish the file: a footer would make an incomplete file look complete.</summary>
    public ValueTask DisposeAsync() => default;

    private async Task EndFileAsync(CancellationToken cancellationToken)
    {
        await WriteRowGroupAsync(cancellationToken).ConfigureAwait(false);
        if (file is not null) await file.DisposeAsync().ConfigureAwait(false);
        if (stream is not null) await stream.DisposeAsync().ConfigureAwait(false);
        file = null;
        stream = null;
        fileBytes = 0;
    }

    private async Task WriteRowGroupAsync(CancellationToken cancellationToken)
    {
        if (pending.Count == 0) return;
        schema ??= TabularSchema.Infer(pending, options.IdColumn, options.TextColumn);
        layout ??= new ParquetSchema([
            new DataField(options.IdColumn, typeof(string), isNullable: false),
            new DataField(options.TextColumn, typeof(string), isNullable: false),
            .. schema.Columns.Select(static column => new DataField(column.Name, ClrType(column.Kind), isNullable: true)),
        ]);
        var rows = new AnnotationValue[pending.Count][];
        for (int i = 0; i < rows.Length; i++) schema.Fill(pending[i], rows[i] = new AnnotationValue[schema.Columns.Count]);
        file ??= await OpenAsync(layout, cancellationToken).ConfigureAwait(false);
        using (ParquetRowGroupWriter group = file.CreateRowGroup())
        {
            DataField[] fields = layout.DataFields;
            await WriteStringsAsync(group, fields[0], static document => document.Id, cancellationToken).ConfigureAwait(false);
            await WriteStringsAsync(group, fields[1], static document => document.Text, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < schema.Columns.Count; i++)
            {
                AnnotationKind kind = schema.Columns[i].Kind;
                DataField field = fields[i + 2];
                Task write = kind switch
                {
                    AnnotationKind.Boolean => WriteAsync<bool>(group, field, rows, i, static value => value.AsBoolean(), cancellationToken),
                    AnnotationKind.Integer => WriteAsync<long>(group, field, rows, i, static value => value.AsInteger(), cancellationToken),
                    AnnotationKind.Number => WriteAsync<double>(group, field, rows, i, static value => value.AsNumber(), cancellationToken),
                    _ => WriteAsync<ReadOnlyMemory<char>>(group, field, rows, i, static value => value.AsString().AsMemory(), cancellationToken),
                };
                await write.ConfigureAwait(false);
            }
            group.CompleteValidate();
        }
        pending.Clear();
        pendingBytes = 0;
    }

    private async Task<ParquetWriter> OpenAsync(ParquetSchema layout, CancellationToken cancellationToken)
    {
        string part = options.MaxFileBytes is null ? output.Name : string.Create(CultureInfo.InvariantCulture, $"{output.Name}-{files:D4}");
        files++;
        stream = new CountingStream(output.CreateFile(part + ".parquet"));
        var format = new ParquetOptions
        {
            CompressionMethod = options.Compression switch
            {
                ParquetCompression.Snappy => CompressionMethod.Snappy,
                ParquetCompression.Gzip => CompressionMethod.Gzip,
                ParquetCompression.None => CompressionMethod.None,
                _ => CompressionMethod.Zstd,
            },
        };
        ParquetWriter writer = await ParquetWriter.CreateAsync(layout, stream, format, append: false, cancellationToken).ConfigureAwait(false);
        if (schema?.Rest is { } rest) writer.CustomMetadata = new Dictionary<string, string> { [RestFields.Property] = rest };
        return writer;
    }

    private Task WriteStringsAsync(ParquetRowGroupWriter group, DataField field, Func<Document, string> select, CancellationToken cancellationToken)
    {
        var values = new ReadOnlyMemory<char>[pending.Count];
        for (int i = 0; i < values.Length; i++) values[i] = select(pending[i]).AsMemory();
        return group.WriteAsync<ReadOnlyMemory<char>>(field, values.AsMemory(), null, null, cancellationToken);
    }

    private static Task WriteAsync<T>(
        ParquetRowGroupWriter group, DataField field, AnnotationValue[][] rows, int column, Func<AnnotationValue, T> convert,
        CancellationToken cancellationToken)
        where T : struct
    {
        var values = new T?[rows.Length];
        for (int i = 0; i < values.Length; i++)
            if (rows[i][column] is { Kind: not AnnotationKind.Null } value) values[i] = convert(value);
        return group.WriteAsync<T>(field, values.AsMemory(), null, null, cancellationToken);
    }

    private static Type ClrType(AnnotationKind kind) => kind switch
    {
        AnnotationKind.Boolean => typeof(bool),
        AnnotationKind.Integer => typeof(long),
        AnnotationKind.Number => typeof(double),
        _ => typeof(string),
    };
}
