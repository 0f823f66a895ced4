using DataCuration.TestKit;

namespace DataCuration.IntegrationTests.Extraction;

/// <summary>Crawl files, and what one process with one worker that nothing disturbed makes of them.</summary>
public sealed class ExtractionReference : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ExtractionReference()
    {
        RecordsWritten = MadeCrawl.Write(folder["crawl"], files: 9, pagesPerFile: 40, seed: 7);
        Result = WorkerProcess.Complete([.. Arguments("reference"), "workers=1"]);
        Outputs = OutputSnapshot.Take(folder["reference"]);
    }

    /// <summary>How many records were written, before some were damaged.</summary>
    public int RecordsWritten { get; }

    /// <summary>What the program said at its end.</summary>
    public string Result { get; }

    public SortedDictionary<string, string> Outputs { get; }

    /// <summary>A work directory of that name.</summary>
    public string Work(string name) => folder[name];

    /// <summary>Arguments for a run over the crawl files in a work directory.</summary>
    public string[] Arguments(string work) => ["extract", $"input={Path.Combine(folder["crawl"], "*.warc*")}", $"work={folder[work]}"];

    public void Dispose() => folder.Dispose();
}
