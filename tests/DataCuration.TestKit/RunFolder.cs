namespace DataCuration.TestKit;

/// <summary>A test's own work directory, with runs over it.</summary>
/// <param name="inMemory">True for a folder in memory, if there is such a place (<see cref="TemporaryFolder"/>).</param>
public sealed class RunFolder(bool inMemory = false) : IDisposable
{
    private readonly TemporaryFolder folder = new(inMemory);
    private readonly List<CurationRun> runs = [];

    /// <summary>The folder for inputs.</summary>
    public TemporaryFolder Inputs => folder;

    /// <summary>The work directory.</summary>
    public string Work => folder["work"];

    /// <summary>Creates a run over the work directory.</summary>
    public CurationRun Run(Func<RunOptions, RunOptions>? change = null, TimeProvider? time = null, Microsoft.Extensions.Logging.ILoggerFactory? log = null)
    {
        var options = new RunOptions { WorkDirectory = Work, MaxParallelShards = 2, WarningWriter = TextWriter.Null };
        var run = new CurationRun(change?.Invoke(options) ?? options, log, time);
        runs.Add(run);
        return run;
    }

    /// <summary>Creates documents d0, d1, … with the text <c>text of d0</c>.</summary>
    public static Corpus Documents(int count) => Corpus.FromDocuments(Enumerable.Range(0, count).Select(i => new Document($"d{i}", $"text of d{i}")));

    /// <summary>Returns the names of an output's visible files, in order.</summary>
    public string[] Files(string output)
    {
        string path = Path.Combine(Work, output);
        if (!Directory.Exists(path)) return [];
        return [.. Directory.GetFiles(path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(path, file))
            .Where(name => !name.StartsWith(".curation", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Returns all lines of an output's visible files.</summary>
    public string[] Lines(string output) => [.. Files(output).SelectMany(name => File.ReadAllLines(Path.Combine(Work, output, name)))];

    /// <summary>Returns the path of a file in an output's state folder.</summary>
    public string State(string output, string name) => Path.Combine(Work, output, ".curation", name);

    /// <summary>Loads the report of an output.</summary>
    public RunReport Report(string output) => RunReport.Load(Path.Combine(Work, output));

    /// <summary>Runs a corpus and returns its documents.</summary>
    public static async Task<List<Document>> Read(Corpus corpus, CurationRun run)
    {
        var documents = new List<Document>();
        await foreach (Document document in corpus.AsAsyncEnumerable(run)) documents.Add(document);
        return documents;
    }

    public void Dispose()
    {
        foreach (CurationRun run in runs) run.Dispose();
        folder.Dispose();
    }
}
