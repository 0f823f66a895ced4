using DataCuration.Extensibility.Tests;
using DataCuration.TestKit;
using Lucene.Net.Analysis;
using Lucene.Net.Analysis.TokenAttributes;

namespace DataCuration.Retrieval.Lucene.Tests;

public sealed class PassageIndexTests : IDisposable
{
    private readonly RunFolder folder = new();
    private readonly List<IDisposable> owned = [];

    public void Dispose()
    {
        foreach (IDisposable one in owned) one.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(1.2, 0.75)]
    [InlineData(0.4, 0.3)]
    public async Task Retrieve_RandomPassages_HasTheScoresAndTheOrderOfPlainBm25(double k1, double b)
    {
        var random = new SeededRandom(7);
        string[] passages = [.. Enumerable.Range(0, 150).Select(i => Words(ref random, i == 0 ? 0 : 1 + (int)random.NextInt64(120)))];
        PassageIndex index = await BuildAsync(passages.Select((text, i) => new Document($"p{i:D3}", text)), new PassageIndexFit { K1 = k1, B = b });
        var plain = new PlainBm25(passages, k1, b);
        Assert.Equal(passages.Length, index.PassageCount);
        int found = 0;
        for (int i = 0; i < 25; i++)
        {
            string query = Words(ref random, 1 + (int)random.NextInt64(8));
            double[] expected = plain.Score(query);
            IReadOnlyList<RetrievedPassage> hits = index.Retrieve(query, 20);
            found += hits.Count;
            Assert.Equal(Math.Min(20, expected.Count(score => score > 0)), hits.Count);
            double[] best = [.. expected.OrderDescending()];
            double[] own = [.. hits.Select(hit => expected[int.Parse(hit.Id[1..], System.Globalization.CultureInfo.InvariantCulture)])];
            for (int j = 0; j < hits.Count; j++)
            {
                Assert.Equal(own[j], hits[j].Score, 1e-4 * (1 + own[j]));
                Assert.Equal(passages[int.Parse(hits[j].Id[1..], System.Globalization.CultureInfo.InvariantCulture)], hits[j].Text);
                // In the plain order, up to the rounding of single precision.
                Assert.Equal(best[j], own[j], 1e-4);
            }
        }
        Assert.True(found > 300, $"Only {found} passages were found.");
    }

    [Fact]
    public async Task Retrieve_EqualScores_AreOrderedById()
    {
        string[] ids = ["b", "a#10", "a#9", "ö", "a", "Z"];
        PassageIndex index = await BuildAsync(ids.Select(id => new Document(id, "the sluice opens")).Append(new Document("best", "sluice sluice")));
        Assert.Equal(["best", "Z", "a", "a#10", "a#9", "b", "ö"], index.Retrieve("sluice", 10).Select(hit => hit.Id));
        Assert.Equal(["best", "Z", "a"], index.Retrieve("sluice", 3).Select(hit => hit.Id));
    }

    [Fact]
    public async Task Fit_AnyWorkersAndStore_GivesTheSameResults()
    {
        var random = new SeededRandom(3);
        for (int file = 0; file < 6; file++)
        {
            folder.Inputs.Write($"in-{file}.jsonl", string.Concat(Enumerable.Range(0, 30)
                .Select(i => $"{{\"id\":\"f{file}-{i}\",\"text\":\"{Words(ref random, 20)}\"}}\n")));
        }
        Corpus corpus = Corpus.FromJsonl(folder.Inputs["in-*.jsonl"]).Pipe(new PassageSplitter { MaxLength = 8 });
        var store = new MemoryFileStore();
        PassageIndex[] all =
        [
            await FitAsync(corpus, new PassageIndexFit(), options => options with { WorkDirectory = folder.Inputs["one"], MaxParallelShards = 1 }),
            await FitAsync(corpus, new PassageIndexFit { BufferMegabytes = 1 },
                options => options with { WorkDirectory = folder.Inputs["eight"], MaxParallelShards = 8 }),
            await FitAsync(corpus, new PassageIndexFit(), options => options with { WorkDirectory = "memory", Files = store }),
        ];
        for (int i = 0; i < 20; i++)
        {
            string query = Words(ref random, 5);
            IReadOnlyList<RetrievedPassage> expected = all[0].Retrieve(query, 10);
            Assert.NotEmpty(expected);
            Assert.Contains('#', expected[0].Id);
            foreach (PassageIndex index in all[1..]) Assert.Equal(expected, index.Retrieve(query, 10));
        }
        Assert.Single(all.Select(index => index.Fingerprint).Distinct());
        Assert.Contains(store.Paths, path => path.Contains("/index/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fit_Again_FindsTheIndexAndOtherInputGivesAnotherFingerprint()
    {
        Document[] passages = [new("a", "one sluice"), new("b", "two sluices")];
        PassageIndex first = await BuildAsync(passages);
        string[] files = folder.Files("artifacts");
        PassageIndex again = await BuildAsync(passages);
        Assert.Equal(files, folder.Files("artifacts"));
        Assert.Equal(first.Fingerprint, again.Fingerprint);
        string[] others =
        [
            (await BuildAsync([new("a", "one sluice"), new("c", "two sluices")])).Fingerprint,
            (await BuildAsync(passages, new PassageIndexFit { K1 = 1.3 })).Fingerprint,
            (await BuildAsync(passages, new PassageIndexFit { B = 0.7 })).Fingerprint,
            (await BuildAsync(passages, new PassageIndexFit { Language = "en" })).Fingerprint,
        ];
        Assert.Equal(5, others.Append(first.Fingerprint).Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n\t")]
    [InlineData("AND OR NOT + - ! ( ) { } [ ] ^ \" ~ * ? : \\ /")]
    [InlineData("text:sluice^99 OR id:a* AND (sluice~0.5 TO \"unclosed")]
    [InlineData("*:*")]
    [InlineData("\ud800 lone \udfff \0 \uffff sluice")]
    [InlineData("the and of")]
    public async Task Retrieve_HostileQuery_IsPlainText(string query)
    {
        PassageIndex index = await BuildAsync([new("a", "the sluice opens"), new("b", "a gate closes")]);
        Assert.Equal(query.Contains("sluice", StringComparison.Ordinal) ? ["a"] : [], index.Retrieve(query, 5).Select(hit => hit.Id));
    }

    [Fact]
    public async Task Retrieve_HundredThousandWords_UsesTheRarestOnes()
    {
        PassageIndex index = await BuildAsync(
            [.. Enumerable.Range(0, 1_500).Select(i => new Document($"p{i:D4}", $"common word{i:D4}")), new("x", "rare0 rare0")]);
        string query = string.Join(' ', Enumerable.Range(0, 100_000).Select(i => $"word{i % 50_000:D4}").Prepend("common"));
        IReadOnlyList<RetrievedPassage> hits = index.Retrieve(query + " rare0", 2_000);
        // 1,500 words and "rare0" are in one passage each, and "rare0" is first in ordinal order; "common" is in too many to be among them.
        Assert.Equal(PassageIndex.MaxQueryTerms, hits.Count);
        Assert.Contains(hits, hit => hit.Id == "x");
        Assert.Empty(index.Retrieve(new string('x', 1_000_000), 5));
    }

    [Fact]
    public async Task Fit_HostilePassages_AreIndexed()
    {
        string longId = new('i', 40_000), longWord = new('w', 100_000);
        PassageIndex index = await BuildAsync([new(longId, "sluice"), new("nul", "sluice \0 gate"), new("long", longWord + " sluice"), new("empty", ""),
            new("wide", "水門 sluice")]);
        Assert.Equal(["empty", longId, "long", "nul", "wide"],
            index.Retrieve("sluice", 10).Select(hit => hit.Id).Append("empty").Order(StringComparer.Ordinal));
        Assert.Equal("sluice \0 gate", index.Retrieve("gate", 1).Single().Text);
        Assert.Equal("wide", index.Retrieve("水門", 1).Single().Id);
    }

    [Fact]
    public async Task Language_English_FindsOtherFormsOfAWord()
    {
        Document[] passages = [new("a", "The keeper opened the sluices."), new("b", "A gate.")];
        Assert.Empty((await BuildAsync(passages)).Retrieve("opening a sluice", 5));
        PassageIndex english = await BuildAsync(passages, new PassageIndexFit { Language = "en" });
        Assert.Equal("en", english.Language);
        Assert.Equal(["a"], english.Retrieve("opening a sluice", 5).Select(hit => hit.Id));
        Assert.Contains("'xx'", Assert.Throws<ArgumentException>(() => new PassageIndexFit { Language = "xx" }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Languages_Each_HasAnAnalyzerThatNeedsNoCulture()
    {
        Assert.Equal(29, PassageIndexFit.Languages.Count());
        foreach (string? language in PassageIndexFit.Languages.Append(null))
        {
            // This process has the invariant culture only.
            using Analyzer analyzer = PassageAnalyzers.Create(language);
            using TokenStream tokens = analyzer.GetTokenStream("text", "XYLEM 123 Ä水");
            var found = new List<string>();
            ICharTermAttribute term = tokens.AddAttribute<ICharTermAttribute>();
            tokens.Reset();
            while (tokens.IncrementToken()) found.Add(term.ToString());
            Assert.Contains("123", found);
            Assert.DoesNotContain("XYLEM", found);
        }
    }

    [Fact]
    public async Task Fit_NoPassages_WarnsAndFindsNothing()
    {
        CurationRun run = folder.Run();
        PassageIndex index = Own(await Corpus.FromDocuments([]).FitAsync(new PassageIndexFit(), run, TestContext.Current.CancellationToken));
        Assert.Empty(index.Retrieve("anything", 3));
        Assert.Contains(run.Reports.SelectMany(report => report.Warnings), warning => warning.Message.Contains("no passages", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RetrieveAsync_ManyThreads_GivesTheSameResults()
    {
        var random = new SeededRandom(5);
        PassageIndex index = await BuildAsync(Enumerable.Range(0, 100).Select(i => new Document($"p{i}", Words(ref random, 30))));
        string[] queries = [.. Enumerable.Range(0, 64).Select(_ => Words(ref random, 6))];
        IReadOnlyList<RetrievedPassage>[] expected = [.. queries.Select(query => index.Retrieve(query, 5))];
        var actual = new IReadOnlyList<RetrievedPassage>[queries.Length];
        await Parallel.ForAsync(0, queries.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (i, token) => actual[i] = await index.RetrieveAsync(queries[i], 5, token));
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PassageIndexFit { K1 = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PassageIndexFit { K1 = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PassageIndexFit { B = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PassageIndexFit { BufferMegabytes = 0 });
    }

    private Task<PassageIndex> BuildAsync(IEnumerable<Document> passages, PassageIndexFit? fit = null) =>
        FitAsync(Corpus.FromDocuments(passages), fit ?? new PassageIndexFit(), options => options);

    private async Task<PassageIndex> FitAsync(Corpus corpus, PassageIndexFit fit, Func<RunOptions, RunOptions> change) =>
        Own(await corpus.FitAsync(fit, folder.Run(change), TestContext.Current.CancellationToken));

    private PassageIndex Own(PassageIndex index)
    {
        if (!owned.Contains(index)) owned.Add(index);
        return index;
    }

    /// <summary>Words of which some are far more frequent than others, as in a language.</summary>
    private static string Words(ref SeededRandom random, int count)
    {
        string[] words = new string[count];
        for (int i = 0; i < count; i++)
        {
            double at = random.NextDouble();
            words[i] = $"w{(int)(at * at * at * 200)}";
        }
        return string.Join(' ', words);
    }
}
