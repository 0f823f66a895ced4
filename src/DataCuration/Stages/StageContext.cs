using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace DataCuration;

/// <summary>
/// The resources of a stage's call: scratch buffers, shared resources, keyed randomness, overlapping calls, logging. Synchronous stages have one context per
/// worker; asynchronous stages have one for each call that runs.
/// </summary>
public sealed class StageContext
{
    private readonly ResourcePool resources;
    private readonly List<StageContext> lanes = [];
    private SemaphoreSlim? permits;
    private int maxConcurrency;
    private int holdsPermit;
    private object? scratch;

    internal StageContext(ResourcePool resources, string stageName, int shardIndex, ulong seed, ILogger logger, TimeProvider timeProvider)
    {
        this.resources = resources;
        StageName = stageName;
        ShardIndex = shardIndex;
        Seed = seed;
        Logger = logger;
        TimeProvider = timeProvider;
    }

    /// <summary>The stage's name. If a pipeline has several stages of this name, the second and later ones have a number after it.</summary>
    public string StageName { get; }

    /// <summary>The number of the shard.</summary>
    public int ShardIndex { get; internal set; }

    /// <summary>The run's seed (<see cref="RunOptions.Seed"/>).</summary>
    public ulong Seed { get; }

    /// <summary>The run's logger.</summary>
    public ILogger Logger { get; }

    /// <summary>The run's clock.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>
    /// Gets an object that the whole run shares, such as a model, a client or a word list. The first call with a key creates it, and the run disposes it at its
    /// end. The object must be safe for concurrent use.
    /// </summary>
    /// <param name="key">A name that is unique for the content, such as <c>fasttext:models/quality.bin</c>.</param>
    /// <param name="factory">Creates the object.</param>
    /// <exception cref="InvalidOperationException">The key is in use for another type.</exception>
    public T Resource<T>(string key, Func<T> factory) where T : class => resources.GetOrAdd(key, factory);

    /// <summary>
    /// Gets a buffer object of this stage, created once and reused. No other call uses it at the same time. Its content must not change the output.
    /// </summary>
    public T Scratch<T>() where T : class, new()
    {
        if (scratch is T typed) return typed;
        var made = new T();
        scratch = made;
        return made;
    }

    /// <summary>
    /// Creates randomness for a document. It depends on the run's seed, the stage's name and the document's id, and not on order, files or workers.
    /// </summary>
    /// <param name="documentId">The document's id.</param>
    public SeededRandom Random(string documentId) => SeededRandom.Create(Seed, StageName, documentId);

    /// <summary>
    /// Makes several calls for one document, overlapping, and returns their results in order. The calls of all documents of the shard share the stage's
    /// <c>MaxConcurrency</c>; this document's own place serves its calls meanwhile. Results wait in memory until they are taken.
    /// </summary>
    /// <param name="items">The items, one for each call. They are enumerated as places become free.</param>
    /// <param name="call">The call. It runs at the same time as others.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The results, in the order of the items. If a call throws, its exception comes in its turn, and no further call starts.</returns>
    /// <exception cref="InvalidOperationException">The stage is synchronous.</exception>
    public async IAsyncEnumerable<TResult> RunConcurrentlyAsync<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, CancellationToken, ValueTask<TResult>> call, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(call);
        SemaphoreSlim shared = permits ?? throw new InvalidOperationException(
            $"Stage {StageName} is synchronous: only asynchronous transforms, batch transforms and expanders can run calls concurrently.");
        // A place's result may wait for a slow one before it, so more calls are in line than run.
        int inLine = (int)Math.Min(int.MaxValue, 8L * maxConcurrency);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var started = new Queue<Task<TResult>>();
        bool lent = Interlocked.Exchange(ref holdsPermit, 0) == 1;
        if (lent) shared.Release();
        try
        {
            foreach (TItem item in items)
            {
                if (started.Count == inLine) yield return await started.Dequeue().ConfigureAwait(false);
                started.Enqueue(CallAsync(item));
            }
            while (started.TryDequeue(out Task<TResult>? next)) yield return await next.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            // Calls under way end by themselves: an answer that was paid for should not be thrown away.
            await ((Task)Task.WhenAll(started)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (lent)
            {
                await shared.WaitAsync(CancellationToken.None).ConfigureAwait(false);
                Volatile.Write(ref holdsPermit, 1);
            }
        }

        async Task<TResult> CallAsync(TItem item)
        {
            await shared.WaitAsync(stop.Token).ConfigureAwait(false);
            try
            {
                return await call(item, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                shared.Release();
            }
        }
    }

    /// <summary>Gets the context of one of the calls that run at once. Lane 0 is this context.</summary>
    /// <param name="lane">The lane's number, below <paramref name="concurrency"/>. No two calls have the same lane at a time.</param>
    /// <param name="shared">The places that all calls of the stage share.</param>
    /// <param name="concurrency">The number of places.</param>
    internal StageContext Lane(int lane, SemaphoreSlim shared, int concurrency)
    {
        StageContext own = this;
        if (lane > 0)
        {
            lock (lanes)
            {
                while (lanes.Count < lane) lanes.Add(new StageContext(resources, StageName, ShardIndex, Seed, Logger, TimeProvider));
                own = lanes[lane - 1];
            }
            own.ShardIndex = ShardIndex;
        }
        own.permits = shared;
        own.maxConcurrency = concurrency;
        return own;
    }

    internal ValueTask AcquirePermitAsync()
    {
        Task wait = permits!.WaitAsync();
        if (!wait.IsCompletedSuccessfully) return new(WaitAsync(wait));
        Volatile.Write(ref holdsPermit, 1);
        return default;

        async Task WaitAsync(Task pending)
        {
            await pending.ConfigureAwait(false);
            Volatile.Write(ref holdsPermit, 1);
        }
    }

    internal void ReleasePermit()
    {
        if (Interlocked.Exchange(ref holdsPermit, 0) == 1) permits!.Release();
    }
}
