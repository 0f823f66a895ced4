using DataCuration.TestKit;

namespace DataCuration.Tests.Engine.Pipeline;

/// <summary>Asynchronous stages across batches: calls in flight, batch sizes, order, memory.</summary>
public sealed class SchedulerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static int Number(Document document) => int.Parse(document.Id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Async_BatchesSmallerThanConcurrency_FillTheWindowAcrossBatches()
    {
        // The first call returns only when sixteen run, and the sixteenth document is four batches later.
        var sixteenth = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = new CallCounter();
        var stage = new FakeAsyncTransform(async (_, _) =>
        {
            using IDisposable call = calls.Enter();
            if (calls.Most == 16) sixteenth.TrySetResult();
            await sixteenth.Task.WaitAsync(Patience, CancellationToken.None);
            return StageResult.Keep;
        }, maxConcurrency: 16);
        List<Document> documents = await RunFolder.Read(RunFolder.Documents(100).Pipe(stage), folder.Run(options => options with { BatchDocuments = 4 }));
        Assert.Equal(Enumerable.Range(0, 100), documents.Select(Number));
        Assert.Equal(16, calls.Most);
    }

    [Fact]
    public async Task Async_OldestDocumentIsSlow_LaterOnesContinueUpToTheWindow()
    {
        const int Window = 50, Batch = 8;
        var calls = new CallCounter();
        int read = 0;
        var counted = new FakeFilter(_ =>
        {
            Interlocked.Increment(ref read);
            return StageResult.Keep;
        });
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stage = new FakeAsyncTransform(async (document, _) =>
        {
            using (calls.Enter())
            {
                if (Number(document) == 0) await release.Task.WaitAsync(Patience, CancellationToken.None);
                else await Task.Yield();
            }
            return StageResult.Keep;
        }, maxConcurrency: 3, window: Window);
        CurationRun run = folder.Run(options => options with { BatchDocuments = Batch, MaxParallelShards = 1 });
        Task<Corpus> writing = RunFolder.Documents(500).Pipe(counted, stage).WriteJsonlAsync("out", run);
        // All documents of the window but the slow one finish. Then nothing more is read: the window and one batch are all that is held.
        await Until(() => calls.Started == Window && calls.Running == 1);
        Assert.InRange(Volatile.Read(ref read), Window, Window + Batch);
        release.SetResult();
        await writing;
        Assert.Equal(500, folder.Lines("out").Length);
    }

    [Fact]
    public async Task Batch_BehindAFilter_IsFilledAcrossBatches()
    {
        var filter = new FakeFilter(document => Number(document) % 10 == 0 ? StageResult.Keep : StageResult.Drop("nine_in_ten"));
        var stage = new FakeBatchTransform(document => StageResult.Replace(document.WithText("done")), batchSize: 64);
        CurationRun run = folder.Run(options => options with { MaxParallelShards = 1 });
        string input = folder.Inputs.Write("in.jsonl", string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{{\"id\":\"d{i}\",\"text\":\"t\"}}\n")));
        await Corpus.FromJsonl(input).Pipe(filter, stage).DropsTo("drops").WriteJsonlAsync("out", run);
        Assert.Equal([64, 64, 64, 64, 64, 64, 64, 52], stage.Batches);
        Assert.Equal(500, folder.Report("out").Kept);
    }

    [Fact]
    public async Task Batch_RareDocumentsAndManyDrops_StartsEarlyInsteadOfHoldingAllDrops()
    {
        const int Count = 150_000, Every = 30_000;
        var filter = new FakeFilter(document => Number(document) % Every == 0 ? StageResult.Keep : StageResult.Drop("rare"));
        var stage = new FakeBatchTransform(_ => StageResult.Keep, batchSize: 64);
        CurationRun run = folder.Run(options => options with { MaxParallelShards = 1 });
        string input = folder.Inputs.Write("in.jsonl", string.Concat(Enumerable.Range(0, Count).Select(i => $"{{\"id\":\"d{i}\",\"text\":\"t\"}}\n")));
        await Corpus.FromJsonl(input).Pipe(filter, stage).DropsTo("drops").WriteJsonlAsync("out", run);
        Assert.Equal([3, 2], stage.Batches);
        Assert.Equal((5, Count - 5), (folder.Report("out").Kept, folder.Report("out").Dropped));
        IEnumerable<int> dropped = folder.Lines("out").Where(line => line.Contains("drop_", StringComparison.Ordinal))
            .Select(line => int.Parse(line.Split('"')[3][1..], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Enumerable.Range(0, Count).Where(i => i % Every != 0), dropped);
    }

    [Theory]
    [InlineData(4096)]
    [InlineData(1000)]
    public async Task Read_BatchDocuments_IsTheSizeOfABatch(int size)
    {
        var sizes = new List<int>();
        CurationRun run = folder.Run(options => options with { BatchDocuments = size, MaxParallelShards = 1 });
        string input = folder.Inputs.Write("in.jsonl", string.Concat(Enumerable.Range(0, 10_000).Select(i => $"{{\"id\":\"d{i}\",\"text\":\"t\"}}\n")));
        await Corpus.FromJsonl(input).WriteAsync("out", new SizesSink(sizes), run);
        Assert.Equal([.. Enumerable.Repeat(size, 10_000 / size), 10_000 % size], sizes.Append(10_000 % size == 0 ? 0 : -1).Where(one => one >= 0));
    }

    [Fact]
    public async Task Expander_ManyParents_ShareTheLimitExactly()
    {
        var calls = new CallCounter();
        int parents = 40, children = 20;
        var stage = new ConcurrentExpander(_ => Enumerable.Range(0, children), async (document, item, _) =>
        {
            using IDisposable call = calls.Enter();
            // The limit is reached by waiting for it, so that the test needs no luck; the last calls do not wait.
            if (calls.Started <= 700) await Until(() => calls.Most >= 32 || calls.Started > 700);
            if (item % 3 == 0) await Task.Yield();
            return new Document(null, $"{document.Id} {item}");
        }, maxConcurrency: 32);
        CurationRun run = folder.Run(options => options with { BatchDocuments = 3, MaxParallelShards = 1 });
        await RunFolder.Documents(parents).Pipe(stage).WriteJsonlAsync("out", run);
        Assert.Equal(32, calls.Most);
        Assert.Equal(
            from parent in Enumerable.Range(0, parents)
            from child in Enumerable.Range(0, children)
            select $"{{\"id\":\"d{parent}#{child + 1}\",\"text\":\"d{parent} {child}\"}}",
            folder.Lines("out"));
    }

    [Fact]
    public async Task Expander_OneParent_OverlapsItsCalls()
    {
        var calls = new CallCounter();
        var stage = new ConcurrentExpander(_ => Enumerable.Range(0, 1_000), async (_, item, _) =>
        {
            using IDisposable call = calls.Enter();
            if (item < 900) await Until(() => calls.Most == 16);
            await Task.Yield();
            return new Document(null, $"{item}");
        }, maxConcurrency: 16);
        List<Document> documents = await RunFolder.Read(RunFolder.Documents(1).Pipe(stage), folder.Run());
        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => $"{i}"), documents.Select(document => document.Text));
        Assert.Equal(16, calls.Most);
    }

    [Fact]
    public async Task Expander_OneCallThrows_TheParentIsAFaultAndLeavesNoChild()
    {
        var started = new CallCounter();
        var stage = new ConcurrentExpander(_ => Enumerable.Range(0, 500), async (document, item, _) =>
        {
            using IDisposable call = started.Enter();
            await Task.Yield();
            return document.Id == "d1" && item == 5 ? throw new FormatException("no child 5") : new Document(null, $"{item}");
        }, maxConcurrency: 4);
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(0.5), MaxParallelShards = 1 });
        await RunFolder.Documents(3).Pipe(stage).WriteJsonlAsync("out", run);
        RunReport report = folder.Report("out");
        Assert.Equal((3, 1_000, 1_000, 1), (report.Records, report.Emitted, report.Kept, report.Faulted));
        Assert.Contains("no child 5", File.ReadAllText(folder.State("out", "quarantine/part-00000.jsonl")), StringComparison.Ordinal);
        Assert.True(started.Started < 1_500, "The rest of the failed parent's calls were made.");
    }

    [Fact]
    public async Task Transform_CallsInsideADocument_OverlapAndKeepTheirOrder()
    {
        var calls = new CallCounter();
        var stage = new InnerCalls(calls);
        List<Document> documents = await RunFolder.Read(RunFolder.Documents(30).Pipe(stage), folder.Run(options => options with { BatchDocuments = 7 }));
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"d{i}:0,1,2,3,4,5,6,7,8,9"), documents.Select(document => document.Text));
        Assert.Equal(6, calls.Most);
    }

    [Fact]
    public async Task Context_OfASynchronousStage_RefusesConcurrentCalls()
    {
        var stage = new FakeTransform((document, context) =>
        {
            IAsyncEnumerator<int> calls = context.RunConcurrentlyAsync([1], (item, _) => ValueTask.FromResult(item), CancellationToken.None)
                .GetAsyncEnumerator(CancellationToken.None);
            return calls.MoveNextAsync().AsTask().GetAwaiter().GetResult() ? StageResult.Keep : StageResult.Drop("none");
        });
        ShardFailedException failure = Assert.Single(
            (await Assert.ThrowsAsync<CurationRunException>(() => RunFolder.Documents(1).Pipe(stage).WriteJsonlAsync("out", folder.Run()))).Failures);
        Assert.Contains("Stage FakeTransform is synchronous", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scratch_OfConcurrentCalls_IsNeverShared()
    {
        var stage = new ScratchUser();
        List<Document> documents = await RunFolder.Read(RunFolder.Documents(300).Pipe(stage), folder.Run(options => options with { BatchDocuments = 16 }));
        Assert.All(documents, document => Assert.Equal(document.Id, document.Text));
        Assert.InRange(stage.Buffers, 1, 8);
    }

    [Fact]
    public async Task Enumerate_ConsumerStopsEarly_EndsTheCallsUnderWay()
    {
        var calls = new CallCounter();
        var stage = new FakeAsyncTransform(async (document, token) =>
        {
            using IDisposable call = calls.Enter();
            if (Number(document) > 5) await Task.Delay(Timeout.Infinite, token); // only the cancellation ends it
            return StageResult.Keep;
        }, maxConcurrency: 8);
        await foreach (Document document in RunFolder.Documents(100).Pipe(stage).AsAsyncEnumerable(folder.Run()))
            if (Number(document) == 3) break;
        Assert.Equal(0, calls.Running);
    }

    [Fact]
    public async Task Enumerate_SlowReader_HandsOutFinishedDocumentsMeanwhile()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Corpus corpus = Corpus.FromAsyncEnumerable("slow", _ => Source()).Pipe(new FakeAsyncTransform(async (_, _) =>
        {
            await Task.Yield();
            return StageResult.Keep;
        }));
        await foreach (Document document in corpus.AsAsyncEnumerable(folder.Run(options => options with { BatchDocuments = 1 })))
            if (document.Id == "first") gate.TrySetResult(); // the second document exists only after the first one was handed out

        Assert.True(gate.Task.IsCompletedSuccessfully);

        async IAsyncEnumerable<Document> Source()
        {
            yield return new Document("first", "a");
            await gate.Task.WaitAsync(Patience, CancellationToken.None);
            yield return new Document("second", "b");
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        DateTime end = TimeProvider.System.GetUtcNow().UtcDateTime + Patience;
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetUtcNow().UtcDateTime < end, "The condition did not come about.");
            await Task.Delay(1, CancellationToken.None);
        }
    }

    /// <summary>Makes ten calls for each document.</summary>
    private sealed class InnerCalls(CallCounter counter) : AsyncDocumentTransform
    {
        public override int MaxConcurrency => 6;

        protected internal override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
        {
            var parts = new List<int>();
            await foreach (int part in context.RunConcurrentlyAsync(Enumerable.Range(0, 10), async (item, _) =>
            {
                using IDisposable call = counter.Enter();
                await Until(() => counter.Most == 6);
                return item;
            }, cancellationToken).ConfigureAwait(false)) parts.Add(part);
            return StageResult.Replace(document.WithText($"{document.Id}:{string.Join(',', parts)}"));
        }

        protected internal override void Describe(FingerprintWriter writer)
        {
        }
    }

    /// <summary>Writes its document into the scratch buffer, waits, and reads it back.</summary>
    private sealed class ScratchUser : AsyncDocumentTransform
    {
        private readonly HashSet<object> buffers = new(ReferenceEqualityComparer.Instance);

        public int Buffers => buffers.Count;

        public override int MaxConcurrency => 8;

        protected internal override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
        {
            System.Text.StringBuilder buffer = context.Scratch<System.Text.StringBuilder>();
            lock (buffers) buffers.Add(buffer);
            buffer.Clear().Append(document.Id);
            await Task.Yield();
            return StageResult.Replace(document.WithText(buffer.ToString()));
        }

        protected internal override void Describe(FingerprintWriter writer)
        {
        }
    }

    private sealed class SizesSink(List<int> sizes) : IDocumentSink
    {
        public void Describe(FingerprintWriter writer) => writer.Add("kind", "sizes");

        public IShardWriter Open(ShardOutput output) => new Writer(sizes);

        private sealed class Writer(List<int> sizes) : IShardWriter
        {
            public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
            {
                sizes.Add(documents.Length);
                return ValueTask.CompletedTask;
            }

            public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
