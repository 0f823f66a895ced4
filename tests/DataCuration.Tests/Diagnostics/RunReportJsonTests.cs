using System.Text.Json;
using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Tests.Diagnostics;

public sealed class RunReportJsonTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task WriteJson_ReportOfARun_LoadsAlike()
    {
        var stage = new FakeFilter(document => document.Id.EndsWith('7') ? StageResult.Drop("seven") : StageResult.Keep);
        await RunFolder.Documents(2_000).Pipe(stage).WriteJsonlAsync("out", folder.Run());
        RunReport report = folder.Report("out");
        string path = folder.Inputs["report.json"];
        await report.WriteJsonAsync(path, TestContext.Current.CancellationToken);
        RunReport loaded = RunReport.Load(path);
        RequireEqual(report, loaded);
        Assert.Equal((2_000, 1_800, 200, 0), (loaded.Records, loaded.Kept, loaded.Dropped, loaded.Faulted));
        Assert.Equal(2, loaded.Shards.Count);
        Assert.Equal(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), loaded.ToJson());
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!, "report.json*"));
    }

    [Fact]
    public void FromJson_AnyReport_IsTheSame()
    {
        // Lone surrogates are not valid text: JSON would replace them.
        Gen<string> name = Gen.String.Select(text => new string([.. text.Where(c => !char.IsSurrogate(c))]));
        Gen<StageReport> stage = Gen.Select(name, Gen.Long[0, 1L << 60], Gen.Dictionary(name, Gen.Long[0, 1L << 50])[0, 4], Gen.Double[0, 1e6])
            .Select((label, count, drops, seconds) => new StageReport
            {
                Name = label,
                In = count,
                Kept = count / 2,
                Replaced = count / 3,
                DroppedByReason = new SortedDictionary<string, long>(drops, StringComparer.Ordinal),
                Faulted = count / 4,
                Emitted = count / 5,
                Seconds = seconds,
            });
        Gen<OutputFile> output = Gen.Select(name, Gen.Long, name).Select((label, bytes, hash) => new OutputFile { Name = label, Bytes = bytes, Hash = hash });
        Gen<ShardReport> shard = Gen.Select(Gen.Int, name, Gen.Int, stage.List[0, 3], output.List[0, 3])
            .Select((index, source, rank, stages, outputs) =>
                new ShardReport
                {
                    Index = index,
                    Source = source,
                    Rank = rank,
                    Started = new DateTimeOffset(2026, 11, 29, 8, 0, 0, TimeSpan.Zero).AddSeconds(index % 1_000),
                    Seconds = 0.5,
                    Stages = stages,
                    Outputs = outputs,
                });
        Gen.Select(name, name, stage.List[0, 3], shard.List[0, 3])
            .Select((phase, place, stages, shards) => new RunReport
            {
                Phase = phase,
                Folder = place,
                Fits = [place, phase],
                RunSeconds = stages.Count == 0 ? null : 1.5,
                ReusedShards = shards.Count,
                Stages = stages,
                Shards = shards,
            })
            .Sample(report => RequireEqual(report, RunReport.FromJson(report.ToJson())), iter: 200);
    }

    [Fact]
    public void ToJson_Fields_HaveTheDocumentedNames()
    {
        var read = new StageReport { Name = "read", In = 3, Kept = 3 };
        var filter = new StageReport
        {
            Name = "Short",
            In = 3,
            Kept = 1,
            DroppedByReason = new SortedDictionary<string, long>(StringComparer.Ordinal) { ["short"] = 2 }
        };
        var shard = new ShardReport
        {
            Index = 0,
            Source = "a.jsonl",
            Stages = [read, filter],
            Outputs = [new OutputFile { Name = "part-00000.jsonl", Bytes = 7, Hash = "ab" }],
            Warnings = [new RunWarning { Kind = "k", Message = "m", Count = 2 }],
        };
        using JsonDocument json =
            JsonDocument.Parse(new RunReport { Phase = "clean", Folder = "/out/clean", Stages = [read, filter], Shards = [shard] }.ToJson());
        JsonElement root = json.RootElement;
        Assert.Equal(
            ["format", "phase", "folder", "records", "emitted", "kept", "dropped", "faulted", "fits", "wall_seconds", "reused_shards", "stages", "warnings",
                "shards"],
            Names(root));
        Assert.Equal((1, 3, 1, 2), (root.GetProperty("format").GetInt32(), root.GetProperty("records").GetInt64(), root.GetProperty("kept").GetInt64(),
            root.GetProperty("dropped").GetInt64()));
        Assert.Equal(["name", "in", "kept", "replaced", "faulted", "emitted", "seconds", "dropped"], Names(root.GetProperty("stages")[1]));
        Assert.Equal(2, root.GetProperty("stages")[1].GetProperty("dropped").GetProperty("short").GetInt64());
        Assert.Equal(["index", "source", "rank", "seconds", "stages", "outputs", "warnings"], Names(root.GetProperty("shards")[0]));
        Assert.Equal(["kind", "message", "count"], Names(root.GetProperty("shards")[0].GetProperty("warnings")[0]));
        Assert.Equal(["name", "bytes", "xxh128"], Names(root.GetProperty("shards")[0].GetProperty("outputs")[0]));
    }

    [Theory]
    [InlineData("[]", "is not the JSON of a run report")]
    [InlineData("{", "is not the JSON of a run report")]
    [InlineData("{\"format\":1}", "is not the JSON of a run report")]
    [InlineData("{\"format\":2}", "format 2")]
    public void Load_AnotherFile_NamesIt(string content, string message)
    {
        string path = folder.Inputs["other.json"];
        File.WriteAllText(path, content);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => RunReport.Load(path));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Contains("other.json", exception.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => RunReport.FromJson(content));
    }

    [Fact]
    public async Task WriteJson_Cancelled_LeavesTheOldFile()
    {
        string path = folder.Inputs["report.json"];
        File.WriteAllText(path, "old");
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var report = new RunReport { Phase = "p", Folder = "f", Stages = [], Shards = [] };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => report.WriteJsonAsync(path, cancelled.Token));
        Assert.Equal("old", File.ReadAllText(path));
    }

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];

    private static void RequireEqual(RunReport expected, RunReport actual)
    {
        Assert.Equal((expected.Phase, expected.Folder, expected.RunSeconds is null ? actual.RunSeconds : expected.RunSeconds, expected.WallSeconds),
            (actual.Phase, actual.Folder, actual.RunSeconds, actual.WallSeconds));
        Assert.Equal(expected.Fits, actual.Fits);
        Assert.Equal(expected.Shards.Select(shard => shard.Started), actual.Shards.Select(shard => shard.Started));
        Assert.Equal(expected.Stages.Select(Describe), actual.Stages.Select(Describe));
        Assert.Equal(
            expected.Shards.Select(shard => (shard.Index, shard.Source, shard.Rank, shard.Seconds, string.Join('\n', shard.Stages.Select(Describe)))),
            actual.Shards.Select(shard => (shard.Index, shard.Source, shard.Rank, shard.Seconds, string.Join('\n', shard.Stages.Select(Describe)))));
        Assert.Equal(expected.Shards.SelectMany(shard => shard.Outputs), actual.Shards.SelectMany(shard => shard.Outputs));
    }

    private static string Describe(StageReport stage) =>
        $"{stage.Name} {stage.In} {stage.Kept} {stage.Replaced} {stage.Faulted} {stage.Emitted} {stage.Seconds:R} "
            + $"{string.Join(',', stage.DroppedByReason.Select(pair => $"{pair.Key}={pair.Value}"))}";
}
