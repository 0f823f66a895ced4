using System.Globalization;

namespace DataCuration.Tabular;

/// <summary>
/// Writes CSV or TSV files in UTF-8, <c>part-00003.csv</c> or <c>.tsv</c>, with <see cref="CsvWriteOptions.MaxFileBytes"/> <c>part-00003-0000.csv</c> and
/// so on, then the compression's extension: a row of names, then a row per document with id,
/// text and a column for each annotation, fields quoted where they need it, lines ended by LF. CSV has no kinds and no nulls: null is written as an empty
/// field, and a string such as <c>12</c> reads back as an integer. Choose JSONL or Parquet where that matters. A shard without documents has no file.
/// </summary>
public sealed class CsvSink : IDocumentSink
{
    private readonly CsvWriteOptions options;
    private readonly TabularSchema? declared;

    /// <summary>Makes a sink.</summary>
    /// <param name="options">How to write; null for the defaults.</param>
    /// <exception cref="ArgumentException">Two columns have the same name.</exception>
    public CsvSink(CsvWriteOptions? options = null)
    {
        this.options = options ?? new CsvWriteOptions();
        declared = TabularSchema.Declare(this.options.Columns, this.options.IdColumn, this.options.TextColumn);
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
