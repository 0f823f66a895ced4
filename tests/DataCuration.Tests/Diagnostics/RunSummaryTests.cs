using System.Text.Json;
using DataCuration.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace DataCuration.Tests.Diagnostics;

public sealed class RunSummaryTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 29, 8, 0, 0, TimeSpan.Zero);
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static ShardReport Shard(double start, double seconds) =>
        new() { Index = 0, Source = "s", Started = Start.AddSeconds(start), Seconds = seconds, Stages = [], Outputs = [] };

    private static RunReport Report(params ShardReport[] shards) => new() { Phase = "p", Folder = "f", Stages = [], Shards = shards };

    [Fact]
    public void WallSeconds_ShardsSideBySideAndPauses_CountsTimeInWhichAnyWasInProgress()
    {
        Assert.Equal(0, Report().WallSeconds);
        Assert.Equal(10, Report(Shard(0, 10)).WallSeconds);
        Assert.Equal(12, Report(Shard(0, 10), Shard(2, 10)).WallSeconds);
        Assert.Equal(10, Report(Shard(0, 10), Shard(2, 3)).WallSeconds);
        // An hour between two runs is no work.
        Assert.Equal(15, Report(Shard(3_600, 5), Shard(0, 10)).WallSeconds);
        Assert.Equal(7, Report(new ShardReport { Index = 0, Source = "s", Seconds = 7, Stages = [], Outputs = [] }).WallSeconds);
        Assert.InRange(Report(Shard(0, double.MaxValue), Shard(1, double.NaN)).WallSeconds, 0, double.MaxValue);
    }

    [Fact]
    public async Task Summarize_PhasesAndAFit_ShowsTimesAndThePhasesUnderTheirFit()
    {
        var time = new FakeTimeProvider(Start);
        CurationRun run = folder.Run(options => options with { MaxParallelShards = 1 }, time);
        var slow = new FakeFilter(_ =>
        {
            time.Advance(TimeSpan.FromSeconds(2));
            return StageResult.Keep;
        });
        Corpus corpus = await RunFolder.Documents(30).Pipe(slow).WriteJsonlAsync("clean", run);
        time.Advance(TimeSpan.FromSeconds(20));
        await corpus.FitAsync(new DsirSelection(RunFolder.Documents(20)) { Size = SelectionSize.Documents(5), MinTokens = 0 }, run);

        RunSummary summary = run.Summarize();
        Assert.Equal(80, summary.WallSeconds);
        Assert.Equal((60, 60.0, 0), (summary.Phases[0].WallSeconds, summary.Phases[0].RunSeconds, summary.Phases[0].ReusedShards));
        Assert.Equal(["dsir-selection", "dsir-model"], summary.Phases[1].Fits);
        string[] lines = [.. summary.ToString().Split(Environment.NewLine).Select(line => line.TrimEnd())];
        Assert.Equal($"{summary.Phases.Count} phases in 0:01:20", lines[0]);
        Assert.StartsWith("  clean ", lines[1], StringComparison.Ordinal);
        Assert.Contains("0:01:00", lines[1], StringComparison.Ordinal);
        Assert.Equal("  dsir-selection", lines[2]);
        Assert.Equal("    dsir-model", lines[3]);
        Assert.StartsWith("      ", lines[4], StringComparison.Ordinal);
        Assert.Contains("    dsir-weights", lines);
        Assert.Contains(lines, line => line.StartsWith("    selection ", StringComparison.Ordinal));
        Assert.Contains("30 records in 1 shards, 30 kept, 0 dropped, 0 faulted, 0:01:00", summary.Phases[0].ToString(), StringComparison.Ordinal);

        using JsonDocument json = JsonDocument.Parse(summary.ToJson());
        Assert.Equal(80, json.RootElement.GetProperty("wall_seconds").GetDouble());
        Assert.Equal(60, json.RootElement.GetProperty("phases")[0].GetProperty("wall_seconds").GetDouble());
        Assert.Equal("dsir-model", json.RootElement.GetProperty("phases")[1].GetProperty("fits")[1].GetString());
    }

    [Fact]
    public async Task Report_PhaseFoundFinished_TellsSoAndKeepsTheTimeOfTheWork()
    {
        var time = new FakeTimeProvider(Start);
        Corpus Input() => RunFolder.Documents(10).Pipe(new FakeFilter(_ =>
        {
            time.Advance(TimeSpan.FromSeconds(3));
            return StageResult.Keep;
        }));
        await Input().WriteJsonlAsync("out", folder.Run(time: time));
        CurationRun again = folder.Run(time: time);
        await Input().WriteJsonlAsync("out", again);
        Assert.Equal((30, 0.0, 1), (again.Reports[0].WallSeconds, again.Reports[0].RunSeconds, again.Reports[0].ReusedShards));
        Assert.Contains("faulted, found finished (30.00 s of work before)", again.Reports[0].ToString(), StringComparison.Ordinal);
        Assert.Equal((30, null), (folder.Report("out").WallSeconds, folder.Report("out").RunSeconds));
    }

    [Fact]
    public async Task Report_LoadedFromAFitsFolder_NamesItsFits()
    {
        CurationRun run = folder.Run();
        await RunFolder.Documents(30).FitAsync(new DsirSelection(RunFolder.Documents(20)) { Size = SelectionSize.Documents(5), MinTokens = 0 }, run);
        foreach (RunReport report in run.Reports) Assert.Equal(report.Fits, RunReport.Load(report.Folder).Fits);
    }

    [Fact]
    public async Task Progress_PhasesOfAFit_NameTheirFits()
    {
        var seen = new System.Collections.Concurrent.ConcurrentQueue<RunProgress>();
        await RunFolder.Documents(30).FitAsync(new DsirSelection(RunFolder.Documents(20)) { Size = SelectionSize.Documents(5), MinTokens = 0 },
            folder.Run(options => options with { Progress = new Recorder(seen) }));
        Assert.Contains(seen, progress => progress.Fits.SequenceEqual(["dsir-selection", "dsir-weights"]));
        Assert.All(seen, progress => Assert.Null(progress.Waiting));
    }

    private sealed class Recorder(System.Collections.Concurrent.ConcurrentQueue<RunProgress> seen) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => seen.Enqueue(value);
    }
}
