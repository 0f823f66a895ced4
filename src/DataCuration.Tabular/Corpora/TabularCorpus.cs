namespace DataCuration.Tabular;

/// <summary>Extends <see cref="Corpus"/> with Parquet, CSV and data frames: <c>using DataCuration.Tabular;</c> adds <c>Corpus.FromParquet(…)</c>.</summary>
public static class TabularCorpus
{
    extension(Corpus)
    {
        /// <summary>Reads Parquet files with the column <c>text</c> and an optional column <c>id</c>. The other scalar columns become annotations.</summary>
        /// <param name="patterns">Files or glob patterns.</param>
        public static Corpus FromParquet(params IReadOnlyList<string> patterns) => FromParquet(new ParquetReadOptions(), patterns);

        /// <summary>Reads Parquet files with options, such as column names or a choice of columns.</summary>
        /// <param name="options">The read options.</param>
        /// <param name="patterns">Files or glob patterns.</param>
        public static Corpus FromParquet(ParquetReadOptions options, params IReadOnlyList<string> patterns) =>
            Corpus.FromSource(new ParquetSource(patterns, options));

        /// <summary>Reads CSV files (<c>.tsv</c>: tab-separated) that have a header, with the column <c>text</c> and an optional column <c>id</c>.</summary>
        /// <param name="patterns">Files or glob patterns.</param>
        public static Corpus FromCsv(params IReadOnlyList<string> patterns) => FromCsv(new CsvReadOptions(), patterns);

        /// <summary>Reads CSV files with options, such as column names or a delimiter.</summary>
        /// <param name="options">The read options.</param>
        /// <param name="patterns">Files or glob patterns.</param>
        public static Corpus FromCsv(CsvReadOptions options, params IReadOnlyList<string> patterns) => Corpus.FromSource(new CsvSource(patterns, options));
    }

    /// <summary>Writes the documents as Parquet files: one per shard, or several with <see cref="ParquetWriteOptions.MaxFileBytes"/>.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="folder">The output folder, relative to <see cref="RunOptions.WorkDirectory"/>.</param>
    /// <param name="run">The run that executes the pipeline.</param>
    /// <param name="options">The write options; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between documents. Finished shards are kept, and the next run continues after them.</param>
    /// <returns>A corpus over the written files. The report is in <see cref="CurationRun.Reports"/>.</returns>
    public static async Task<Corpus> WriteParquetAsync(this Corpus corpus, string folder, CurationRun run, ParquetWriteOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        options ??= new ParquetWriteOptions();
        RunReport report = await corpus.WriteAsync(folder, new ParquetSink(options), run, cancellationToken).ConfigureAwait(false);
        var read = new ParquetReadOptions { TextColumn = options.TextColumn, IdColumn = options.IdColumn, ShardPlan = InShardOrder };
        return FilesOf(report) is { Length: > 0 } files ? Corpus.FromSource(new ParquetSource(files, read)) : Corpus.FromDocuments([]);
    }

    /// <summary>Writes the documents as CSV files: one per shard, or several with <see cref="CsvWriteOptions.MaxFileBytes"/>.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="folder">The output folder, relative to <see cref="RunOptions.WorkDirectory"/>.</param>
    /// <param name="run">The run that executes the pipeline.</param>
    /// <param name="options">The write options; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between documents. Finished shards are kept, and the next run continues after them.</param>
    /// <returns>
    /// A corpus over the written files. CSV has no types, so fields may come back with another type (<see cref="CsvSink"/>). The report is in
    /// <see cref="CurationRun.Reports"/>.
    /// </returns>
    public static async Task<Corpus> WriteCsvAsync(this Corpus corpus, string folder, CurationRun run, CsvWriteOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        options ??= new CsvWriteOptions();
        RunReport report = await corpus.WriteAsync(folder, new CsvSink(options), run, cancellationToken).ConfigureAwait(false);
        var read = new CsvReadOptions { TextColumn = options.TextColumn, IdColumn = options.IdColumn, Delimiter = options.Delimiter, ShardPlan = InShardOrder };
        return FilesOf(report) is { Length: > 0 } files ? Corpus.FromSource(new CsvSource(files, read)) : Corpus.FromDocuments([]);
    }

    /// <summary>
    /// Returns the first documents of a corpus as a data frame, for inspection. Texts and other strings are cut after 200 characters. For whole texts, give the
    /// documents and null to <see cref="DocumentFrame.From"/>.
    /// </summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="count">The maximum number of documents.</param>
    /// <param name="run">The run that executes the pipeline.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public static async Task<Microsoft.Data.Analysis.DataFrame> ToDataFrameAsync(this Corpus corpus, int count, CurationRun run,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return DocumentFrame.From(await corpus.AsAsyncEnumerable(run, cancellationToken).Take(count).ToListAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Written files are listed in the order of their shards. From shard 100,000 on, that is not the order of their names.</summary>
    private static ShardPlanOptions InShardOrder { get; } = new() { FileOrder = FileOrder.Listed };

    /// <summary>Returns the files of the sink. The run's own files (drops, quarantine) are in subfolders.</summary>
    private static string[] FilesOf(RunReport report) =>
        [.. report.Shards.SelectMany(shard => shard.Outputs).Select(output => output.Name).Where(name => !name.Contains('/', StringComparison.Ordinal))
            .Select(name => Path.Combine(report.Folder, name))];
}
