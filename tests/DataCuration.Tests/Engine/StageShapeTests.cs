using DataCuration.TestKit;

namespace DataCuration.Tests.Engine;

/// <summary>The engine's handling of the results of every kind of stage.</summary>
public sealed class StageShapeTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Shapes => ["filter", "transform", "async", "batch"];

    /// <summary>Keeps, replaces, drops or throws, depending on the document's number.</summary>
    private static StageResult Judge(Document document) => (int.Parse(document.Id[1..], System.Globalization.CultureInfo.InvariantCulture) % 4) switch
    {
        0 => StageResult.Keep,
        1 => StageResult.Replace(document.WithText(document.Text + "!")),
        2 => StageResult.Drop("even"),
        _ => throw new FormatException($"no {document.Id}"),
    };

    private static Stage Make(string shape) => shape switch
    {
        "filter" => new FakeFilter(Judge),
        "transform" => new FakeTransform((document, _) => Judge(document)),
        "async" => new FakeAsyncTransform(async (document, _) =>
        {
            await Task.Yield();
            return Judge(document);
        }),
        _ => new FakeBatchTransform(Judge),
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Write_EveryResult_IsCountedAndKeepsTheOrder(string shape)
    {
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(0.3), BatchDocuments = 10 });
        await RunFolder.Documents(42).Pipe(Make(shape)).WriteJsonlAsync("out", run);
        Assert.Equal(Enumerable.Range(0, 42).Where(i => i % 4 < 2)
            .Select(i => $"{{\"id\":\"d{i}\",\"text\":\"text of d{i}{(i % 4 == 1 ? "!" : "")}\"}}"), folder.Lines("out"));
        StageReport stage = folder.Report("out").Stages[1];
        Assert.Equal((42, 22, 11, 10, 10, 0), (stage.In, stage.Kept, stage.Replaced, stage.Dropped, stage.Faulted, stage.Emitted));
        Assert.Equal(10, stage.DroppedByReason["even"]);
    }

    [Fact]
    public async Task Write_ReplacementMadeAnew_KeepsItsPlace()
    {
        // A stage may create a document instead of editing one. The record must still identify it, or a later keep list would drop it.
        CurationRun run = folder.Run();
        Corpus corpus = RunFolder.Documents(10);
        KeepList list = await corpus.FitAsync(new RandomSelection { Size = SelectionSize.Documents(4), MinTokens = 0 }, run);
        List<Document> chosen = await RunFolder.Read(corpus.Keep(list), run);
        List<Document> made =
            await RunFolder.Read(corpus.Pipe(new FakeTransform((document, _) => StageResult.Replace(new Document(document.Id, "new")))).Keep(list), run);
        Assert.Equal(4, chosen.Count);
        Assert.Equal(chosen.Select(document => document.Id), made.Select(document => document.Id));
        Assert.Equal(chosen.Select(document => document.Origin), made.Select(document => document.Origin));
        Assert.All(made, document => Assert.Equal("new", document.Text));
    }

    [Fact]
    public async Task Write_SameInstanceReplaced_CountsAsKept()
    {
        CurationRun run = folder.Run();
        await RunFolder.Documents(3).Pipe(new FakeTransform((document, _) => StageResult.Replace(document))).WriteJsonlAsync("out", run);
        Assert.Equal((3, 0), (folder.Report("out").Stages[1].Kept, folder.Report("out").Stages[1].Replaced));
    }

    [Fact]
    public async Task Async_CallsEndOutOfOrder_ResultsKeepTheirOrder()
    {
        // Document i ends only when document i + 3 has started. This needs four concurrent calls, and a window that slides.
        const int Count = 40, Window = 4;
        TaskCompletionSource[] begun =
            [.. Enumerable.Range(0, Count).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        int running = 0, most = 0;
        var ended = new System.Collections.Concurrent.ConcurrentQueue<int>();
        var stage = new FakeAsyncTransform(async (document, _) =>
        {
            int now = Interlocked.Increment(ref running);
            lock (begun) most = Math.Max(most, now);
            int i = int.Parse(document.Id[1..], System.Globalization.CultureInfo.InvariantCulture);
            begun[i].SetResult();
            if (i + Window - 1 < Count) await begun[i + Window - 1].Task.WaitAsync(TimeSpan.FromMinutes(1), CancellationToken.None); // fails instead of hanging
            Interlocked.Decrement(ref running);
            ended.Enqueue(i);
            return StageResult.Replace(document.WithText($"seen {i}"));
        }, Window);
        List<Document> documents = await RunFolder.Read(RunFolder.Documents(Count).Pipe(stage), folder.Run(options => options with { BatchDocuments = Count }));
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"seen {i}"), documents.Select(document => document.Text));
        Assert.Equal(Window, most);
    }

    [Fact]
    public async Task Async_LaterCallsEndFirst_ResultsKeepTheirOrder()
    {
        const int Count = 6;
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var stage = new FakeAsyncTransform(async (document, _) =>
        {
            if (document.Id == "d0") await release.Task.WaitAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
            ended.Enqueue(document.Id);
            if (ended.Count == Count - 1) release.TrySetResult();
            return StageResult.Keep;
        }, Count);
        List<Document> documents = await RunFolder.Read(RunFolder.Documents(Count).Pipe(stage), folder.Run());
        Assert.Equal("d0", ended.Last());
        Assert.Equal(["d0", "d1", "d2", "d3", "d4", "d5"], documents.Select(document => document.Id));
    }

    [Fact]
    public async Task Batch_OneDocumentThrows_TheOthersAreDoneOneByOne()
    {
        var stage = new FakeBatchTransform(document => document.Id == "d5" ? throw new FormatException("bad")
            : StageResult.Replace(document.WithText("done")), batchSize: 4);
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(0.5) });
        await RunFolder.Documents(10).Pipe(stage).WriteJsonlAsync("out", run);
        Assert.Equal([4, 4, 1, 1, 1, 1, 2], stage.Batches);
        Assert.Equal(9, folder.Lines("out").Count(line => line.Contains("done", StringComparison.Ordinal)));
        Assert.Equal(1, folder.Report("out").Stages[1].Faulted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Expander_AnyParent_GivesChildrenInOrderWithIdsOfTheParent(bool keepsParent)
    {
        var stage = new FakeExpander(document => Enumerable.Range(0, document.Id[1] - '0')
            .Select(i => new Document("whatever", $"{document.Id} child {i}")), keepsParent);
        var after = new FakeFilter(document => document.Text == "d3 child 1" ? StageResult.Drop("that_one") : StageResult.Keep);
        CurationRun run = folder.Run(options => options with { BatchDocuments = 2 });
        await RunFolder.Documents(4).Pipe(stage, after).WriteJsonlAsync("out", run);
        string[] expected = [.. Enumerable.Range(0, 4).SelectMany(i => (keepsParent ? [$"d{i}"] : Array.Empty<string>())
            .Concat(Enumerable.Range(1, i).Select(n => $"d{i}#{n}"))).Where(id => id != "d3#2")];
        Assert.Equal(expected, folder.Lines("out").Select(line => line.Split('"')[3]));
        RunReport report = folder.Report("out");
        Assert.Equal((4, 6, keepsParent ? 9 : 5), (report.Records, report.Emitted, report.Kept));
        Assert.Equal(keepsParent ? 0 : 4, report.Stages[1].DroppedByReason.GetValueOrDefault("expanded"));
    }

    [Fact]
    public async Task Expander_ParentThrowsBetweenChildren_LeavesNoneBehind()
    {
        var stage = new FakeExpander(document => document.Id == "d1" ? Broken() : [new Document(null, "child of " + document.Id)]);
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(0.5) });
        await RunFolder.Documents(3).Pipe(stage).WriteJsonlAsync("out", run);
        Assert.Equal(["d0#1", "d2#1"], folder.Lines("out").Select(line => line.Split('"')[3]));
        RunReport report = folder.Report("out");
        Assert.Equal((3, 2, 2, 2, 1), (report.Records, report.Emitted, report.Kept, report.Dropped, report.Faulted));

        static IEnumerable<Document> Broken()
        {
            yield return new Document(null, "half a family");
            throw new FormatException("no more");
        }
    }

    [Fact]
    public async Task Random_OfTheContext_DependsOnSeedStageAndDocumentOnly()
    {
        var draws = new List<string>[3];
        for (int i = 0; i < draws.Length; i++)
        {
            CurationRun run = folder.Run(options => options with { Seed = i == 2 ? 9UL : 8UL, BatchDocuments = 1 + i });
            Corpus corpus = RunFolder.Documents(20).Pipe(new FakeTransform((document, context) =>
                StageResult.Replace(document.WithText(context.Random(document.Id).NextUInt64().ToString(System.Globalization.CultureInfo.InvariantCulture)))));
            draws[i] = [.. (await RunFolder.Read(corpus, run)).Select(document => document.Text)];
        }
        Assert.Equal(draws[0], draws[1]);
        Assert.Empty(draws[0].Intersect(draws[2]));
        Assert.Equal(20, draws[0].Distinct().Count());
    }
}
