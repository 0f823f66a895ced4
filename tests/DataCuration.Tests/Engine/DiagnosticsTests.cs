using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using DataCuration.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace DataCuration.Tests.Engine;

public sealed class DiagnosticsTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Progress_OfARun_EndsWithTheReportsCounts()
    {
        var seen = new Recorder();
        CurationRun run = folder.Run(options => options with { Progress = seen, Faults = FaultPolicy.Quarantine(0.5), MaxParallelShards = 1 });
        var stage = new FakeFilter(document => document.Id.EndsWith('1') ? StageResult.Drop("one")
            : document.Id.EndsWith('2') ? throw new FormatException() : StageResult.Keep);
        await RunFolder.Documents(2_500).Pipe(stage).WriteJsonlAsync("out", run);
        RunProgress first = seen.Reports.First(), last = seen.Reports.Last();
        Assert.Equal(("out", 0, 3, 0L), (first.Phase, first.ShardsDone, first.ShardsTotal, first.Documents));
        RunReport report = folder.Report("out");
        Assert.Equal((3, 2_500, report.Kept, report.Dropped, report.Faulted), (last.ShardsDone, last.Documents, last.Kept, last.Dropped, last.Faulted));
        Assert.Equal(1, last.Fraction);
        Assert.Equal(last.BytesTotal, last.BytesRead);

        // A run that finds all work done reports nothing. A run that finds a part done says so.
        File.Delete(Path.Combine(folder.Work, "out", "part-00001.jsonl"));
        var again = new Recorder();
        await RunFolder.Documents(2_500).Pipe(stage)
            .WriteJsonlAsync("out", folder.Run(options => options with { Progress = again, Faults = FaultPolicy.Quarantine(0.5) }));
        Assert.Equal((2, 3), (again.Reports.First().ShardsDone, again.Reports.First().ShardsTotal));
        Assert.Equal(1_024, again.Reports.Last().Documents);
    }

    [Fact]
    public async Task Report_SecondsByStage_ComeFromTheClock()
    {
        var time = new FakeTimeProvider();
        CurationRun run = folder.Run(options => options with { MaxParallelShards = 1, BatchDocuments = 10 }, time);
        var slow = new FakeFilter(_ =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return StageResult.Keep;
        });
        var expander = new FakeExpander(document => [document, document]);
        await RunFolder.Documents(25).Pipe(slow, expander, new FakeFilter(_ =>
        {
            time.Advance(TimeSpan.FromSeconds(2));
            return StageResult.Keep;
        }, name: "second")).WriteJsonlAsync("out", run);
        // An expander's calls overlap the stages before it, so its time may hold theirs. The synchronous stages count for themselves only.
        double[] seconds = [.. folder.Report("out").Stages.Select(stage => stage.Seconds)];
        Assert.Equal((0, 25, 100), (seconds[0], seconds[1], seconds[3]));
        Assert.InRange(seconds[2], 0, 125);
        Assert.Equal(125, folder.Report("out").Shards.Single().Seconds);
    }

    [Fact]
    public async Task Meter_OfARun_CountsDocumentsBytesAndShards()
    {
        string phase = $"metered-{Guid.NewGuid():N}";
        var totals = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, self) =>
            {
                if (instrument.Meter.Name == DiagnosticNames.Source) self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            string outcome = "";
            bool mine = false;
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                if (tag.Key == "phase") mine = (string?)tag.Value == phase;
                if (tag.Key == "outcome") outcome = "/" + tag.Value;
            }
            if (mine) totals.AddOrUpdate(instrument.Name + outcome, value, (_, before) => before + value);
        });
        listener.Start();
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(0.5) });
        var stage = new FakeFilter(document => document.Id.EndsWith('1') ? StageResult.Drop("one")
            : document.Id.EndsWith('2') ? throw new FormatException() : StageResult.Keep);
        await RunFolder.Documents(2_000).Pipe(stage).WriteJsonlAsync(phase, run);
        Assert.Equal(1_600, totals[DiagnosticNames.Documents + "/kept"]);
        Assert.Equal(200, totals[DiagnosticNames.Documents + "/dropped"]);
        Assert.Equal(200, totals[DiagnosticNames.Documents + "/faulted"]);
        Assert.Equal(2, totals[DiagnosticNames.Shards + "/completed"]);
        Assert.Equal(Enumerable.Range(0, 2_000).Sum(i => $"text of d{i}".Length), totals[DiagnosticNames.InputBytes]);
    }

    [Fact]
    public async Task Activities_OfARun_AreOneForThePhaseAndOnePerShard()
    {
        string phase = $"traced-{Guid.NewGuid():N}";
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == DiagnosticNames.Source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if ((string?)activity.GetTagItem("phase") == phase) ended.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        var stage = new FakeFilter(document => document.Id == "d1500" ? throw new FormatException("bad") : StageResult.Keep);
        await Assert.ThrowsAsync<CurationRunException>(() => RunFolder.Documents(3_000).Pipe(stage).WriteJsonlAsync(phase, folder.Run()));
        Assert.Single(ended, activity => activity.OperationName == DiagnosticNames.PhaseActivity);
        Activity[] shards = [.. ended.Where(activity => activity.OperationName == DiagnosticNames.ShardActivity)
            .OrderBy(activity => (int)activity.GetTagItem("shard")!)];
        Assert.Equal([ActivityStatusCode.Unset, ActivityStatusCode.Error, ActivityStatusCode.Unset], shards.Select(activity => activity.Status));
        Assert.All(shards, shard => Assert.Equal(ended.Single(activity => activity.OperationName == DiagnosticNames.PhaseActivity).SpanId, shard.ParentSpanId));
    }

    [Fact]
    public async Task Report_StageCalledRead_IsNotTakenForTheReading()
    {
        await RunFolder.Documents(5).Pipe(new FakeFilter(_ => StageResult.Keep, name: "read"), new FakeFilter(_ => StageResult.Keep),
            new FakeFilter(_ => StageResult.Keep)).WriteJsonlAsync("out", folder.Run());
        Assert.Equal(["read", "read 2", "FakeFilter", "FakeFilter 2"], folder.Report("out").Stages.Select(stage => stage.Name));
        Assert.Equal(5, folder.Report("out").Records);
    }

    private sealed class Recorder : IProgress<RunProgress>
    {
        public ConcurrentQueue<RunProgress> Reports { get; } = new();

        public void Report(RunProgress value) => Reports.Enqueue(value);
    }
}
