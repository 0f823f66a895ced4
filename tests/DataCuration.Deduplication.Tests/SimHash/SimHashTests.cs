using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.SimHash;

public sealed class SimHashTests : IDisposable
{
    private readonly DedupFolder folder = new();

    [Fact]
    public void Combine_RandomHashes_EqualsCountsOfBits()
    {
        var random = new SeededRandom(5);
        for (int count = 1; count < 60; count += 3)
        {
            var hashes = new UInt128[count];
            for (int i = 0; i < count; i++) hashes[i] = new UInt128(random.NextUInt64(), random.NextUInt64());
            if (count > 4) hashes[1] = hashes[0]; // counted once
            UInt128[] different = [.. hashes.Distinct()];
            UInt128 expected = 0;
            for (int bit = 0; bit < 128; bit++)
                if (2 * different.Count(hash => (hash >> bit & 1) != 0) > different.Length) expected |= UInt128.One << bit;
            Assert.Equal(expected, SimHashSigner.Combine(hashes));
        }
    }

    [Fact]
    public async Task Fit_RandomTexts_FindsAllPairsWithinTheDistance()
    {
        string[] texts = [.. Enumerable.Range(0, 60).Select(i => PlantedPairs.Make((ulong)(i / 2), 0.9, 1, 30)).Select((pair, i) => i % 2 == 0 ? pair.First
            : pair.Second)];
        var parameters = new SimHashParameters { MaxDistance = 6, Blocks = 8, Shingles = new ShingleOptions { Size = 1, HashSeed = 42 } };
        var signer = new SimHashSigner(parameters);
        UInt128[] prints = [.. texts.Select(text =>
        {
            Assert.True(signer.TrySign(Encoding.UTF8.GetBytes(text), new ShingleBuffers(), out UInt128 print));
            return print;
        })];
        using var sets = new UnionFind(texts.Length);
        for (int i = 0; i < texts.Length; i++)
            for (int j = i + 1; j < texts.Length; j++)
                if (SimHashBlocks.Distance(prints[i], prints[j]) <= 6) sets.Union(i, j);
        KeepList list = await folder.Fit(folder.Write(texts[..25], texts[25..]),
            new SimHashDeduplication { Parameters = parameters, Partitions = 2, EdgeTasks = 2 });
        string[] expected = [.. Enumerable.Range(0, texts.Length).Where(i => sets.Find(i) == i).Select(i => i < 25 ? $"0/{i}" : $"1/{i - 25}")];
        Assert.Equal(expected, DedupFolder.Kept(list));
        Assert.InRange(expected.Length, 30, 58);
    }

    [Theory]
    [InlineData(IndexMode.CorpusAndIndexes)]
    [InlineData(IndexMode.OnlyIndexes)]
    public async Task Fit_Index_RemovesWhatItsModeSays(IndexMode mode)
    {
        const string known = "the second text of this earlier corpus is here", repeated = "a new text comes twice in the later one";
        SimHashIndexFit earlier = new() { Partitions = 2 };
        SimHashIndex index = await folder.Fit(folder.Write(["an altogether different text is the first one", known]), earlier);
        index = SimHashIndex.Load(index.Folder);
        Assert.Equal(2, index.DocumentCount);
        Corpus later = folder.Write([known, repeated], [repeated, known]);
        KeepList list = await folder.Fit(later, new SimHashDeduplication { Partitions = 2, EdgeTasks = 2, Indexes = [index], IndexMode = mode });
        Assert.Equal(mode == IndexMode.OnlyIndexes ? ["0/1", "1/0"] : ["0/1"], DedupFolder.Kept(list));
        string[] alike = mode == IndexMode.OnlyIndexes ? [] : ["0/1: 0/1 size 2 match 1/0", "1/0: 0/1 size 2 match 0/1"];
        Assert.Equal(["0/0: index 0 0/1 size 2 match index 0 0/1", .. alike, "1/1: index 0 0/1 size 2 match index 0 0/1"], DedupFolder.Entries(list));
        SimHashDeduplication other = new() { Parameters = SimHashParameters.TextDedup with { MaxDistance = 2 }, Partitions = 2, Indexes = [index] };
        CurationException refused = await Assert.ThrowsAsync<CurationException>(() => folder.Fit(later, other));
        Assert.Contains("MaxDistance = 3", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TrySign_TextsWithoutShingles_MatchOnlyIfAskedFor()
    {
        Assert.False(new SimHashSigner(SimHashParameters.TextDedup).TrySign(default, new ShingleBuffers(), out _));
        Assert.True(new SimHashSigner(SimHashParameters.TextDedup with { MatchesEmptyTexts = true }).TrySign(default, new ShingleBuffers(), out UInt128 print));
        Assert.Equal(UInt128.Zero, print);
    }

    [Fact]
    public void Choices_EveryNumberOfBlocks_LeaveNoPairOut()
    {
        foreach (int bits in (int[])[64, 128])
        {
            for (int count = 2; count <= 16; count++)
            {
                var parameters = new SimHashParameters { Bits = bits, Blocks = count, MaxDistance = 2 };
                if (count <= 2) continue;
                var blocks = new SimHashBlocks(parameters);
                int[] widths = [.. blocks.Widths];
                // The worst case: each of the different bits lies in a block of its own.
                for (int first = 0; first < widths.Length; first++)
                    for (int second = first + 1; second < widths.Length; second++)
                        Assert.True(blocks.Choices.Any(choice => !choice.Contains(first) && !choice.Contains(second)), $"{bits} bits, {count} blocks");
            }
        }
    }

    public void Dispose() => folder.Dispose();
}
