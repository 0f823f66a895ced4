using CsCheck;

namespace DataCuration.Mixing.Tests.Reweighting;

public sealed class CorpusBalanceTests
{
    [Fact]
    public void Create_ManyDocuments_GivesHalfWithinOnePercent() =>
        Gen.Select(Gen.Long[1, 1_000].Array[100, 300], Gen.Long[50_000, 5_000_000]).Sample((tokens, large) =>
        {
            CorpusBalance balance = CorpusBalance.Create(tokens.Select((count, i) => ($"d{i}", count)), large);
            Assert.InRange(balance.Share, 0.49, 0.51);
            Assert.Equal(balance.Tokens, tokens.Select((count, i) => count * balance[$"d{i}"]).Sum());
            // All documents are read equally often, but for one pass.
            int[] repeats = [.. tokens.Select((_, i) => balance[$"d{i}"])];
            Assert.InRange(repeats.Max() - repeats.Min(), 0, 1);
        }, iter: 200);

    [Fact]
    public void Create_MoreTokensThanANumberHolds_NamesTheDocument()
    {
        var error = Assert.Throws<ArgumentException>(() => CorpusBalance.Create([("a", long.MaxValue - 1), ("b", 2)], 10));
        Assert.Contains("'b'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_OtherOrder_GivesTheSameRepeats()
    {
        (string, long)[] small = [.. Enumerable.Range(0, 50).Select(i => ($"d{i}", 10L + i))];
        CorpusBalance one = CorpusBalance.Create(small, 4_321, seed: 7), reversed = CorpusBalance.Create(small.Reverse(), 4_321, seed: 7);
        Assert.All(small, document => Assert.Equal(one[document.Item1], reversed[document.Item1]));
        Assert.Contains(small, document => one[document.Item1] != CorpusBalance.Create(small, 4_321, seed: 8)[document.Item1]);
    }

    [Fact]
    public void Create_OtherShareOrBadInput_IsRespectedOrRefused()
    {
        Assert.Equal(0.2, CorpusBalance.Create([("a", 10)], 400, share: 0.2).Share, 12);
        Assert.Equal(10, CorpusBalance.Create([("a", 10)], 400, share: 0.2).Epochs, 12);
        Assert.Throws<ArgumentException>(() => CorpusBalance.Create([("a", 0)], 10));
        Assert.Throws<ArgumentException>(() => CorpusBalance.Create([("a", 1), ("a", 1)], 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => CorpusBalance.Create([("a", 1)], 10, share: 1));
    }
}
