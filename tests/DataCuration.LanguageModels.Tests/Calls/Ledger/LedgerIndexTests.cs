using CsCheck;

namespace DataCuration.LanguageModels.Tests;

public sealed class LedgerIndexTests
{
    [Fact]
    public void TryAdd_ManyKeys_FindsWhatADictionaryFinds()
    {
        var index = new LedgerIndex();
        var oracle = new Dictionary<UInt128, long>();
        var random = new SeededRandom(3);
        for (int i = 0; i < 300_000; i++)
        {
            var key = new UInt128(random.NextUInt64(), random.NextUInt64());
            if (i % 10 == 9) key = oracle.Keys.First(); // a known key
            Assert.Equal(oracle.TryAdd(key, i), index.TryAdd(key, i));
        }
        Assert.Equal(oracle.Count, index.Count);
        foreach ((UInt128 key, long place) in oracle)
        {
            Assert.True(index.TryGet(key, out long found));
            Assert.Equal(place, found);
            Assert.False(index.TryGet(key + 1, out _));
        }
        Assert.Equal(oracle.Values.Order(), index.Positions());
    }

    [Fact]
    public void TryAdd_KeysThatCollide_AreAllFound() => Gen.Select(Gen.ULong[0, 3], Gen.ULong[0, 3]).List[0, 60].Sample(keys =>
    {
        // Keys that no hash would produce: adjacent, at both ends of the table, the last possible key and zero.
        var index = new LedgerIndex();
        var oracle = new Dictionary<UInt128, long>();
        foreach ((ulong high, ulong low) in keys)
        {
            var key = new UInt128(ulong.MaxValue - high, low * 256);
            Assert.Equal(oracle.TryAdd(key, oracle.Count), index.TryAdd(key, oracle.Count - (oracle.ContainsKey(key) ? 1 : 0)));
        }
        Assert.All(oracle, pair => Assert.Equal((true, pair.Value), (index.TryGet(pair.Key, out long place), place)));
        Assert.False(index.TryGet(0, out _) && !oracle.ContainsKey(0));
        Assert.Equal(oracle.Count, index.Count);
    });
}
