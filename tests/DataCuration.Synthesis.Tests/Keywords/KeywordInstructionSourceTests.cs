using DataCuration.TestKit;

namespace DataCuration.Synthesis.Tests;

public sealed class KeywordInstructionSourceTests : ShardedSourceConformance
{
    private static readonly KeywordTable Table = new(Enumerable.Range(1, 50).Select(i => new Keyword($"keyword{i}", i)));

    [Fact]
    public async Task Create_Prompts_HaveTaskAndTwentyKeywords()
    {
        var source = new KeywordInstructionSource(Table, ["table extraction", "summary"], 400) { Seed = 4 };
        IReadOnlyList<Document> documents = (await SourceContent.ReadAsync(source)).Documents;
        Assert.Equal(400, documents.Count);
        Assert.Equal("instruction-4-0", documents[0].Id);
        foreach (Document document in documents)
        {
            string words = document.Get(KeywordInstructionSource.Words);
            Assert.Equal(20, words.Split(", ").Distinct().Count());
            Assert.Contains(words, document.Text, StringComparison.Ordinal);
            Assert.Contains($"\"{document.Get(KeywordInstructionSource.Task)}\"", document.Text, StringComparison.Ordinal);
        }
        // 400 fair coins: the bounds are five standard deviations.
        Assert.InRange(documents.Count(document => document.Get(KeywordInstructionSource.Task) == "summary"), 150, 250);
        IReadOnlyList<Document> fewer =
            (await SourceContent.ReadAsync(new KeywordInstructionSource(Table, ["table extraction", "summary"], 10) { Seed = 4 })).Documents;
        Assert.Equal(documents.Take(10).Select(document => document.Text), fewer.Select(document => document.Text));
    }

    [Fact]
    public async Task Create_SmallTable_GivesAllKeywords()
    {
        var source = new KeywordInstructionSource(new KeywordTable([new("a", 1), new("b", 1)]), ["t"], 1) { Template = "{task}: {keywords}" };
        Assert.Contains((await SourceContent.ReadAsync(source)).Documents[0].Text, new[] { "t: a, b", "t: b, a" });
    }

    [Fact]
    public void Options_Wrong_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new KeywordInstructionSource(Table, [], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeywordInstructionSource(Table, ["t"], -1));
        Assert.Throws<ArgumentException>(() => new KeywordInstructionSource(Table, ["t"], 1) { Template = "{task}" });
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeywordInstructionSource(Table, ["t"], 1) { KeywordCount = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeywordInstructionSource(Table, ["t"], 1) { Temperature = 0 });
    }

    protected override IShardedSource Create() => new KeywordInstructionSource(Table, ["t"], 1_500);

    protected override IShardedSource CreateOther() => new KeywordInstructionSource(Table, ["t"], 1_500) { Temperature = 1 };
}
