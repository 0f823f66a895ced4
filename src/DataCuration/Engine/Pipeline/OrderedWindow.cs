using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace DataCuration;

/// <summary>
/// A bounded window of calls that run at once and whose results are taken in the order in which the items were added. A finished call starts the next waiting
/// item, so that the calls under way do not depend on how often the owner looks. One thread at a time adds and takes.
/// </summary>
/// <typeparam name="TItem">The item of a call: a document, or a batch of them.</typeparam>
/// <typeparam name="TResult">The result of a call.</typeparam>
internal sealed class OrderedWindow<TItem, TResult> : IDisposable
{
    private readonly Lock gate = new();
    private readonly Func<TItem, StageContext, CancellationToken, ValueTask<TResult>> call;
    private readonly StageContext context;
    private readonly AsyncSignal changed;
    private readonly TimeProvider time;
    private readonly CallLimits limits;
    private readonly CancellationTokenSource halt;
    private readonly Stack<int> idleLanes = new();
    private readonly int maxLanes;
    private readonly Queue<Entry> entries = new();
    private readonly Queue<Entry> waiting = new();
    private int createdLanes;
    private int lanes;
    private bool isStopped;
    private TaskCompletionSource? drained;
    private long busySince;
    private long busyTicks;

    /// <summary>Initializes an empty window.</summary>
    /// <param name="capacity">The most items in the window: waiting, running and finished but not taken.</param>
    /// <param name="concurrency">The most calls that run at once, calls inside items included.</param>
    /// <param name="call">The call. It may throw; see <see cref="Failure"/>.</param>
    /// <param name="context">The stage's context. Each call gets one of its lanes.</param>
    /// <param name="changed">Set when a call finishes or a failure occurs.</param>
    /// <param name="time">The run's clock.</param>
    /// <param name="cancellationToken">Handed to the calls. No call starts after it is cancelled.</param>
    public OrderedWindow(
        int capacity, int concurrency, Func<TItem, StageContext, CancellationToken, ValueTask<TResult>> call, StageContext context, AsyncSignal changed,
        TimeProvider time, CancellationToken cancellationToken)
    {
        Capacity = Math.Max(1, capacity);
        concurrency = Math.Max(1, concurrency);
        maxLanes = Math.Min(concurrency, Capacity);
        this.call = call;
        this.context = context;
        this.changed = changed;
        this.time = time;
        halt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limits = new CallLimits(new SemaphoreSlim(concurrency), concurrency, cancellationToken, halt.Token);
    }

    /// <summary>The most items in the window.</summary>
    public int Capacity { get; }

    /// <summary>The number of items in the window.</summary>
    public int Count => entries.Count;

    /// <summary>The time in which at least one call ran, in ticks of the time provider.</summary>
    public long BusyTicks
    {
        get
        {
            lock (gate) return busyTicks + (lanes > 0 ? time.GetTimestamp() - busySince : 0);
        }
    }

    /// <summary>The first exception that is not the item's own fault and ends the shard; null if no such exception occurred.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Adds an item and starts its call if fewer calls run than allowed. The window must have room.</summary>
    public void Add(TItem item)
    {
        Debug.Assert(entries.Count < Capacity, "The window is full.");
        var entry = new Entry(item);
        entries.Enqueue(entry);
        int lane;
        lock (gate)
        {
            if (isStopped) return;
            waiting.Enqueue(entry);
            if (lanes == maxLanes) return;
            if (lanes++ == 0) busySince = time.GetTimestamp();
            if (!idleLanes.TryPop(out lane)) lane = createdLanes++;
        }
        _ = RunLaneAsync(lane);
    }

    /// <summary>The oldest item.</summary>
    public bool TryPeek(out TItem item)
    {
        bool found = entries.TryPeek(out Entry? entry);
        item = found ? entry!.Item : default!;
        return found;
    }

    /// <summary>Takes the oldest item if its call has finished.</summary>
    /// <param name="item">The item.</param>
    /// <param name="result">The call's result; the default value if it threw.</param>
    /// <param name="fault">The call's exception; null if it returned.</param>
    public bool TryTake(out TItem item, out TResult result, out Exception? fault)
    {
        if (!entries.TryPeek(out Entry? entry) || !entry.IsFinished)
        {
            (item, result, fault) = (default!, default!, null);
            return false;
        }
        entries.Dequeue();
        (item, result, fault) = (entry.Item, entry.Result, entry.Fault);
        return true;
    }

    /// <summary>Starts no further call, inside items neither. Calls under way continue.</summary>
    public void Stop()
    {
        lock (gate)
        {
            isStopped = true;
            waiting.Clear();
        }
        halt.Cancel();
    }

    /// <summary>Waits until the calls under way have ended. The window must be stopped.</summary>
    public Task DrainAsync()
    {
        lock (gate)
        {
            if (lanes == 0) return Task.CompletedTask;
            drained ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return drained.Task;
        }
    }

    /// <summary>Releases resources, after <see cref="DrainAsync"/>.</summary>
    public void Dispose() => halt.Dispose();

    private async Task RunLaneAsync(int lane)
    {
        // Calls that may overlap must not block the loop, even if they work without waiting. A stage of one call at a time stays on the loop's thread.
        if (limits.Concurrency > 1) await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        StageContext own = context.Lane(lane, limits);
        while (TryStart(lane, out Entry? entry))
        {
            await RunAsync(entry, own).ConfigureAwait(false);
            changed.Set();
        }
        changed.Set(); // after a cancellation, the end of a lane is what the owner waits for
    }

    private bool TryStart(int lane, [NotNullWhen(true)] out Entry? entry)
    {
        lock (gate)
        {
            if (!isStopped && !limits.Cancellation.IsCancellationRequested && waiting.TryDequeue(out entry)) return true;
            entry = null;
            idleLanes.Push(lane);
            if (--lanes > 0) return false;
            busyTicks += time.GetTimestamp() - busySince;
            drained?.TrySetResult();
            return false;
        }
    }

    private async Task RunAsync(Entry entry, StageContext own)
    {
        try
        {
            CallPermit permit = await CallPermit.AcquireAsync(limits.Permits, halt.Token).ConfigureAwait(false);
            permit.Enter();
            try
            {
                halt.Token.ThrowIfCancellationRequested(); // the place may have come free before the wait for it was cancelled
                entry.Result = await call(entry.Item, own, limits.Cancellation).ConfigureAwait(false);
            }
            finally
            {
                permit.End();
            }
            entry.Finish();
        }
        catch (Exception e) when (DocumentFaults.IsFault(e, halt.Token))
        {
            entry.Fault = e;
            entry.Finish();
        }
        catch (Exception e)
        {
            lock (gate)
            {
                // After a stop, a call that could not start is no failure.
                if (!isStopped) Failure ??= e;
            }
            Stop();
        }
    }

    private sealed class Entry(TItem item)
    {
        private volatile bool isFinished;

        public TItem Item => item;

        public TResult Result { get; set; } = default!;

        public Exception? Fault { get; set; }

        public bool IsFinished => isFinished;

        public void Finish() => isFinished = true;
    }
}
