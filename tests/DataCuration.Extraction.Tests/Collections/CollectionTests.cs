using CsCheck;

namespace DataCuration.Extraction.Tests;

public sealed class CollectionTests
{
    // Few different keys, so that many are repeated, and 0 among them.
    private static readonly Gen<ulong[]> Keys = Gen.ULong[0, 2000].Select(key => key * 0x9E3779B97F4A7C15).Array[0, 3000];

    private static readonly Gen<byte> Bytes = Gen.OneOf(Gen.Byte, Gen.Byte[9, 13], Gen.Byte[32, 33], Gen.Byte[97, 98]);

    [Fact]
    public void KeyTable_AnyKeys_EqualsDictionary() => Keys.Sample(keys =>
    {
        var table = new KeyTable<Sum>();
        for (int pass = 0; pass < 2; pass++)
        {
            table.Clear();
            var expected = new Dictionary<(ulong, int), int>();
            for (int i = 0; i < keys.Length; i++)
            {
                (ulong key, int part) = (keys[i], i % 3);
                table.GetOrAdd(key, part).Value += i;
                expected[(key, part)] = expected.GetValueOrDefault((key, part)) + i;
            }
            Assert.Equal(expected.Count, table.Count);
            foreach (((ulong key, int part), int value) in expected) Assert.Equal(value, table[key, part].Value);
            Assert.False(table.TryGetValue(1, out _));
            Assert.Throws<KeyNotFoundException>(() => table[1]);
        }
    }, iter: 30);

    [Fact]
    public void KeySet_AnyKeys_EqualsHashSet() => Keys.Sample(keys =>
    {
        var set = new KeySet();
        for (int pass = 0; pass < 2; pass++)
        {
            set.Clear();
            var expected = new HashSet<ulong>();
            foreach (ulong key in keys)
            {
                Assert.Equal(expected.Contains(key), set.Contains(key));
                set.Add(key);
                expected.Add(key);
                Assert.True(set.Contains(key));
            }
            Assert.Equal(expected.Count, set.Count);
            Assert.False(set.Contains(1));
        }
    }, iter: 30);

    [Fact]
    public void KeySort_AnyKeys_EqualsFrameworkSort() => Keys.Sample(keys =>
    {
        ulong[] expected = [.. keys.Order()];
        KeySort.Sort(keys, new ulong[keys.Length], keys.Length);
        Assert.Equal(expected, keys);
    }, iter: 30);

    [Fact]
    public void Place_KeysForAKnownMultiplier_AreSpread()
    {
        // The products of these keys with 2^64 divided by the golden ratio, a usual multiplier, are 0 to 19,999: their highest bits are equal.
        const ulong Golden = 0x9E3779B97F4A7C15;
        ulong inverse = Golden;
        for (int i = 0; i < 6; i++) inverse = unchecked(inverse * (2 - (Golden * inverse)));
        Assert.Equal(1UL, unchecked(inverse * Golden));
        ulong[] keys = [.. Enumerable.Range(0, 20_000).Select(i => unchecked((ulong)i * inverse))];
        Assert.Single(keys.Select(key => unchecked(key * Golden) >> 32).Distinct());
        Assert.True(keys.Select(key => KeyHash.Place(key, 64 - 15)).Distinct().Count() > 2_000);
    }

    [Fact]
    public void RowList_AddRemoveClear_EqualsList()
    {
        var list = new RowList<Sum>();
        for (int i = 0; i < 100; i++) list.Add(new Sum { Value = i });
        Assert.Equal(99, list.RemoveLast().Value);
        list[3].Value = 7;
        Assert.Equal([0, 1, 2, 7], list.ToArray()[..4].Select(sum => sum.Value));
        int all = 0;
        foreach (ref Sum sum in list.Rows) all += sum.Value;
        Assert.Equal(Enumerable.Range(0, 99).Sum() + 4, all);
        Assert.Equal(99, list.Count);
        list.Clear();
        Assert.Equal(0, list.Count);
        Assert.Throws<InvalidOperationException>(() => list[0].Value);
    }

    [Fact]
    public void ByteText_AnyText_EqualsFrameworkSearches() => Bytes.Array[0, 40].Sample(bytes =>
    {
        ReadOnlySpan<byte> text = bytes;
        Assert.True(text.TrimSpaces().SequenceEqual(text.Trim(" \t\r\n\f"u8)));
        Assert.True(text.TrimSpacesStart().SequenceEqual(text.TrimStart(" \t\r\n\f"u8)));
        Assert.True(text.TrimSpacesEnd().SequenceEqual(text.TrimEnd(" \t\r\n\f"u8)));
        Assert.True(text.SkipAny(" a"u8).SequenceEqual(text.TrimStart(" a"u8)));
        Assert.Equal(text.IndexOfAny(" \t\r\n\f"u8), text.IndexOfSpace());
        Assert.Equal(text.IndexOfAnyExcept(" \t\r\n\f"u8) < 0, text.IsSpaces());
        Assert.Equal(text.IndexOfAnyInRange((byte)0x80, (byte)0xFF), text.IndexOfNonAscii());
    }, iter: 1000);

    private struct Sum
    {
        public int Value;
    }
}
