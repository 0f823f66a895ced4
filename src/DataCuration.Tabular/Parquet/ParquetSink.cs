using System.Globalization;

namespace DataCuration.Tabular;

/// <summary>
/// Writes Parquet files with the required columns id and text and a nullable column for each annotation. Fields with the name of the id or text column are
/// left out. JSON values are written as strings. The bytes depend on documents and options only. All files of a folder have the same columns.
/// </summary>
/// <remarks>
/// Files are named <c>part-00003.parquet</c>, or with <see cref="ParquetWriteOptions.MaxFileBytes"/> <c>part-00003-0000.parquet</c> and so on. A shard
/// without documents has no file.
/// </remarks>
public sealed class ParquetSink : ISchemaSink
{
    private readonly ParquetWriteOptions options;
    private readonly TabularSchema? declared;

    /// <summary>Creates a sink.</summary>
    /// <param name="options">The write options; null for the defaults.</param>
    /// <exception cref="ArgumentException">Two columns have the same name.</exception>
    public ParquetSink(ParquetWriteOptions? options = null)
    {
        this.options = options ?? new ParquetWriteOptions();
        declared = TabularSchema.Declare(this.options.Columns, this.options.IdColumn, this.options.TextColumn);
    }

    private ParquetSink(ParquetWriteOptions options, TabularSchema schema)
    {
        this.options = options;
        declared = schema;
    }

    /// <inheritdoc/>
    public bool NeedsFields => declared is null;

    /// <inheritdoc/>
    public IDocumentSink WithFields(IReadOnlyList<CorpusField> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new ParquetSink(options, TabularSchema.Of(fields, options.IdColumn, options.TextColumn));
    }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("sink", "parquet/1");
        writer.Add(nameof(options.TextColumn), options.TextColumn);
        writer.Add(nameof(options.IdColumn), options.IdColumn);
        writer.Add(nameof(options.Columns), declared?.Describe());
        writer.Add(nameof(options.Compression), options.Compression.ToString());
        writer.Add(nameof(options.MaxRowGroupRows), options.MaxRowGroupRows);
        writer.Add(nameof(options.MaxRowGroupBytes), options.MaxRowGroupBytes);
        writer.Add(nameof(options.MaxFileBytes), options.MaxFileBytes?.ToString(CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public IShardWriter Open(ShardOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return new ParquetShardWriter(output, options, declared);
    }
}
