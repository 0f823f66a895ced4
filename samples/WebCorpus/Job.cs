using DataCuration;
using DataCuration.Extraction;
using DataCuration.Tabular;

namespace WebCorpus;

/// <summary>Turns crawl files into pages with metadata.</summary>
internal static class Job
{
    /// <summary>The columns of the Parquet files. They are declared because few pages have all of them.</summary>
    private static readonly TabularColumn[] Columns =
    [
        .. new[]
        {
            WellKnownAnnotations.Url, PageAnnotations.Title, PageAnnotations.Author, PageAnnotations.Date, PageAnnotations.Language,
            PageAnnotations.PageType, PageAnnotations.SiteName,
            PageAnnotations.Description, PageAnnotations.CanonicalUrl, PageAnnotations.LicenceUrl, PageAnnotations.CapturedAt,
        }.Select(key => new TabularColumn(key.Name, AnnotationKind.String)),
    ];

    /// <summary>Runs the job.</summary>
    /// <returns>The written pages, and the report on every record.</returns>
    public static async Task<(Corpus Pages, RunReport Report)> RunAsync(Settings settings, CurationRun run, CancellationToken cancellationToken)
    {
        Corpus pages = RawCorpus.FromWarc(new WarcReadOptions { HttpStatuses = settings.Statuses }, settings.Input)
            .Extract(new HtmlExtractor { Format = settings.Text, Focus = settings.Focus, MinWords = settings.MinWords });
        if (settings.Languages.Count > 0) pages = pages.Pipe(new DeclaredLanguageFilter(settings.Languages));
        if (settings.LinearizeTables) pages = pages.Pipe(new MarkdownTableLinearizer());
        Corpus written = settings.Parquet
            ? await pages.WriteParquetAsync("pages", run, new ParquetWriteOptions { Columns = Columns }, cancellationToken)
            : await pages.WriteJsonlAsync("pages", run, cancellationToken: cancellationToken);
        return (written, run.Reports[^1]);
    }
}
