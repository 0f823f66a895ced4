using System.Collections.Concurrent;

namespace DataCuration;

/// <summary>
/// The run's featurizers: one per worker at a time, handed from phase to phase, so that the tables that fitting has filled are warm when weights are computed.
/// </summary>
internal sealed class FeaturizerPool(NGramFeatureOptions options) : IDisposable
{
    /// <summary>
    /// What the tables of all workers together may take: 384 MiB. Half of the 700 MB that a run may take at any corpus size, and enough for the 0.7 million
    /// distinct tokens and 4.3 million distinct bigrams of 200 MB of text on two workers.
    /// </summary>
    private const long TotalCacheBytes = 384L << 20;
    private readonly ConcurrentBag<NGramFeaturizer> free = [];
    private readonly ConcurrentBag<NGramFeaturizer> all = [];

    public static FeaturizerPool Of(FitScope scope, HashedNGrams features) =>
        scope.Resource($"dsir-featurizers:{features}", () => new FeaturizerPool(Options(features, scope.Options.MaxParallelShards)));

    public static FeaturizerPool Of(StageContext context, HashedNGrams features) =>
        context.Resource($"dsir-featurizers:{features}", () => new FeaturizerPool(Options(features, Environment.ProcessorCount)));

    public NGramFeaturizer Rent()
    {
        if (free.TryTake(out NGramFeaturizer? pooled)) return pooled;
        var made = new NGramFeaturizer(options);
        all.Add(made);
        return made;
    }

    public void Return(NGramFeaturizer featurizer) => free.Add(featurizer);

    public void Dispose()
    {
        foreach (NGramFeaturizer featurizer in all) featurizer.Dispose();
    }

    private static NGramFeatureOptions Options(HashedNGrams features, int workers) =>
        new(features.NGrams, features.Buckets, features.Hash, TotalCacheBytes / workers);
}
