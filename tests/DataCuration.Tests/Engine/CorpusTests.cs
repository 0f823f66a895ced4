using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Tests.Engine;

public sealed class CorpusTests : IDisposable
{
    private static readonly AnnotationKey<string> Topic = new("topic");
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private Corpus Jsonl(int count, string name = "in")
    {
        string input = folder.Inputs.Write($"{name}.jsonl", string.Concat(Enumerable.Range(0, count)
            .Select(i => $"{{\"id\": \"{name}{i}\",  \"text\":\"t{i}\", \"topic\":\"{(i % 3 == 0 ? "a" : "b/c")}\"}}\n")));
        return Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = 300, CoalesceBytes = 0 } }, input);
    }

    private static async Task<string[]> Ids(Corpus corpus, CurationRun run) => [.. (await RunFolder.Read(corpus, run)).Select(document => document.Id)];

    [Fact]
    public async Task Corpus_SharedAndExtended_StaysWhatItWas()
    {
        Corpus all = RunFolder.Documents(10);
        Corpus odd = all.Where(doc => doc.Id[1] % 2 == 1);
        Corpus marked = odd.Select(doc => doc.WithText("x"));
        CurationRun run = folder.Run();
        Assert.Equal(10, (await Ids(all, run)).Length);
        Assert.Equal(["d1", "d3", "d5", "d7", "d9"], await Ids(odd, run));
        Assert.All(await RunFolder.Read(odd, run), document => Assert.NotEqual("x", document.Text));
        Assert.All(await RunFolder.Read(marked, run), document => Assert.Equal("x", document.Text));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(39)]
    [InlineData(40)]
    [InlineData(41)]
    public async Task Take_AnyNumber_GivesTheFirstRecords(int count)
    {
        CurationRun run = folder.Run();
        string[] all = await Ids(Jsonl(40), run);
        Assert.Equal(all.Take(count), await Ids(Jsonl(40).Take(count), run));
        await Jsonl(40).Take(count).Where(doc => doc.Text != "t2").WriteJsonlAsync("out", run);
        RunReport report = folder.Report("out");
        Assert.Equal((Math.Min(count, 40), count > 2 ? 1 : 0), (report.Records, report.Dropped));
        Assert.Equal(Math.Min(count, 40) - (count > 2 ? 1 : 0), folder.Lines("out").Length);
    }

    [Fact]
    public void Take_BehindStagesOrConcat_Throws()
    {
        Assert.Throws<InvalidOperationException>(() => RunFolder.Documents(3).Where(doc => doc.Text.Length > 0).Take(1));
        Assert.Throws<InvalidOperationException>(() => Corpus.Concat(RunFolder.Documents(3), RunFolder.Documents(4)).Take(1));
    }

    [Fact]
    public async Task Concat_WithStagesOfTheirOwn_KeepsThemApartAndInOrder()
    {
        CurationRun run = folder.Run();
        Corpus corpus = Corpus.Concat(Jsonl(5, "a").Where(doc => doc.Text != "t1"), Jsonl(5, "b")).Select(doc => doc.WithText(doc.Text + "!"));
        await corpus.WriteJsonlAsync("out", run);
        Assert.Equal(["a0", "a2", "a3", "a4", "b0", "b1", "b2", "b3", "b4"], folder.Lines("out").Select(line => line.Split('"')[3]));
        Assert.All(folder.Lines("out"), line => Assert.Contains("!", line, StringComparison.Ordinal));
        RunReport report = folder.Report("out");
        Assert.Equal((10, 9, 1), (report.Records, report.Kept, report.Dropped));
    }

    [Fact]
    public void Concat_DropFolders_AreTheOneThatIsNamed()
    {
        Corpus plain = RunFolder.Documents(1), drops = RunFolder.Documents(2).DropsTo("dropped");
        Assert.Equal("dropped", Corpus.Concat(plain, drops).DropFolder);
        Assert.Equal("dropped", Corpus.Concat(drops, plain).DropFolder);
        Assert.Throws<ArgumentException>(() => Corpus.Concat(drops, plain.DropsTo("other")));
        Assert.Throws<ArgumentException>(() => Corpus.Concat());
    }

    [Fact]
    public async Task DropsTo_EveryDrop_IsWrittenWithStageReasonAndFields()
    {
        CurationRun run = folder.Run();
        Corpus written = await Jsonl(6).Where(doc => doc.Text != "t1").Pipe(
            new FakeFilter(document => document.Text == "t4" ? StageResult.Drop("four") : StageResult.Keep)).DropsTo("dropped").WriteJsonlAsync("out", run);
        string[] drops = [.. folder.Lines("out").Where(line => line.Contains("drop_reason", StringComparison.Ordinal))];
        Assert.Equal(
            [("in1", "b/c", "Where(doc => doc.Text != \"t1\")", "doc => doc.Text != \"t1\""), ("in4", "b/c", "FakeFilter", "four")],
            drops.Select(line =>
            {
                JsonElement json = JsonDocument.Parse(line).RootElement;
                return (Text(json, "id"), Text(json, "topic"), Text(json, "drop_stage"), Text(json, "drop_reason"));
            }));
        Assert.Equal(["in0", "in2", "in3", "in5"], await Ids(written, run));

        static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Keep_InFrontOrBehindStages_GivesTheSameAndCountsIt()
    {
        CurationRun run = folder.Run();
        Corpus corpus = Jsonl(40);
        KeepList list = await corpus.FitAsync(new RandomSelection { Size = SelectionSize.Documents(11), MinTokens = 0, Seed = 2 }, run);
        Assert.Equal((11, 40), (list.KeptCount, list.RecordCount));
        var behind = new FakeFilter(_ => StageResult.Keep);
        await corpus.Keep(list).Pipe(behind).WriteJsonlAsync("front", run);
        await corpus.Select(doc => doc.WithText(doc.Text)).Keep(list).WriteJsonlAsync("behind", run);
        Assert.Equal(11, behind.Calls);
        Assert.Equal(folder.Lines("behind"), folder.Lines("front"));
        foreach (string output in new[] { "front", "behind" })
        {
            RunReport report = folder.Report(output);
            StageReport keep = report.Stages.Single(stage => stage.Name == "Keep");
            Assert.Equal((40, 40, 11, 29), (report.Records, keep.In, keep.Kept, keep.DroppedByReason["not_selected"]));
        }
    }

    [Fact]
    public async Task Keep_WithReason_DropsForIt()
    {
        CurationRun run = folder.Run();
        Corpus corpus = Jsonl(40);
        KeepList list = await corpus.FitAsync(new RandomSelection { Size = SelectionSize.Documents(11), MinTokens = 0 }, run);
        await corpus.Keep(list, "not_novel").WriteJsonlAsync("front", run);
        await corpus.Select(doc => doc.WithText(doc.Text)).Keep(list, "not_novel").WriteJsonlAsync("behind", run);
        foreach (string output in new[] { "front", "behind" })
        {
            StageReport keep = folder.Report(output).Stages.Single(stage => stage.Name == "Keep");
            Assert.Equal([("not_novel", 29L)], keep.DroppedByReason.Select(drop => (drop.Key, drop.Value)));
        }
        // The report has the reason, so the work of another reason is not reused.
        ResumeMismatchException error = await Assert.ThrowsAsync<ResumeMismatchException>(() => corpus.Keep(list).WriteJsonlAsync("front", run));
        Assert.Contains("reason", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => corpus.Keep(list, " "));
    }

    [Fact]
    public async Task Keep_InFront_CopiesRecordsByteForByte()
    {
        CurationRun run = folder.Run();
        KeepList list = await Jsonl(40).FitAsync(new RandomSelection { Size = SelectionSize.Documents(11), MinTokens = 0, Seed = 2 }, run);
        await Jsonl(40).Keep(list).WriteJsonlAsync("out", run, new JsonlWriteOptions { CopyUnmodifiedRecords = true });
        string[] input = File.ReadAllLines(folder.Inputs["in.jsonl"]);
        Assert.Equal(11, folder.Lines("out").Length);
        Assert.All(folder.Lines("out"), line => Assert.Contains(line, input));
    }

    [Fact]
    public async Task Keep_ListOfAnotherSource_IsRefused()
    {
        CurationRun run = folder.Run();
        KeepList list = await Jsonl(40).FitAsync(new RandomSelection { Size = SelectionSize.Documents(5), MinTokens = 0 }, run);
        CurationException error = await Assert.ThrowsAsync<CurationException>(() => Jsonl(41).Keep(list).WriteJsonlAsync("out", run));
        Assert.Contains("made for other records: the JsonlSource", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<CurationException>(() => Jsonl(40).Take(10).Keep(list).WriteJsonlAsync("out", run));
    }

    [Fact]
    public async Task WritePartitioned_Keys_BecomeFoldersAndCorpora()
    {
        CurationRun run = folder.Run();
        IReadOnlyDictionary<string, Corpus> parts = await Jsonl(9).WritePartitionedAsync("out", doc => doc.Get(Topic), run);
        Assert.Equal(["a", "b/c"], parts.Keys);
        Assert.Equal(["in0", "in3", "in6"], await Ids(parts["a"], run));
        Assert.Equal(6, (await Ids(parts["b/c"], run)).Length);
        await Assert.ThrowsAsync<CurationRunException>(() => Jsonl(9).WritePartitionedAsync("out2", doc => doc.Get(new AnnotationKey<string>("missing")), run));
    }

    [Fact]
    public async Task WritePartitioned_KeyThatLooksLikeAPath_StaysInTheFolder()
    {
        CurationRun run = folder.Run();
        IReadOnlyDictionary<string, Corpus> parts =
            await Corpus.FromDocuments([new Document("../../x", "1"), new Document(".curation", "2"), new Document("", "3")])
            .WritePartitionedAsync("out", doc => doc.HasOwnId ? doc.Id : "", run);
        Assert.Equal(["", "../../x", ".curation"], parts.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(3, folder.Lines("out").Length);
    }

    [Fact]
    public async Task Lambdas_ThatCapture_AreRefusedUnlessVersioned()
    {
        CurationRun run = folder.Run();
        int limit = 3;
        Corpus capturing = RunFolder.Documents(10).Where(doc => doc.Id.Length > limit);
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => capturing.WriteJsonlAsync("out", run));
        Assert.Contains("'doc => doc.Id.Length > limit' captures variables", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => capturing.FitAsync(new RandomSelection { Size = SelectionSize.Documents(1) }, run));
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunFolder.Documents(10).Select(doc => doc.WithText($"{limit}")).WriteJsonlAsync("out", run));
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunFolder.Documents(10).WritePartitionedAsync("out", doc => $"{limit}", run));
        // Nothing is resumed here, so lambdas may capture variables.
        Assert.Empty(await Ids(capturing, run));

        await RunFolder.Documents(10).Where(doc => doc.Id.Length < limit, version: $"limit={limit}").WriteJsonlAsync("out", run);
        limit = 2;
        ResumeMismatchException changed = await Assert.ThrowsAsync<ResumeMismatchException>(
            () => RunFolder.Documents(10).Where(doc => doc.Id.Length < limit, version: $"limit={limit}").WriteJsonlAsync("out", run));
        Assert.Contains("limit=3 before, limit=2 now", changed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lambdas_OtherWhiteSpace_AreTheSame()
    {
        CurationRun run = folder.Run();
        await RunFolder.Documents(4).Where(doc => doc.Id != "d1").WriteJsonlAsync("out", run);
        await RunFolder.Documents(4).Where(doc =>
            doc.Id != "d1").WriteJsonlAsync("out", run);
        Assert.Equal(3, folder.Lines("out").Length);
    }

    [Fact]
    public async Task Resource_OfARun_IsMadeOnceAndDisposedWithIt()
    {
        int made = 0;
        var shared = new List<Shared>();
        using (var run = new CurationRun(new RunOptions { WorkDirectory = folder.Work, MaxParallelShards = 3 }))
        {
            var stage = new FakeTransform((_, context) =>
            {
                Shared resource = context.Resource("model", () =>
                {
                    Interlocked.Increment(ref made);
                    return new Shared();
                });
                lock (shared) shared.Add(resource);
                return StageResult.Keep;
            });
            await RunFolder.Documents(3_000).Pipe(stage).WriteJsonlAsync("one", run);
            await RunFolder.Documents(3_000).Pipe(stage).WriteJsonlAsync("two", run);
            Assert.Equal(1, made);
            Assert.Equal(0, shared[0].Disposals);
            Assert.Throws<InvalidOperationException>(() => run.Resources.GetOrAdd("model", () => "not a Shared"));
            run.Resources.GetOrAdd("broken", () => new Broken());
            run.Resources.GetOrAdd("asynchronous", () => new Asynchronous(shared[0]));
            Assert.Throws<AggregateException>(run.Dispose);
        }
        Assert.Single(shared.Distinct());
        Assert.Equal(1, shared[0].Disposals);
        Assert.True(shared[0].OtherDisposed);
    }

    [Fact]
    public async Task AsAsyncEnumerable_LeftEarly_ReadsNoFurther()
    {
        int begun = 0;
        async IAsyncEnumerable<Document> Source([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            for (int i = 0; ; i++)
            {
                begun++;
                await Task.Yield();
                yield return new Document($"d{i}", "t");
            }
        }
        Corpus endless = Corpus.FromAsyncEnumerable("endless", Source);
        var taken = new List<string>();
        await foreach (Document document in endless.AsAsyncEnumerable(folder.Run(options => options with { BatchDocuments = 4 })))
        {
            taken.Add(document.Id);
            if (taken.Count == 6) break;
        }
        Assert.Equal(["d0", "d1", "d2", "d3", "d4", "d5"], taken);
        Assert.Equal(8, begun);
        Assert.Equal(3, (await Ids(endless.Take(3), folder.Run(options => options with { BatchDocuments = 4 }))).Length);
    }

    [Fact]
    public async Task AsAsyncEnumerable_Cancelled_Throws()
    {
        using var cancellation = new CancellationTokenSource();
        int seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (Document _ in RunFolder.Documents(100)
                .AsAsyncEnumerable(folder.Run(options => options with { BatchDocuments = 10 }), cancellation.Token))
                if (++seen == 15) await cancellation.CancelAsync();
        });
        Assert.Equal(20, seen);
    }

    private sealed class Shared : IDisposable
    {
        public int Disposals { get; private set; }

        public bool OtherDisposed { get; set; }

        public void Dispose() => Disposals++;
    }

    private sealed class Broken : IDisposable
    {
        public void Dispose() => throw new InvalidOperationException("cannot be disposed");
    }

    private sealed class Asynchronous(Shared shared) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            shared.OtherDisposed = true;
        }
    }
}
