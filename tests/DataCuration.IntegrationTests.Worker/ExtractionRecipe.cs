using System.Globalization;
using DataCuration.Extraction;

namespace DataCuration.IntegrationTests.Worker;

/// <summary>Turns crawl files into pages: plain text and Markdown, with metadata, comments and linearised tables.</summary>
public static class ExtractionRecipe
{
    /// <summary>Runs the recipe and returns the counts.</summary>
    public static async Task<string> RunAsync(WorkerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var run = new CurationRun(options.ToRunOptions(batchDocuments: 10));
        // Files are small: each a shard of its own, so that there is something to share out.
        var records = new WarcReadOptions { ShardPlan = new ShardPlanOptions { CoalesceBytes = 0 } };
        RawCorpus crawl = RawCorpus.FromWarc(records, options.Inputs);
        Corpus markdown = crawl.Extract(new ProbedExtractor(new HtmlExtractor { Format = TextFormat.Markdown, KeepLinks = true, KeepComments = true }))
            .Pipe(new MinimumWords(), new MarkdownTableLinearizer { Placement = TablePlacement.Append }, new Annotate(), new Trim())
            .DropsTo("dropped");
        Corpus plain = crawl.Extract(new ProbedExtractor(new HtmlExtractor { Focus = ExtractionFocus.Precision, MinWords = 20 }))
            .Pipe(new MarkdownTableLinearizer(), new Trim());

        await markdown.WriteJsonlAsync("markdown", run).ConfigureAwait(false);
        string counts = Counts(run.Reports[^1]);
        Corpus written = await plain.WriteJsonlAsync("plain", run, new JsonlWriteOptions { Compression = FileCompression.Gzip, MaxFileBytes = 20_000 })
            .ConfigureAwait(false);
        counts += "; " + Counts(run.Reports[^1]);
        long bytes = 0;
        await foreach (Document document in written.AsAsyncEnumerable(run).ConfigureAwait(false)) bytes += document.Utf8Text.Length;
        return string.Create(CultureInfo.InvariantCulture, $"{counts}; {bytes} bytes");
    }

    private static string Counts(RunReport report) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{report.Phase}: {report.Records} in, {report.Kept} kept, {report.Dropped} dropped, {report.Faulted} faulted");
}
