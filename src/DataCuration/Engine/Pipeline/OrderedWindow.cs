using System.Diagnostics;

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
    private readonly CancellationToken cancellationToken;
    private readonly SemaphoreSlim permits;
    private readonly Stack<int> idleLanes = new();
    private readonly int concurrency;
    private readonly Queue<Entry> entries = new();
    private readonly Queue<Entry> waiting = new();
    private int lanes;
    private bool isStopped;
    private TaskCompletionSource? drained;
    private long busySince;
    private long busyTicks;

    /// <summary>Initializes an empty window.</summary>
    /// <param name="capacity">The most items in the window: waiting, running and finished but not taken.</param>
    /// <param name="concurrency">The most calls that run at once.</param>
    /// <param name="call">The call. It may throw; see <see cref="Failure"/>.</param>
    /// <param name="context">The stage's context. Each call gets one of its lanes.</param>
    /// <param name="changed">Set when the oldest item finishes or a failure occurs.</param>
    /// <param name="time">The run's clock.</param>
    /// <param name="cancellationToken">Handed to the calls. No call starts after it is cancelled.</param>
    public OrderedWindow(
        int capacity, int concurrency, Func<TItem, StageContext, CancellationToken, ValueTask<TResult>> call, StageContext context, AsyncSignal changed,
        TimeProvider time, CancellationToken cancellationToken)
    {
        Capacity = Math.Max(1, capacity);
        this.concurrency = Math.Clamp(concurrency, 1, Capacity);
        this.call = call;
        this.context = context;
        this.changed = changed;
        this.time = time;
        this.cancellationToken = cancellationToken;
        permits = new SemaphoreSlim(this.concurrency);
        for (int lane = this.concurrency - 1; lane >= 0; lane--) idleLanes.Push(lane);
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
            waiting.Enqueue(entry);
            if (isStopped || lanes == concurrency) return;
            if (lanes++ == 0) busySince = time.GetTimestamp();
            lane = idleLanes.Pop();
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

    /// <summary>Starts no further call and waits until those under way have ended.</summary>
    public Task DrainAsync()
    {
        lock (gate)
        {
            isStopped = true;
            waiting.Clear();
            if (lanes == 0) return Task.CompletedTask;
            drained ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return drained.Task;
        }
    }

    /// <summary>Releases the places. No call may be under way.</summary>
    public void Dispose() => permits.Dispose();

    private async Task RunLaneAsync(int lane)
    {
        StageContext own = context.Lane(lane, permits, concurrency);
        while (true)
        {
            Entry? entry;
            lock (gate)
            {
                if (isStopped || cancellationToken.IsCancellationRequested || !waiting.TryDequeue(out entry))
                {
                    idleLanes.Push(lane);
                    if (--lanes == 0)
                    {
                        busyTicks += time.GetTimestamp() - busySince;
                        drained?.TrySetResult();
                    }
                    break;
                }
            }
            // Calls inside an item (StageContext.RunConcurrentlyAsync) share the permits with the items themselves.
            await own.AcquirePermitAsync().ConfigureAwait(false);
            try
            {
                entry.Result = await call(entry.Item, own, cancellationToken).ConfigureAwait(false);
                entry.Finish();
            }
            catch (Exception e) when (DocumentFaults.IsFault(e, cancellationToken))
            {
                entry.Fault = e;
                entry.Finish();
            }
            catch (Exception e)
            {
                lock (gate)
                {
                    Failure ??= e;
                    isStopped = true;
                }
            }
            finally
            {
                own.ReleasePermit();
            }
            changed.Set();
        }
        changed.Set(); // a lane that ends without a call may be what the owner waits for
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
