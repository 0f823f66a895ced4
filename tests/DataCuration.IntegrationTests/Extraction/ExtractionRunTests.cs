using System.Globalization;
using System.Text.Json.Nodes;

namespace DataCuration.IntegrationTests.Extraction;

/// <summary>Acceptance: turning crawl files into pages gives the same bytes for any number of workers and ranks, and after kills.</summary>
public sealed class ExtractionRunTests(ExtractionReference reference, ITestOutputHelper log) : IClassFixture<ExtractionReference>
{
    private static readonly string[] Kinds = ["extract", "stage", "phase"];

    [Fact]
    public void Reference_OfAllRecords_SavesAndReportsEach()
    {
        RunReport report = RunReport.Load(reference.Work("reference/markdown"));
        log.WriteLine(report.ToString());
        Assert.Equal(report.Records, report.Kept + report.Dropped + report.Faulted);
        SortedDictionary<string, long> dropped = [];
        foreach ((string reason, long count) in report.Stages.SelectMany(stage => stage.DroppedByReason))
            dropped[reason] = dropped.GetValueOrDefault(reason) + count;
        foreach (string reason in (string[])["http_status_301", "http_status_404", "not_html", "warc_request", "warc_revisit", "warc_warcinfo"])
            Assert.True(dropped.GetValueOrDefault(reason) > 0, reason);
        Dictionary<string, int> faults = Faults("markdown");
        foreach (string reason in (string[])[RecordFaultReasons.HttpBody, RecordFaultReasons.CompressedDamage, RecordFaultReasons.CompressedGarbage])
            Assert.True(faults.GetValueOrDefault(reason) > 0, reason);
        Assert.Equal(report.Faulted, faults.Values.Sum());
        // Only three damaged members (some of which contain two records), garbage and a truncated end are lost.
        long good = report.Kept + report.Dropped + faults[RecordFaultReasons.HttpBody];
        Assert.InRange(reference.RecordsWritten - good, 1, 8);
        Assert.True(report.Kept > 200, $"Only {report.Kept} pages.");

        string text = string.Concat(Directory.GetFiles(reference.Work("reference/markdown"), "*.jsonl").Order(StringComparer.Ordinal).Select(File.ReadAllText));
        foreach (string sign in (string[])["```python", "x^", "Müller", "деревни", "řeka"]) Assert.Contains(sign, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_SeveralWorkers_GivesTheSameBytes(int workers) => reference.RequireSameWithWorkers(workers);

    [Fact]
    public void Run_ThreeRanks_GivesTheSameBytes() => reference.RequireSameWithThreeRanks();

    [Fact]
    public void Run_KilledAtRandomMoments_ResumesToTheSameBytes()
    {
        ulong seed = ulong.Parse(Environment.GetEnvironmentVariable("DATACURATION_KILL_SEED") ?? "20261123", CultureInfo.InvariantCulture);
        log.WriteLine($"Seed {seed}: set DATACURATION_KILL_SEED to repeat it with another one.");
        var random = new SeededRandom(seed);
        var kills = Kinds.ToDictionary(kind => kind, _ => 0);
        int starts = 0, completed = 0;
        string work = NextWork();
        while (kills.Values.Sum() < 9 || kills.Values.Min() < 2)
        {
            Assert.True(++starts <= 50, "The kills do not come about.");
            string wanted = Kinds.OrderBy(kind => kills[kind]).First();
            // A batch has about ten documents, and a shard four batches.
            int steps = wanted switch { "extract" => 120, "stage" => 12, _ => 6 };
            if (WorkerKill.TryKill([.. reference.ArgumentsFor(Path.GetFileName(work)), "workers=2"], reference.Result, Kind, wanted,
                steps, ref random, out string kind))
            {
                kills[kind]++;
                continue;
            }
            OutputSnapshot.RequireEqual(reference.Outputs, work, $"Seed {seed}, after {kills.Values.Sum()} kills");
            completed++;
            work = NextWork();
        }
        Assert.Equal(reference.Result, WorkerProcess.Complete([.. reference.ArgumentsFor(Path.GetFileName(work)), "workers=2"]));
        OutputSnapshot.RequireEqual(reference.Outputs, work, $"Seed {seed}, at the end");
        log.WriteLine($"{kills.Values.Sum()} kills before the end ({string.Join(", ", kills.Select(pair => $"{pair.Value} {pair.Key}"))}), {completed + 1} "
            + $"runs completed and compared.");

        string NextWork() => reference.Work($"killed-{completed}");
    }

    private static string? Kind(string line) => line.Split(' ')[0] is { } word && Kinds.Contains(word) ? word : null;

    private Dictionary<string, int> Faults(string output) =>
        Directory.GetFiles(reference.Work($"reference/{output}/.curation/quarantine"), "*.jsonl").SelectMany(File.ReadAllLines)
            .GroupBy(line => JsonNode.Parse(line)!["reason"]!.GetValue<string>(), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
}
