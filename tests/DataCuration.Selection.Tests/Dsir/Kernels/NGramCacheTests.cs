using System.Text;

namespace DataCuration.Selection.Tests;

public sealed class NGramCacheTests
{
    private const int Workers = 6;

    // No room, room for a part, room for everything: tables that stay empty, that stop growing, and that grow many times while all workers use them.
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
                Assert.True(start.SignalAndWait(TimeSpan.FromSeconds(60)));
                return Count(featurizer, Order(texts, worker), buckets);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Count_AnotherWorkerHasSeenTheText_AddsNothing()
    {
        var options = new NGramFeatureOptions(2, 10_000, NGramHash.Sha256, 1 << 26);
        using var cache = new NGramCache(options);
        using var one = new NGramFeaturizer(options, new CachedSha256Buckets(options, cache));
        using var other = new NGramFeaturizer(options, new CachedSha256Buckets(options, cache));
        byte[] text = Texts()[0];
        Count(one, [text], 10_000);
        long seen = cache.Bigrams!.Count;
        Count(other, [text], 10_000);
        Assert.InRange(seen, 100, 300);
        Assert.Equal(seen, cache.Bigrams.Count);
    }

    [Fact]
    public async Task Add_BigramTableAtItsCap_StopsAtThreeQuartersAndStillFinds()
    {
        const int Cap = 1 << 15;
        const int Limit = Cap / sizeof(ulong) / 4 * 3;
        using var table = new BigramTable(Cap);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(
            worker => Task.Factory.StartNew(() => AddPairs(table, worker), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.False(table.ShouldGrow);
        Assert.InRange(table.Count, Limit - (Workers * 256), Limit);
        AddPairs(table, 0); // a full table answers
        Assert.InRange(table.Count, Limit - (Workers * 256), Limit);
    }

    [Fact]
    public async Task Grow_WorkersComeAndGo_CountsStayRight()
    {
        byte[][] texts = Texts();
        var options = new NGramFeatureOptions(2, 10_000, NGramHash.Sha256, 1 << 26);
        using var alone = new NGramFeaturizer(options);
        long[] expected = Count(alone, texts, 10_000);
        using var cache = new NGramCache(options);
        long[][] actual = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Factory.StartNew(
            () =>
            {
                long[] counts = new long[10_000];
                for (int i = 0; i < texts.Length; i++)
                {
                    using var featurizer = new NGramFeaturizer(options, new CachedSha256Buckets(options, cache));
                    featurizer.Count(texts[(i + (worker * 31)) % texts.Length], counts);
                }
                return counts;
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.All(actual, counts => Assert.Equal(expected, counts));
    }

    private static unsafe void AddPairs(BigramTable table, int worker)
    {
        const int Block = 256;
        uint* identifiers = stackalloc uint[Block + 1];
        ulong* keys = stackalloc ulong[Block];
        int* buckets = stackalloc int[Block];
        PendingNGram* pending = stackalloc PendingNGram[Block];
        for (int block = 0; block < 40; block++)
        {
            // Half of the pairs are shared with other workers.
            for (int i = 0; i <= Block; i++) identifiers[i] = (uint)((i % 2 == 0 ? 1_000 * worker : 0) + (block * Block) + i + 1);
            int unknown = table.Resolve(identifiers, 0, Block, keys, buckets, pending);
            for (int i = 0; i < Block; i++)
            {
                int expected = (int)((identifiers[i] + (7 * identifiers[i + 1])) % 10_000);
                bool isPending = false;
                for (int p = 0; p < unknown; p++) isPending |= pending[p].Position == i;
                if (!isPending) Assert.Equal(expected, buckets[i]);
                buckets[i] = expected;
            }
            table.Add(keys, pending, unknown, buckets);
        }
    }

    /// <summary>Returns a part of the texts for each worker. The parts overlap, and each worker starts at another position.</summary>
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
