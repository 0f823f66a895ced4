using System.Collections.Concurrent;
using DataCuration.TestKit;

namespace DataCuration.Tests;

public sealed class DeviceQueueTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ManyCallersOnTwoQueuesOfADevice_RunOneAtATime()
    {
        string device = NewDevice();
        await using DeviceQueue one = DeviceQueue.Open(device);
        await using DeviceQueue other = DeviceQueue.Open(device);
        int running = 0, most = 0, ran = 0;
        int Work()
        {
            int now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            Thread.SpinWait(2_000);
            Interlocked.Decrement(ref running);
            return Interlocked.Increment(ref ran);
        }

        Task<int>[] calls = [.. Enumerable.Range(0, 200).Select(i => (i % 4) switch
        {
            0 => Task.Run(() => one.Run(Work), Token),
            1 => Task.Run(() => other.Run(Work), Token),
            2 => one.RunAsync(async _ => { await Task.Yield(); return Work(); }, Token),
            _ => other.RunAsync(_ => ValueTask.FromResult(Work()), Token),
        })];
        int[] results = await Task.WhenAll(calls);
        Assert.Equal(1, most);
        Assert.Equal(Enumerable.Range(1, 200), results.Order());
    }

    [Fact]
    public async Task RunAsync_Concurrency3_RunsThreeAtATime()
    {
        await using DeviceQueue queue = DeviceQueue.Open(NewDevice(), concurrency: 3);
        TaskCompletionSource[] ends = [.. Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource())];
        var started = new ConcurrentBag<int>();
        Task<int>[] calls = [.. ends.Select((end, i) => queue.RunAsync(async _ => { started.Add(i); await end.Task; return i; }, Token))];
        Assert.Equal([0, 1, 2], started.Order());
        Assert.Equal(1, queue.WaitingCount);
        ends[1].SetResult();
        ends[3].SetResult();
        Assert.Equal(3, await calls[3]);
        foreach (TaskCompletionSource end in ends) end.TrySetResult();
        await Task.WhenAll(calls);
        Assert.Equal(0, queue.WaitingCount);
    }

    [Fact]
    public async Task RunAsync_SeveralWait_RunInOrderOfArrival()
    {
        await using DeviceQueue queue = DeviceQueue.Open(NewDevice());
        var first = new TaskCompletionSource();
        var order = new List<int>();
        Task<int> running = queue.RunAsync(async _ => { await first.Task; return 0; }, Token);
        Task<int>[] waiting = [.. Enumerable.Range(1, 50).Select(i => queue.RunAsync(_ => { order.Add(i); return ValueTask.FromResult(i); }, Token))];
        Assert.Equal(50, queue.WaitingCount);
        Assert.Empty(order);
        first.SetResult();
        await Task.WhenAll([running, .. waiting]);
        Assert.Equal(Enumerable.Range(1, 50), order);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_CancelledWhileItWaits_DoesNotRunAndLosesNoTurn(bool synchronous)
    {
        await using DeviceQueue queue = DeviceQueue.Open(NewDevice());
        var first = new TaskCompletionSource();
        Task<int> running = queue.RunAsync(async _ => { await first.Task; return 0; }, Token);
        using var cancellation = new CancellationTokenSource();
        bool ran = false;
        Task<int> cancelled = synchronous
            ? Task.Run(() => queue.Run(() => { ran = true; return 1; }, cancellation.Token), Token)
            : queue.RunAsync(_ => { ran = true; return ValueTask.FromResult(1); }, cancellation.Token);
        Assert.True(SpinWait.SpinUntil(() => queue.WaitingCount == 1, TimeSpan.FromSeconds(30)));
        Task<int> after = queue.RunAsync(_ => ValueTask.FromResult(2), Token);
        cancellation.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(1, queue.WaitingCount);
        first.SetResult();
        Assert.Equal(2, await after);
        Assert.False(ran);
        await running;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queue.RunAsync(_ => ValueTask.FromResult(3), cancellation.Token));
    }

    [Fact]
    public async Task Run_WorkThrows_TheCallerGetsItAndTheNextRuns()
    {
        await using DeviceQueue queue = DeviceQueue.Open(NewDevice());
        Assert.Equal("sync", Assert.Throws<InvalidDataException>(() => queue.Run<int>(() => throw new InvalidDataException("sync"))).Message);
        Assert.Equal("async", (await Assert.ThrowsAsync<InvalidDataException>(() => queue.RunAsync<int>(async _ =>
        {
            await Task.Yield();
            throw new InvalidDataException("async");
        }, Token))).Message);
        Assert.Equal(5, queue.Run(() => 5));
    }

    [Fact]
    public async Task DisposeAsync_WorkUnderWay_WaitsForItAndFailsWhatWaits()
    {
        string device = NewDevice();
        DeviceQueue queue = DeviceQueue.Open(device);
        await using DeviceQueue other = DeviceQueue.Open(device);
        var first = new TaskCompletionSource();
        Task<int> running = queue.RunAsync(async _ => { await first.Task; return 1; }, Token);
        Task<int> waiting = queue.RunAsync(_ => ValueTask.FromResult(2), Token);
        Task<int> waitingElsewhere = other.RunAsync(_ => ValueTask.FromResult(3), Token);
        Task disposal = queue.DisposeAsync().AsTask();
        Assert.Contains(device, (await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting)).Message, StringComparison.Ordinal);
        Assert.False(disposal.IsCompleted);
        Assert.Throws<ObjectDisposedException>(() => queue.Run(() => 4));
        first.SetResult();
        await disposal;
        Assert.True(running.IsCompletedSuccessfully);
        Assert.Equal(3, await waitingElsewhere);
        queue.Dispose();
    }

    [Fact]
    public async Task Run_InsideWorkOnTheDevice_ThrowsInsteadOfWaitingForItself()
    {
        string device = NewDevice();
        await using DeviceQueue queue = DeviceQueue.Open(device);
        await using DeviceQueue same = DeviceQueue.Open(device);
        await using DeviceQueue another = DeviceQueue.Open(NewDevice());
        Assert.Throws<InvalidOperationException>(() => queue.Run(() => same.Run(() => 1)));
        Assert.Throws<InvalidOperationException>(() => queue.Run(() => another.Run(() => same.Run(() => 1))));
        await Assert.ThrowsAsync<InvalidOperationException>(() => queue.RunAsync(async cancellation =>
        {
            await Task.Yield();
            return await same.RunAsync(_ => ValueTask.FromResult(1), cancellation);
        }, Token));
        Assert.Throws<InvalidOperationException>(() => queue.Run(() => { same.Dispose(); return 1; }));
        Assert.Equal(2, queue.Run(() => another.Run(() => 2)));

        // A task that was started in a turn and outlives it is free to use the device.
        var turnEnded = new TaskCompletionSource();
        Task<int> later = queue.Run(() => Task.Run(async () => { await turnEnded.Task; return same.Run(() => 3); }, Token));
        turnEnded.SetResult();
        Assert.Equal(3, await later);
    }

    [Fact]
    public void Open_OtherConcurrency_IsRefusedWhileTheDeviceIsOpen()
    {
        string device = NewDevice();
        using (DeviceQueue.Open(device, 2))
        {
            string message = Assert.Throws<InvalidOperationException>(() => DeviceQueue.Open(device)).Message;
            Assert.Contains(device, message, StringComparison.Ordinal);
            Assert.Contains("2", message, StringComparison.Ordinal);
        }
        using DeviceQueue reopened = DeviceQueue.Open(device);
        Assert.Equal((device, 1), (reopened.Device, reopened.Concurrency));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeviceQueue.Open(device, 0));
    }

    [Fact]
    public async Task Resource_StageOfManyWorkers_SharesTheDeviceAndTheRunDisposesTheQueue()
    {
        string device = NewDevice();
        int running = 0, most = 0, ran = 0;
        DeviceQueue? seen = null;
        using var folder = new RunFolder();
        Corpus corpus = Corpus.Concat([.. Enumerable.Range(0, 8).Select(_ => RunFolder.Documents(20))]).Pipe(new FakeTransform((_, context) =>
        {
            DeviceQueue queue = seen = context.Resource("device:" + device, () => DeviceQueue.Open(device));
            return queue.Run(() =>
            {
                ran++;
                InterlockedMax(ref most, Interlocked.Increment(ref running));
                Thread.SpinWait(1_000);
                Interlocked.Decrement(ref running);
                return StageResult.Keep;
            });
        }));
        using (CurationRun run = folder.Run(options => options with { MaxParallelShards = 4 }))
        {
            await corpus.WriteJsonlAsync("out", run, cancellationToken: Token);
        }
        Assert.Equal(160, ran);
        Assert.Equal(1, most);
        Assert.Throws<ObjectDisposedException>(() => seen!.Run(() => 1));
    }

    private static string NewDevice() => $"test:{Guid.NewGuid():N}";

    private static void InterlockedMax(ref int target, int value)
    {
        for (int current = Volatile.Read(ref target); current < value; current = Volatile.Read(ref target))
            if (Interlocked.CompareExchange(ref target, value, current) == current) return;
    }
}
