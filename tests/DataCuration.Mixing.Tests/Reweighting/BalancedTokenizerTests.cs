using DataCuration.TestKit;
using DataCuration.Tokenization;

namespace DataCuration.Mixing.Tests.Reweighting;

/// <summary>The tokenizer of a balanced corpus, as for the medical BERT (methods, section 12, arXiv 2005.07202).</summary>
public sealed class BalancedTokenizerTests(ITestOutputHelper output) : IDisposable
{
    private static readonly AnnotationKey<string> Domain = new("domain");
    private static readonly string[] Syllables = ["ba", "cor", "dil", "en", "fos", "gri", "hum", "ist", "jo", "kel", "lum", "mar", "nis", "op", "pel", "qua"];
    private static readonly string[] Medical = ["cardiomyopathy", "angioplasty", "nephropathy", "thrombocytopenia", "bronchitis", "hepatectomy", "dyspnoea"];
    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Create_SmallDomain_TokenizerOfTheBalancedCorpusHasLowerFertilityOnIt()
    {
        string[] general = [.. Enumerable.Range(0, 400).Select(i => string.Concat(Enumerable.Range(0, 2 + i % 3).Select(k =>
            Syllables[(int)(SeededRandom.Create(1, "word", $"{i}-{k}").NextUInt64() % (ulong)Syllables.Length)])))];
        Document[] large = Texts("general", general, 200), small = Texts("medical", Medical, 12);

        CorpusBalance balance = CorpusBalance.Create(small.Select(document => (document.Id, Words(document))), large.Sum(Words));
        Assert.InRange(balance.Share, 0.49, 0.51);
        Document[] repeated = [.. small.SelectMany(document => Enumerable.Range(0, balance[document.Id])
            .Select(copy => new Document($"{document.Id}#{copy}", document.Text)))];
        Assert.Equal(balance.Tokens, repeated.Sum(Words));

        CurationRun run = folder.Run();
        Corpus heldOut = Corpus.FromDocuments([.. Texts("general", general, 20, from: 900), .. Texts("medical", Medical, 20, from: 900)]);
        FertilityReport report = await heldOut.FitAsync(new TokenizerFertilityFit
        {
            Encoders = new Dictionary<string, ITokenEncoder> { ["unbalanced"] = await TrainAsync(small), ["balanced"] = await TrainAsync(repeated) },
        }, run);
        output.WriteLine(report.ToMarkdown());
        double TokensPerWord(string group, string tokenizer) => report.Rows.Single(row => row.Group == group && row.Tokenizer == tokenizer).TokensPerWord;
        Assert.InRange(TokensPerWord("medical", "balanced") / TokensPerWord("medical", "unbalanced"), 0.1, 0.7);
        // The merges of medical words are not there for general ones.
        Assert.InRange(TokensPerWord("general", "balanced") / TokensPerWord("general", "unbalanced"), 1, 1.3);

        async Task<ITokenEncoder> TrainAsync(Document[] domain) =>
            (await Corpus.FromDocuments([.. large, .. domain]).FitAsync(new BpeTrainer { VocabularySize = 257 + 120 }, run)).Tokenizer;
    }

    private static long Words(Document document) => document.Text.Split(' ').Length;

    /// <summary>Makes documents of 40 words, drawn by the document's id.</summary>
    private static Document[] Texts(string domain, string[] words, int count, int from = 0) => [.. Enumerable.Range(from, count).Select(i =>
        new Document($"{domain}-{i}", string.Join(' ', Enumerable.Range(0, 40).Select(k =>
            words[(int)(SeededRandom.Create(2, domain, $"{i}-{k}").NextUInt64() % (ulong)words.Length)]))).Edit().Set(Domain, domain).Build())];
}
