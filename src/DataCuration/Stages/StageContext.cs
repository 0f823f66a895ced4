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
    private CallLimits? limits;
    private object? scratch;

    /// <summary>The warnings of the shard.</summary>
    internal TaskWarnings? Warnings { get; set; }

    internal StageContext(ResourcePool resources, string stageName, int shardIndex, ulong seed, ILogger logger, TimeProvider timeProvider)
    {
        this.resources = resources;
        StageName = stageName;
        ShardIndex = shardIndex;
        Seed = seed;
        Logger = logger.IsEnabled(LogLevel.Warning) ? logger : new StageLogger(logger, this);
        TimeProvider = timeProvider;
    }

    /// <summary>The stage's name. If a pipeline has several stages of this name, the second and later ones have a number after it.</summary>
    public string StageName { get; }

    /// <summary>The number of the shard.</summary>
    public int ShardIndex { get; internal set; }

    /// <summary>
    /// True if the documents that stages drop are written (<see cref="Corpus.DropsTo"/>). A filter then adds to a drop what it measured
    /// (<see cref="StageResult.Drop(string, Document)"/>). It must not change a decision or a document that is kept.
    /// </summary>
    public bool WritesDrops { get; internal set; }

    /// <summary>The run's seed (<see cref="RunOptions.Seed"/>).</summary>
    public ulong Seed { get; }

    /// <summary>The run's logger. If it takes no warnings, or the run has none, warnings and errors go where those of <see cref="Warn"/> go.</summary>
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
    /// Gets a buffer object of this stage, created once and reused. No other document uses it at the same time, but calls inside a document
    /// (<see cref="RunConcurrentlyAsync"/>) share it. Its content must not change the output.
    /// </summary>
    public T Scratch<T>() where T : class, new()
    {
        if (scratch is T typed) return typed;
        var made = new T();
        scratch = made;
        return made;
    }

    /// <summary>
    /// Warns about the data. The run shows the first warning of each kind at once, and its report and the shard's manifest count all of them. Safe for
    /// concurrent use.
    /// </summary>
    /// <param name="message">The message, which names the document and says what to do. The stage's name is put in front.</param>
    /// <param name="kind">A name that similar warnings share, so that they are counted together; null for the message itself.</param>
    public void Warn(string message, string? kind = null) => Warnings?.Add($"{StageName}: {message}", $"{StageName}: {kind ?? message}");

    /// <summary>
    /// Creates randomness for a document. It depends on the run's seed, the stage's name and the document's id, and not on order, files or workers.
    /// </summary>
    /// <param name="documentId">The document's id.</param>
    public SeededRandom Random(string documentId) => SeededRandom.Create(Seed, StageName, documentId);

    /// <summary>
    /// Makes several calls for one document, overlapping, and returns their results in order. The calls of all documents of the shard share the stage's
    /// <c>MaxConcurrency</c>, and this document's own place serves its calls meanwhile. Calls may make calls in the same way.
    /// </summary>
    /// <remarks>
    /// Items are enumerated ahead of the result that is taken next, up to 8 x <c>MaxConcurrency</c> over all documents of the shard. Their results wait in
    /// memory. Code that runs between two results holds no place: make further calls through this method, not in the loop's body.
    /// </remarks>
    /// <param name="items">The items, one for each call.</param>
    /// <param name="call">The call. It runs at the same time as others. Its token is also cancelled with the run.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The results, in the order of the items. If a call throws, its exception comes in its turn, and no further call starts from there on.</returns>
    /// <exception cref="InvalidOperationException">The stage is synchronous.</exception>
    public async IAsyncEnumerable<TResult> RunConcurrentlyAsync<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, CancellationToken, ValueTask<TResult>> call,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(call);
        CallLimits shared = limits ?? throw new InvalidOperationException(
            $"Stage {StageName} is synchronous: only asynchronous transforms, batch transforms and expanders can run calls concurrently.");
        shared.OpenStream();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, shared.Cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel.Token, shared.Halt);
        var started = new Queue<Task<TResult>>();
        CallPermit? own = CallPermit.Current;
        own?.Lend();
        bool isFailing = false;
        try
        {
            using IEnumerator<TItem> item = items.GetEnumerator();
            bool more = true;
            while (true)
            {
                isFailing = true;
                while (more && started.Count < shared.LookAhead && (more = item.MoveNext())) started.Enqueue(CallAsync(item.Current));
                if (!started.TryDequeue(out Task<TResult>? next)) break;
                TResult result = await next.ConfigureAwait(false);
                isFailing = false;
                yield return result;
            }
            isFailing = false;
        }
        finally
        {
            shared.CloseStream();
            await stop.CancelAsync().ConfigureAwait(false);
            if (isFailing) own?.Forfeit();
            // Calls under way end by themselves: an answer that was paid for should not be thrown away.
            await ((Task)Task.WhenAll(started)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!isFailing && own is not null) await own.ReturnAsync().ConfigureAwait(false);
        }

        async Task<TResult> CallAsync(TItem item)
        {
            CallPermit permit = await CallPermit.AcquireAsync(shared.Permits, stop.Token).ConfigureAwait(false);
            // As for documents: calls that work without waiting overlap too.
            if (shared.Concurrency > 1) await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            permit.Enter();
            try
            {
                // The place may have come free because calls were cancelled, before the wait for it was.
                cancel.Token.ThrowIfCancellationRequested();
                stop.Token.ThrowIfCancellationRequested();
                // A linked token is cancelled a moment after its source, and a place may come free in between.
                shared.Halt.ThrowIfCancellationRequested();
                return await call(item, cancel.Token).ConfigureAwait(false);
            }
            finally
            {
                permit.End();
            }
        }
    }

    /// <summary>Cancelled when no further call may start.</summary>
    internal CancellationToken Halt => limits?.Halt ?? CancellationToken.None;

    /// <summary>Gets the context of one of the calls that run at once. Lane 0 is this context.</summary>
    /// <param name="lane">The lane's number, from 0. No two calls have the same lane at a time.</param>
    /// <param name="shared">The limits that all calls of the stage share.</param>
    internal StageContext Lane(int lane, CallLimits shared)
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
            own.Warnings = Warnings;
            own.WritesDrops = WritesDrops;
        }
        own.limits = shared;
        return own;
    }
}
