using System.Runtime.CompilerServices;
using DataCuration.TestKit;

namespace DataCuration.Tests.Engine.Pipeline;

/// <summary>Unusual limits and ways to call: nothing hangs, and after a failure nothing new starts.</summary>
public sealed class SchedulerLimitTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static int Number(Document document) => int.Parse(document.Id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);

    private static Task<List<Document>> Read(Corpus corpus, CurationRun run) => RunFolder.Read(corpus, run).WaitAsync(Patience, CancellationToken.None);

    [Fact]
    public async Task Batch_SizeOfTheLargestInteger_GetsOneBatchOfAll()
    {
        var stage = new FakeBatchTransform(_ => StageResult.Keep, batchSize: int.MaxValue);
        Assert.Equal(300, (await Read(RunFolder.Documents(300).Pipe(stage), folder.Run())).Count);
        Assert.Equal([300], stage.Batches);
    }

    [Fact]
    public async Task Async_ConcurrencyOfTheLargestInteger_RunsAllAtOnce()
    {
        var calls = new CallCounter();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stage = new FakeAsyncTransform(async (_, _) =>
        {
            using IDisposable call = calls.Enter();
            if (calls.Started == 200) all.SetResult();
            await all.Task.WaitAsync(Patience, CancellationToken.None);
            return StageResult.Keep;
        }, maxConcurrency: int.MaxValue);
        Assert.Equal(200, (await Read(RunFolder.Documents(200).Pipe(stage), folder.Run())).Count);
        Assert.Equal(200, calls.Most);
    }

    [Fact]
    public async Task Expander_WindowOfOne_StillOverlapsTheCallsOfAParent()
    {
        var calls = new CallCounter();
        var together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stage = new ConcurrentExpander(_ => Enumerable.Range(0, 30), async (_, item, _) =>
        {
            using IDisposable call = calls.Enter();
            if (calls.Most == 10) together.TrySetResult();
            await together.Task.WaitAsync(Patience, CancellationToken.None);
            return new Document(null, $"{item}");
        }, maxConcurrency: 10, window: 1);
        Assert.Equal(90, (await Read(RunFolder.Documents(3).Pipe(stage), folder.Run())).Count);
        Assert.Equal(10, calls.Most);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task RunConcurrently_TwoStreamsOfOneDocumentAtOnce_BothEnd(int maxConcurrency)
    {
        var calls = new CallCounter();
        var stage = new Calling(maxConcurrency, async (context, document, token) =>
        {
            int[] sums = await Task.WhenAll(Sum(context, 1, calls, token), Sum(context, 40, calls, token));
            return $"{sums[0]} {sums[1]}";
        });
        List<Document> documents = await Read(RunFolder.Documents(6).Pipe(stage), folder.Run());
        Assert.All(documents, document => Assert.Equal("0 780", document.Text));
        Assert.InRange(calls.Most, 1, maxConcurrency);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task RunConcurrently_InsideOneOfItsCalls_Ends(int maxConcurrency)
    {
        var calls = new CallCounter();
        var stage = new Calling(maxConcurrency, async (context, document, token) =>
        {
            int total = 0;
            await foreach (int sum in context.RunConcurrentlyAsync(Enumerable.Range(0, 6), async (_, inner) => await Sum(context, 5, calls, inner), token))
                total += sum;
            return $"{total}";
        });
        List<Document> documents = await Read(RunFolder.Documents(6).Pipe(stage), folder.Run());
        Assert.All(documents, document => Assert.Equal("60", document.Text));
        Assert.InRange(calls.Most, 1, maxConcurrency);
    }

    [Fact]
    public async Task Write_AParentFails_OtherParentsStartNoFurtherCalls()
    {
        bool isFailing = false;
        var late = new CallCounter();
        var stage = new ConcurrentExpander(document => Enumerable.Range(0, Number(document) == 0 ? 1 : 2_000), async (document, item, context, _) =>
        {
            if (Number(document) == 0)
            {
                Volatile.Write(ref isFailing, true);
                throw new RunStoppedException("stop");
            }
            // Until then the calls end at once, so that the one that fails gets a place, too.
            if (Volatile.Read(ref isFailing))
            {
                using IDisposable call = late.Enter();
                await context.UntilHaltAsync();
            }
            return new Document(null, $"{item}");
        }, maxConcurrency: 4, window: 4);
        await Assert.ThrowsAsync<RunStoppedException>(() => RunFolder.Documents(3).Pipe(stage)
            .WriteJsonlAsync("out", folder.Run(options => options with { MaxParallelShards = 1 })).WaitAsync(Patience, CancellationToken.None));
        // The other places, and the one of the call that failed.
        Assert.InRange(late.Started, 0, 4);
        Assert.Equal(0, late.Running);
    }

    [Fact]
    public async Task Write_AStageFails_LaterStagesStartNoFurtherCalls()
    {
        var second = new CallCounter();
        var first = new FakeAsyncTransform(async (document, context, _) =>
        {
            if (Number(document) < 40) return StageResult.Keep;
            if (Number(document) == 40) throw new FormatException("the policy allows no fault");
            await context.UntilHaltAsync(); // still under way while the shard fails
            return StageResult.Keep;
        }, maxConcurrency: 2);
        var later = new FakeAsyncTransform(async (_, context, _) =>
        {
            using IDisposable call = second.Enter();
            await context.UntilHaltAsync();
            return StageResult.Keep;
        }, maxConcurrency: 1, version: "2", window: 100);
        await Assert.ThrowsAsync<CurationRunException>(() => RunFolder.Documents(200).Pipe(first, later)
            .WriteJsonlAsync("out", folder.Run(options => options with { MaxParallelShards = 1 })).WaitAsync(Patience, CancellationToken.None));
        Assert.InRange(second.Started, 0, 1);
    }

    [Fact]
    public async Task Write_AStageFailsWhileTheReaderWaits_CancelsTheReader()
    {
        Corpus corpus = Corpus.FromAsyncEnumerable("queue", Source).Pipe(new FakeAsyncTransform(async (_, _) =>
        {
            await Task.Yield();
            throw new FormatException("no");
        }));
        await Assert.ThrowsAsync<CurationRunException>(() => corpus.WriteJsonlAsync("out", folder.Run(options => options with { BatchDocuments = 1 }))
            .WaitAsync(Patience, CancellationToken.None));

        static async IAsyncEnumerable<Document> Source([EnumeratorCancellation] CancellationToken token)
        {
            yield return new Document("a", "a");
            await Task.Delay(Timeout.Infinite, token); // a queue that never brings another message
            yield return new Document("b", "b");
        }
    }

    [Fact]
    public async Task RunConcurrently_StageHandsOnNoToken_EndsWithTheRun()
    {
        using var cancellation = new CancellationTokenSource();
        var calls = new CallCounter();
        var stage = new Calling(2, async (context, document, _) =>
        {
            await foreach (int item in context.RunConcurrentlyAsync(Enumerable.Range(0, 500), async (item, token) =>
            {
                using IDisposable call = calls.Enter();
                if (item == 10) await cancellation.CancelAsync();
                await Task.Delay(item < 10 ? 0 : Timeout.Infinite, token);
                return item;
            }, CancellationToken.None)) Assert.InRange(item, 0, 9);
            return "";
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunFolder.Documents(1).Pipe(stage)
            .WriteJsonlAsync("out", folder.Run(), cancellationToken: cancellation.Token).WaitAsync(Patience, CancellationToken.None));
        // Item 10 cancels. Whatever has the other place may not have begun, or may be item 11; no call starts in a place that a cancelled call leaves.
        Assert.InRange(calls.Started, 10, 12);
    }

    [Fact]
    public async Task Batch_WorksWithoutWaiting_StillOverlaps()
    {
        using var both = new Barrier(2);
        var stage = new BlockingBatches(both);
        Assert.Equal(80, (await Read(RunFolder.Documents(80).Pipe(stage), folder.Run(options => options with { MaxParallelShards = 1 }))).Count);
    }

    [Fact]
    public async Task RunConcurrently_CallsThatWorkWithoutWaiting_StillOverlap()
    {
        using var all = new Barrier(4);
        var stage = new ConcurrentExpander(_ => Enumerable.Range(0, 4), (_, item, _) =>
        {
            Assert.True(all.SignalAndWait(Patience, CancellationToken.None), "The other calls did not start.");
            return ValueTask.FromResult(new Document(null, $"{item}"));
        }, maxConcurrency: 4);
        Assert.Equal(4, (await Read(RunFolder.Documents(1).Pipe(stage), folder.Run())).Count);
    }

    [Fact]
    public async Task Expander_LargeChildren_AreBoundedByBytesInTheNextWindow()
    {
        int released = 0, largest = 0, done = 0;
        var expander = new ConcurrentExpander(_ => Enumerable.Range(0, 100),
            (_, item, _) => ValueTask.FromResult(new Document(null, new string('x', 100_000))), 1);
        var counted = new FakeFilter(_ =>
        {
            largest = Math.Max(largest, Interlocked.Increment(ref released) - Volatile.Read(ref done));
            return StageResult.Keep;
        });
        var next = new FakeAsyncTransform(async (_, _) =>
        {
            await Task.Delay(1, CancellationToken.None);
            Interlocked.Increment(ref done);
            return StageResult.Keep;
        }, maxConcurrency: 2, window: 1_000);
        CurationRun run = folder.Run(options => options with { MaxParallelShards = 1, WindowBytes = 500_000 });
        Assert.Equal(300, (await Read(RunFolder.Documents(3).Pipe(expander, counted, next), run)).Count);
        Assert.InRange(largest, 2, 5 + 16); // the window's bytes, and what passes before they are looked at again
    }

    [Fact]
    public async Task Batch_LargeDocuments_AreBoundedByBytes()
    {
        int read = 0, largest = 0, done = 0;
        var counted = new FakeFilter(_ =>
        {
            int now = Interlocked.Increment(ref read) - Volatile.Read(ref done);
            largest = Math.Max(largest, now);
            return StageResult.Keep;
        });
        var stage = new SlowBatches(size => Interlocked.Add(ref done, size));
        string input = folder.Inputs.Write("in.jsonl",
            string.Concat(Enumerable.Range(0, 200).Select(i => $"{{\"id\":\"d{i}\",\"text\":\"{new string('x', 10_000)}\"}}\n")));
        CurationRun run = folder.Run(options => options with { MaxParallelShards = 1, WindowBytes = 100_000, BatchDocuments = 4 });
        await Corpus.FromJsonl(input).Pipe(counted, stage).WriteJsonlAsync("out", run);
        Assert.Equal([.. Enumerable.Repeat(16, 12), 8], stage.Sizes);
        // One batch runs and one is filled; a window of bytes and a reader's batch come on top.
        Assert.InRange(largest, 16, 32 + 16);
    }

    private static async Task<int> Sum(StageContext context, int count, CallCounter calls, CancellationToken token)
    {
        int sum = 0;
        await foreach (int item in context.RunConcurrentlyAsync(Enumerable.Range(0, count), async (item, _) =>
        {
            using IDisposable call = calls.Enter();
            await Task.Yield();
            return item;
        }, token)) sum += item;
        return sum;
    }

    private sealed class Calling(int maxConcurrency, Func<StageContext, Document, CancellationToken, Task<string>> text) : AsyncDocumentTransform
    {
        public override int MaxConcurrency => maxConcurrency;

        protected internal override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken) =>
            StageResult.Replace(document.WithText(await text(context, document, cancellationToken)));

        protected internal override void Describe(FingerprintWriter writer)
        {
        }
    }

    /// <summary>Two calls block their threads until both are there.</summary>
    private sealed class BlockingBatches(Barrier barrier) : BatchTransform
    {
        public override int BatchSize => 10;

        public override int MaxConcurrency => 2;

        protected internal override ValueTask TransformAsync(ReadOnlyMemory<Document> documents, Memory<StageResult> results, StageContext context,
            CancellationToken cancellationToken)
        {
            Assert.True(barrier.SignalAndWait(Patience, CancellationToken.None), "The other call did not start.");
            return ValueTask.CompletedTask;
        }

        protected internal override void Describe(FingerprintWriter writer)
        {
        }
    }

    private sealed class SlowBatches(Action<int> finished) : BatchTransform
    {
        public List<int> Sizes { get; } = [];

        public override int BatchSize => 16;

        protected internal override async ValueTask TransformAsync(ReadOnlyMemory<Document> documents, Memory<StageResult> results, StageContext context,
            CancellationToken cancellationToken)
        {
            Sizes.Add(documents.Length);
            await Task.Delay(2, cancellationToken);
            finished(documents.Length);
        }

        protected internal override void Describe(FingerprintWriter writer)
        {
        }
    }
}
