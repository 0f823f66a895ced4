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
    /// <returns>What was done, by stage and shard, with the files written.</returns>
    public static Task<RunReport> WriteParquetAsync(this Corpus corpus, string folder, CurationRun run, ParquetWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        return corpus.WriteAsync(folder, new ParquetSink(options), run, cancellationToken);
    }

    /// <summary>Writes the documents as CSV files, one (or, with a size bound, several) per shard.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="folder">The output folder, relative to <see cref="RunOptions.WorkDirectory"/>.</param>
    /// <param name="run">Carries it out.</param>
    /// <param name="options">How to write them; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between documents; what is finished stays, and the next run goes on.</param>
    /// <returns>What was done, by stage and shard, with the files written.</returns>
    public static Task<RunReport> WriteCsvAsync(this Corpus corpus, string folder, CurationRun run, CsvWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        return corpus.WriteAsync(folder, new CsvSink(options), run, cancellationToken);
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
}
