namespace DataCuration;

/// <summary>
/// The run's featurizers: one per worker at a time, handed from phase to phase, so that the tables that fitting has filled are warm when weights are computed. A shard
/// gets the featurizer that its worker (<see cref="TaskQueue"/>) had for it in the phase before, as long as that one is free. Which one it gets changes no result.
/// </summary>
internal sealed class FeaturizerPool : IDisposable
{
    /// <summary>
    /// What the tables of all workers together may take: 384 MiB. Half of the 700 MB that a run may take at any corpus size, and enough for the 0.7 million
    /// distinct tokens and 4.3 million distinct bigrams of 200 MB of text on two workers.
    /// </summary>
    private const long TotalCacheBytes = 384L << 20;
    private readonly NGramFeatureOptions features;
    private readonly RunOptions? run;
    private readonly Lock gate = new();
    private readonly NGramFeaturizer?[] homes;
    private readonly List<NGramFeaturizer> free = [];
    private readonly List<NGramFeaturizer> all = [];

    private FeaturizerPool(HashedNGrams features, int workers, RunOptions? run)
    {
        this.features = new(features.NGrams, features.Buckets, features.Hash, TotalCacheBytes / workers);
        this.run = run;
        homes = new NGramFeaturizer?[workers];
    }

    public static FeaturizerPool Of(FitScope scope, HashedNGrams features) =>
        scope.Resource($"dsir-featurizers:{features}", () => new FeaturizerPool(features, scope.Options.MaxParallelShards, scope.Options));

    public static FeaturizerPool Of(StageContext context, HashedNGrams features) =>
        context.Resource($"dsir-featurizers:{features}", () => new FeaturizerPool(features, context.Workers, null));

    /// <summary>Lends a featurizer.</summary>
    public NGramFeaturizer Rent()
    {
        lock (gate) return TakeFree() ?? Make();
    }

    /// <summary>Lends a featurizer for a shard.</summary>
    /// <param name="shard">The shard's number.</param>
    public NGramFeaturizer Rent(int shard)
    {
        if (run is null) return Rent();
        int home = TaskQueue.HomeOf(shard, run);
        lock (gate)
        {
            if (homes[home] is not { } own) return homes[home] = Make();
            return free.Remove(own) ? own : TakeFree() ?? Make();
        }
    }

    /// <summary>Takes a featurizer back.</summary>
    public void Return(NGramFeaturizer featurizer)
    {
        lock (gate) free.Add(featurizer);
    }

    /// <summary>Throws a featurizer away.</summary>
    public void Discard(NGramFeaturizer featurizer)
    {
        lock (gate)
        {
            all.Remove(featurizer);
            for (int home = 0; home < homes.Length; home++)
                if (ReferenceEquals(homes[home], featurizer)) homes[home] = null;
        }
        featurizer.Dispose();
    }

    public void Dispose()
    {
        foreach (NGramFeaturizer featurizer in all) featurizer.Dispose();
    }

    private NGramFeaturizer? TakeFree()
    {
        if (free.Count == 0) return null;
        NGramFeaturizer taken = free[^1];
        free.RemoveAt(free.Count - 1);
        return taken;
    }

    private NGramFeaturizer Make()
    {
        var made = new NGramFeaturizer(features);
        all.Add(made);
        return made;
    }
}
