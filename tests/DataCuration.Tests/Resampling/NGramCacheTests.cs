using System.Text;

namespace DataCuration.Tests;

public sealed class NGramCacheTests
{
    private const int Workers = 6;

    // No room at all, room for a part, room for everything: tables that stay empty, stop growing, and grow many times while all workers are in them.
    [Theory]
    [InlineData(1, 10_000, 0)]
    [InlineData(1, 10_000, 1 << 26)]
    [InlineData(2, 10_000, 0)]
    [InlineData(2, 10_000, 300_000)]
    [InlineData(2, 10_000, 1 << 26)]
    [InlineData(2, 100_000, 1 << 26)]
    [InlineData(3, 997, 300_000)]
    [InlineData(3, 997, 1 << 26)]
    public async Task Count_WorkersShareACache_EqualsOneWorkerAlone(int ngrams, int buckets, long cap)
    {
        byte[][] texts = Texts();
        var options = new NGramFeatureOptions(ngrams, buckets, NGramHash.Sha256, cap);
        long[][] expected = new long[Workers][];
        for (int worker = 0; worker < Workers; worker++)
        {
            using var alone = new NGramFeaturizer(options with { MaxCacheBytes = 1 << 26 });
            expected[worker] = Count(alone, Order(texts, worker), buckets);
        }

        using var cache = new NGramCache(options);
        using var start = new Barrier(Workers);
        long[][] actual = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Factory.StartNew(
            () =>
            {
                using var featurizer = new NGramFeaturizer(options, new CachedSha256Buckets(options, cache));
                start.SignalAndWait();
                return Count(featurizer, Order(texts, worker), buckets);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Equal(expected, actual);
    }

    /// <summary>A part of the texts for each worker, overlapping the others', each worker beginning somewhere else.</summary>
    private static IEnumerable<byte[]> Order(byte[][] texts, int worker)
    {
        for (int i = 0; i < texts.Length; i++)
        {
            int text = (i + (worker * texts.Length / Workers)) % texts.Length;
            if (text % Workers != worker) yield return texts[text];
        }
    }

    private static long[] Count(NGramFeaturizer featurizer, IEnumerable<byte[]> texts, int buckets)
    {
        long[] counts = new long[buckets];
        foreach (byte[] text in texts) featurizer.Count(text, counts);
        return counts;
    }

    private static byte[][] Texts()
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, 200).Select(_ =>
        {
            var text = new StringBuilder();
            for (int word = 0; word < 300; word++)
            {
                // Mostly frequent words, some rare ones, some longer than a slot of the token table.
                int number = random.Next(4) == 0 ? random.Next(100_000) : random.Next(50);
                text.Append(number % 7 == 0 ? "internationalization" : "w").Append(number).Append(' ');
            }
            return Encoding.UTF8.GetBytes(text.ToString());
        })];
    }
}
