using System.Globalization;

namespace DataCuration.Tabular;

/// <summary>
/// Writes CSV or TSV files in UTF-8: a header, then a row per document with the id, the text and a column for each annotation. Fields are quoted if
/// necessary, and lines end with LF.
/// </summary>
/// <remarks>
/// Files are named <c>part-00003.csv</c> or <c>.tsv</c>, or with <see cref="CsvWriteOptions.MaxFileBytes"/> <c>part-00003-0000.csv</c> and so on, followed by
/// the extension of the compression. A shard without documents has no file. CSV has no types and no nulls: null is written as an empty field, and a string
/// such as <c>12</c> is read back as an integer. Use JSONL or Parquet if that matters.
/// </remarks>
public sealed class CsvSink : ISchemaSink
{
    private readonly CsvWriteOptions options;
    private readonly TabularSchema? declared;

    /// <summary>Creates a sink.</summary>
    /// <param name="options">The write options; null for the defaults.</param>
    /// <exception cref="ArgumentException">Two columns have the same name.</exception>
    public CsvSink(CsvWriteOptions? options = null)
    {
        this.options = options ?? new CsvWriteOptions();
        declared = TabularSchema.Declare(this.options.Columns, this.options.IdColumn, this.options.TextColumn);
    }

    private CsvSink(CsvWriteOptions options, TabularSchema schema)
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
        // CSV has no types, so an undeclared column takes any value.
        return new CsvSink(options, TabularSchema.Of(fields, options.IdColumn, options.TextColumn).AsStrings());
    }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("sink", "csv/1");
        writer.Add(nameof(options.TextColumn), options.TextColumn);
        writer.Add(nameof(options.IdColumn), options.IdColumn);
        writer.Add(nameof(options.Columns), declared?.Describe());
        writer.Add(nameof(options.Delimiter), options.Delimiter.ToString());
        writer.Add(nameof(options.Compression), options.Compression.ToString());
        writer.Add(nameof(options.MaxFileBytes), options.MaxFileBytes?.ToString(CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public IShardWriter Open(ShardOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return new CsvShardWriter(output, options, declared);
    }
}
