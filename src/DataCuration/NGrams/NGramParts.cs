using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>Parts that the training in memory and the training on disk share.</summary>
internal static class NGramParts
{
    /// <summary>Computes the discounts of all orders and the probabilities of the unigrams.</summary>
    public static NGramUnigrams Estimate(NGramModelFit fit, long[] adjusted, NGramStatistics statistics, ShardOutput output)
    {
        var discounts = new NGramDiscounts[fit.Order];
        for (int n = 1; n <= discounts.Length; n++)
            discounts[n - 1] = NGramDiscounts.Estimate(n, statistics.CountsOfCounts(n), fit.FallbackDiscounts, output.Warn);
        return NGramUnigrams.Estimate(adjusted, discounts, statistics);
    }

    public static NGramLayout Layout(NGramModelFit fit, NGramWordFile vocabulary, NGramUnigrams unigrams) => new()
    {
        Order = fit.Order,
        HashSeed = fit.HashSeed,
        Identity = fit.Tokens.ToIdentity(),
        Counts = [vocabulary.Words.Count, .. Enumerable.Range(2, fit.Order - 1).Select(unigrams.KeptCount)],
    };

    public static void WriteUnigrams(ChecksummedWriter writer, NGramUnigrams unigrams, float[] backoffs)
    {
        Span<byte> entry = stackalloc byte[8];
        for (int id = 0; id < backoffs.Length; id++)
        {
            MemoryMarshal.Write(entry, id == NGramVocabulary.SentenceStart ? 0f : Log10(unigrams.Probabilities[id]));
            MemoryMarshal.Write(entry[4..], backoffs[id]);
            writer.Write(entry);
        }
    }

    public static CurationException NoSentence() => new("The corpus has no sentence, so there is nothing to train an n-gram model on.");

    public static CurationException Collision(NGramModelFit fit, int order, ulong hash) => new($"Two {order}-grams have the hash {hash:x16}, which happens "
        + $"once in many models: set {nameof(NGramModelFit.HashSeed)} to another number than {fit.HashSeed}.");

    /// <summary>Computes a base-10 logarithm with the same bits on every machine.</summary>
    public static float Log10(double value) => (float)(DeterministicMath.Log(value) / 2.302585092994046);
}
