namespace DataCuration.Selection;

/// <summary>
/// The run's featurizers, one per worker at a time, around one cache of hashed n-grams: what one worker has hashed no other does again, and the cache that fitting has
/// filled is warm when weights are computed.
/// </summary>
internal sealed class FeaturizerPool : IDisposable
{
    /// <summary>
    /// What the cache may take: 384 MiB, and 128 MiB more for the moment in which the table of bigrams grows for the last time. That leaves a run below 700 MB at any corpus size, and holds
    /// twice the 0.7 million distinct tokens and several times the 4.3 million distinct bigrams of 200 MB of text.
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

    /// <summary>Lends a featurizer.</summary>
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

    /// <summary>Takes a featurizer back.</summary>
    public void Return(NGramFeaturizer featurizer)
    {
        lock (gate) free.Add(featurizer);
    }

    /// <summary>Throws a featurizer away.</summary>
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
