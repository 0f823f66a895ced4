namespace DataCuration.Selection;

/// <summary>
/// The run's featurizers, one for each worker at a time, which share one cache of hashed n-grams. So no n-gram is hashed once for each worker, and the
/// cache is already filled by the fit when weights are computed.
/// </summary>
internal sealed class FeaturizerPool : IDisposable
{
    /// <summary>
    /// The memory limit of the cache: 384 MiB, and 128 MiB more while the table of bigrams grows for the last time. This keeps a run below 700 MB at any
    /// corpus size. It holds twice the 0.7 million distinct tokens, and several times the 4.3 million distinct bigrams, of 200 MB of text.
    /// </summary>
    private const long CacheBytes = 384L << 20;

    private readonly NGramFeatureOptions options;
    private readonly NGramCache? cache;
    private readonly Lock gate = new();
    private readonly List<NGramFeaturizer> free = [];
    private readonly List<NGramFeaturizer> all = [];

    private FeaturizerPool(HashedNGrams features)
    {
        options = new(features.NGrams, features.Buckets, features.Hash, CacheBytes);
        cache = features.Hash == NGramHash.Sha256 ? new NGramCache(options) : null;
    }

    public static FeaturizerPool Of(FitScope scope, HashedNGrams features) => scope.Resource(KeyOf(features), () => new FeaturizerPool(features));

    public static FeaturizerPool Of(StageContext context, HashedNGrams features) => context.Resource(KeyOf(features), () => new FeaturizerPool(features));

    /// <summary>Takes a featurizer from the pool, or creates one.</summary>
    public NGramFeaturizer Rent()
    {
        lock (gate)
        {
            if (free.Count > 0)
            {
                NGramFeaturizer taken = free[^1];
                free.RemoveAt(free.Count - 1);
                return taken;
            }
            NGramFeaturizer made = cache is null ? new(options) : new(options, new CachedSha256Buckets(options, cache));
            all.Add(made);
            return made;
        }
    }

    /// <summary>Returns a featurizer to the pool.</summary>
    public void Return(NGramFeaturizer featurizer)
    {
        lock (gate) free.Add(featurizer);
    }

    /// <summary>Disposes a featurizer.</summary>
    public void Discard(NGramFeaturizer featurizer)
    {
        lock (gate) all.Remove(featurizer);
        featurizer.Dispose();
    }

    public void Dispose()
    {
        foreach (NGramFeaturizer featurizer in all) featurizer.Dispose();
        cache?.Dispose();
    }

    private static string KeyOf(HashedNGrams features) => $"dsir-featurizers:{features}";
}
