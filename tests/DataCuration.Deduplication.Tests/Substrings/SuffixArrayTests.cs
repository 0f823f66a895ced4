namespace DataCuration.Deduplication.Tests.Substrings;

public sealed class SuffixArrayTests
{
    [Fact]
    public void Build_RandomSequences_EqualsSortedSuffixes()
    {
        var random = new SeededRandom(1);
        for (int round = 0; round < 600; round++)
        {
            int symbols = 1 + (int)random.NextInt64(round % 5 == 0 ? 256 : 4);
            var data = new byte[random.NextInt64(round < 100 ? 8 : 120)];
            for (int i = 0; i < data.Length; i++) data[i] = (byte)random.NextInt64(symbols);
            var suffixes = new int[data.Length];
            SuffixArray.Build<byte>(data, suffixes);
            int[] sorted = [.. Enumerable.Range(0, data.Length)];
            Array.Sort(sorted, (left, right) => data.AsSpan(left).SequenceCompareTo(data.AsSpan(right)));
            Assert.Equal(sorted, suffixes);
            int[] tokens = [.. data.Select(value => (value * 70_001) - 5)];
            Array.Clear(suffixes);
            SuffixArray.Build<int>(tokens, suffixes);
            Assert.Equal(sorted, suffixes);
        }
    }

    [Fact]
    public void Build_OneSymbolAndPeriods_AreSorted()
    {
        foreach (string pattern in new[] { "a", "ab", "aab", "abcab" })
        {
            byte[] data = [.. Enumerable.Range(0, 100_000).Select(i => (byte)pattern[i % pattern.Length])];
            var suffixes = new int[data.Length];
            SuffixArray.Build<byte>(data, suffixes);
            Assert.Equal(data.Length, suffixes.Distinct().Count());
            for (int i = 1; i < 2_000; i++) Assert.True(data.AsSpan(suffixes[i - 1]).SequenceCompareTo(data.AsSpan(suffixes[i])) < 0);
        }
    }

    [Fact]
    public void Build_OtherLength_IsRefused() => Assert.Throws<ArgumentException>(() => SuffixArray.Build<byte>(new byte[3], new int[2]));
}
