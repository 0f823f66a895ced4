using DataCuration.TestKit;

namespace DataCuration.Tests.NGrams;

public sealed class WordCountFitTests : IDisposable
{
    private readonly RunFolder folder = new(inMemory: true);

    [Fact]
    public async Task Fit_Words_AreCountedAndSorted()
    {
        using WordCounts counts = await Fit(new WordCountFit { Partitions = 3 }, "b a b", "é\na  b");
        Assert.Equal(["a 2", "b 3", "é 1"], Enumerable.Range(0, counts.Count).Select(i => $"{counts.GetWord(i)} {counts.GetCount(i)}"));
        Assert.Equal((6L, 3L, 0L), (counts.Total, counts.GetCount("b"u8), counts.GetCount("c"u8)));
        Assert.Equal((2L, 4L), counts.CountWhere("é b c b"u8.ToArray(), count => count <= 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => counts.GetCount(3));
    }

    [Fact]
    public async Task Fit_PrefixWords_KeepTheOrderOfTheirBytes()
    {
        using WordCounts counts = await Fit(new WordCountFit { Partitions = 1 }, "abc ab a abcdefghij abcdefgh abcdefghi a");
        Assert.Equal(["a", "ab", "abc", "abcdefgh", "abcdefghi", "abcdefghij"], Enumerable.Range(0, counts.Count).Select(counts.GetWord));
    }

    [Fact]
    public async Task Fit_MinCount_LeavesOutRareWords()
    {
        using WordCounts counts = await Fit(new WordCountFit { MinCount = 2 }, "b a b");
        Assert.Equal((1, 2L), (counts.Count, counts.Total));
    }

    [Fact]
    public async Task Load_OtherRuleOrDamage_Throws()
    {
        using WordCounts counts = await Fit(new WordCountFit { Tokens = new() { Form = NGramForm.Simplified } }, "B a b");
        using (WordCounts again = WordCounts.Load(counts.Path)) Assert.Equal((2L, counts.Fingerprint), (again.GetCount("b"u8), again.Fingerprint));
        Assert.Throws<ArgumentException>(() => WordCounts.Load(counts.Path, NGramTokens.Default));
        byte[] bytes = File.ReadAllBytes(counts.Path);
        bytes[^20] ^= 1;
        Assert.Throws<InvalidDataException>(() => WordCounts.Load(folder.Inputs.Write("bad.counts", bytes)));
    }

    public void Dispose() => folder.Dispose();

    private Task<WordCounts> Fit(WordCountFit fit, params string[] texts) =>
        Corpus.FromDocuments(texts.Select((text, i) => new Document($"d{i}", text))).FitAsync(fit, folder.Run(), TestContext.Current.CancellationToken);
}
