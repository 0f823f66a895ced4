using Microsoft.Extensions.Logging;

namespace DataCuration;

/// <summary>What a stage may use of its worker: buffers, shared resources, keyed randomness, logging. One per stage and worker.</summary>
public sealed class StageContext
{
    private readonly ResourcePool resources;
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

    /// <summary>The stage's name, with its position where a pipeline has several of the name.</summary>
    public string StageName { get; }

    /// <summary>The shard that is being worked on.</summary>
    public int ShardIndex { get; internal set; }

    /// <summary>The run's seed (<see cref="RunOptions.Seed"/>).</summary>
    public ulong Seed { get; }

    /// <summary>The run's logger.</summary>
    public ILogger Logger { get; }

    /// <summary>The run's clock.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>
    /// A thing that the whole run shares: a model, a client, a word list. The first call makes it, later calls with the same key get it, and the run
    /// disposes it at its end. It must be safe for concurrent use.
    /// </summary>
    /// <param name="key">Its name, unique for its content (<c>"fasttext:models/quality.bin"</c>).</param>
    /// <param name="factory">Makes it.</param>
    /// <exception cref="InvalidOperationException">The key is in use for another type.</exception>
    public T Resource<T>(string key, Func<T> factory) where T : class => resources.GetOrAdd(key, factory);

    /// <summary>A buffer object of this stage and worker, made on the first call and kept. What it holds must never change the output.</summary>
    public T Scratch<T>() where T : class, new()
    {
        if (scratch is T typed) return typed;
        var made = new T();
        scratch = made;
        return made;
    }

    /// <summary>
    /// Randomness for a document: a function of the run's seed, the stage's name and the document's id, so that it does not depend on order, files or workers.
    /// </summary>
    /// <param name="documentId">The document's id.</param>
    public SeededRandom Random(string documentId) => SeededRandom.Create(Seed, StageName, documentId);
}
