using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Tests.NGrams;

public sealed class NGramWordCacheTests
{
    [Fact]
    public async Task Find_WordsOfAllLengths_EqualsTheVocabulary()
    {
        var random = SeededRandom.Create(1, "cache", "words");
        string[] words = [.. Enumerable.Range(0, 3_000).Select(_ => new string([.. Enumerable.Range(0, 1 + (int)(random.NextDouble() * 24))
            .Select(_ => (char)('a' + (int)(random.NextDouble() * 3)))])).Distinct()];
        using var folder = new RunFolder(inMemory: true);
        using NGramModel model = await Corpus.FromDocuments([new Document("d", string.Join(' ', words.Where((_, i) => i % 2 == 0)))])
            .FitAsync(new NGramModelFit { Order = 1, Partitions = 1 }, folder.Run(), TestContext.Current.CancellationToken);
        var cache = new NGramWordCache(model.Vocabulary);
        for (int round = 0; round < 2; round++)
            foreach (string word in words)
            {
                byte[] utf8 = Encoding.UTF8.GetBytes(word);
                Assert.Equal(model.FindWord(utf8), cache.Find(utf8));
            }
        Assert.Equal(words.Length / 2, words.Count(word => cache.Find(Encoding.UTF8.GetBytes(word)) == 0));
    }
}
