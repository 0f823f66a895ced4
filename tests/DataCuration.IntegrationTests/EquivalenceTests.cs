using System.Globalization;
using DataCuration.Tabular;

namespace DataCuration.IntegrationTests;

/// <summary>Acceptance: outputs do not depend on workers, on ranks, or on the division of the input into files.</summary>
public sealed class EquivalenceTests(ReferenceRun reference)
{
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_SeveralWorkers_GivesTheSameBytes(int workers) => reference.RequireSameWithWorkers(workers);

    [Fact]
    public void Run_ThreeRanks_GivesTheSameBytes() => reference.RequireSameWithThreeRanks();

    [Fact]
    public void Run_RanksOneAfterTheOther_ExitsWithItsCodeUntilThePhaseIsComplete()
    {
        // Like a scheduler with dependencies: no rank waits for another.
        const int World = 2;
        string? result = null;
        bool wasIncomplete = false;
        for (int round = 0; round < 60 && result is null; round++)
        {
            using WorkerProcess worker = WorkerProcess.Start([.. reference.Arguments("exits"), $"rank={round % World}", $"world={World}", "exit"]);
            worker.ReadToEnd();
            wasIncomplete |= worker.ExitCode == PhaseIncompleteException.ExitCode;
            if (worker.ExitCode != PhaseIncompleteException.ExitCode) result = worker.Result ?? string.Join('\n', worker.Lines.TakeLast(2));
        }
        Assert.True(wasIncomplete);
        Assert.Equal(reference.Result, result);
    }

    [Fact]
    public async Task Run_SameDocumentsInSevenFiles_GivesTheSameDocuments()
    {
        string result = WorkerProcess.Complete([.. reference.Arguments("files", "seven"), "workers=2"]);
        Assert.Equal(reference.Result, result);
        string one = reference.Work("reference"), seven = reference.Work("files");
        foreach (string folder in new[] { "plain", "plain/dropped", "zst", "gz", "parts/rivers", "parts/bread", "parts/engines", "parts/music",
            "selected", "random", "selected-clean" })
        {
            byte[] expected = Concatenate(Path.Combine(one, folder), "*.jsonl*");
            Assert.NotEmpty(expected);
            Assert.Equal(expected, Concatenate(Path.Combine(seven, folder), "*.jsonl*"));
        }
        Assert.Equal(CsvLines(one), CsvLines(seven));
        Assert.Equal(await ParquetRows(one), await ParquetRows(seven));
        Assert.Equal(Concatenate(Path.Combine(one, "tokens"), "*.bin"), Concatenate(Path.Combine(seven, "tokens"), "*.bin"));
        Assert.Equal(Model(one), Model(seven));
        // Without this the test would prove nothing: the shards do differ.
        Assert.NotEqual(Directory.GetFiles(Path.Combine(one, "plain")).Length.ToString(CultureInfo.InvariantCulture) + Manifest(one),
            Directory.GetFiles(Path.Combine(seven, "plain")).Length.ToString(CultureInfo.InvariantCulture) + Manifest(seven));

        static string Manifest(string work) => File.ReadAllText(Path.Combine(work, "plain", ".curation", "manifests", "00000.json"));
    }

    /// <summary>Returns the lines without the header that every file has.</summary>
    private static string[] CsvLines(string work) =>
        [.. Directory.GetFiles(Path.Combine(work, "csv"), "*.csv").Order(StringComparer.Ordinal).SelectMany(path => File.ReadAllLines(path).Skip(1))];

    private static async Task<string[]> ParquetRows(string work)
    {
        using var run = new CurationRun(new RunOptions { WorkDirectory = work });
        var rows = new List<string>();
        await foreach (Document document in Corpus.FromParquet(Path.Combine(work, "parquet", "*.parquet")).AsAsyncEnumerable(run))
            rows.Add($"{document.Id} {document.Text} {string.Join(' ', document.ListFields())}");
        Assert.NotEmpty(rows);
        return [.. rows];
    }

    private static byte[] Model(string work) =>
        File.ReadAllBytes(Directory.GetFiles(Path.Combine(work, "artifacts"), "dsir.model", SearchOption.AllDirectories).Single());

    private static byte[] Concatenate(string folder, string pattern)
    {
        using var all = new MemoryStream();
        foreach (string path in Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal))
        {
            using SourceFileStream file = SourceFileStream.Open(path, path);
            file.CopyTo(all);
        }
        return all.ToArray();
    }
}
