namespace DataCuration.Tabular;

/// <summary>Adds Parquet, CSV and data frames to <see cref="Corpus"/>: with <c>using DataCuration.Tabular;</c>, <c>Corpus.FromParquet(…)</c> is there.</summary>
public static class TabularCorpus
{
    extension(Corpus)
    {
        /// <summary>Parquet files with the columns <c>text</c> and, if there is one, <c>id</c>; the other scalar columns become annotations.</summary>
        /// <param name="patterns">Files or glob patterns.</param>
        public static Corpus FromParquet(params IReadOnlyList<string> patterns) => FromParquet(new ParquetReadOptions(), patterns);

        /// <summary>Parquet files with other column names, or with chosen columns only.</summary>
        /// <param name="options">How to read them.</param>
        /// <param name="patterns">Files or glob patterns.</param>
        public static Corpus FromParquet(ParquetReadOptions options, params IReadOnlyList<string> patterns) => Corpus.FromSource(new ParquetSource(patterns, options));

        /// <summary>CSV files (<c>.tsv</c>: tab-separated) with a header and the columns <c>text</c> and, if there is one, <c>id</c>.</summary>
        /// <param name="patterns">Files or glob patterns.</param>
        public static Corpus FromCsv(params IReadOnlyList<string> patterns) => FromCsv(new CsvReadOptions(), patterns);

        /// <summary>CSV files with other column names or another delimiter.</summary>
        /// <param name="options">How to read them.</param>
        /// <param name="patterns">Files or glob patterns.</param>
        public static Corpus FromCsv(CsvReadOptions options, params IReadOnlyList<string> patterns) => Corpus.FromSource(new CsvSource(patterns, options));
    }

    /// <summary>Writes the documents as Parquet files, one (or, with a size bound, several) per shard.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="folder">The output folder, relative to <see cref="RunOptions.WorkDirectory"/>.</param>
    /// <param name="run">Carries it out.</param>
    /// <param name="options">How to write them; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between documents; what is finished stays, and the next run goes on.</param>
    /// <returns>A corpus over what was written. What was done, by stage and shard, is in <see cref="CurationRun.Reports"/>.</returns>
    public static async Task<Corpus> WriteParquetAsync(this Corpus corpus, string folder, CurationRun run, ParquetWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        options ??= new ParquetWriteOptions();
        RunReport report = await corpus.WriteAsync(folder, new ParquetSink(options), run, cancellationToken).ConfigureAwait(false);
        var read = new ParquetReadOptions { TextColumn = options.TextColumn, IdColumn = options.IdColumn };
        return FilesOf(report) is { Length: > 0 } files ? Corpus.FromSource(new ParquetSource(files, read)) : Corpus.FromDocuments([]);
    }

    /// <summary>Writes the documents as CSV files, one (or, with a size bound, several) per shard.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="folder">The output folder, relative to <see cref="RunOptions.WorkDirectory"/>.</param>
    /// <param name="run">Carries it out.</param>
    /// <param name="options">How to write them; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between documents; what is finished stays, and the next run goes on.</param>
    /// <returns>A corpus over what was written; CSV has no kinds, and so fields may come back as others (<see cref="CsvSink"/>). What was done is in <see cref="CurationRun.Reports"/>.</returns>
    public static async Task<Corpus> WriteCsvAsync(this Corpus corpus, string folder, CurationRun run, CsvWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        options ??= new CsvWriteOptions();
        RunReport report = await corpus.WriteAsync(folder, new CsvSink(options), run, cancellationToken).ConfigureAwait(false);
        var read = new CsvReadOptions { TextColumn = options.TextColumn, IdColumn = options.IdColumn, Delimiter = options.Delimiter };
        return FilesOf(report) is { Length: > 0 } files ? Corpus.FromSource(new CsvSource(files, read)) : Corpus.FromDocuments([]);
    }

    /// <summary>The first documents of a corpus as a data frame, for a look at them.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="count">How many documents.</param>
    /// <param name="run">Reads them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<Microsoft.Data.Analysis.DataFrame> ToDataFrameAsync(this Corpus corpus, int count, CurationRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return DocumentFrame.From(await corpus.AsAsyncEnumerable(run, cancellationToken).Take(count).ToListAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The files that the sink wrote; the run's own (drops, quarantine) lie in folders below.</summary>
    private static string[] FilesOf(RunReport report) =>
        [.. report.Shards.SelectMany(shard => shard.Outputs).Select(output => output.Name).Where(name => !name.Contains('/', StringComparison.Ordinal)).Select(name => Path.Combine(report.Folder, name))];
}
