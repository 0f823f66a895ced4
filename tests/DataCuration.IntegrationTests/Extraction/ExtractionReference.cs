namespace DataCuration.IntegrationTests.Extraction;

/// <summary>Crawl files, and their output from one undisturbed process with one worker.</summary>
public sealed class ExtractionReference : ReferenceOutputs
{
    public ExtractionReference()
    {
        RecordsWritten = MadeCrawl.Write(Work("crawl"), files: 9, pagesPerFile: 40, seed: 7);
        Run();
    }

    /// <summary>The number of records written, before some were damaged.</summary>
    public int RecordsWritten { get; }

    public override string[] ArgumentsFor(string work) => ["extract", $"input={Path.Combine(Work("crawl"), "*.warc*")}", $"work={Work(work)}"];
}
