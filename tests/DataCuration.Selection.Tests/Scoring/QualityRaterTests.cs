using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class QualityRaterTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private async Task<List<Document>> Rate(Stage stage, params string[] texts) =>
        await RunFolder.Read(Corpus.FromDocuments(texts.Select((text, i) => new Document($"d{i}", text))).Pipe(stage), folder.Run());

    [Fact]
    public async Task Transform_Label_WritesItsScore()
    {
        List<Document> rated = await Rate(new QualityRater(new FakeScorer(["low", "high"]), "high"), "0.25 0.75", "unknown", "1 0");
        Assert.Equal(0.75, rated[0].Get(QualityRater.Score));
        Assert.False(rated[1].TryGet(QualityRater.Score, out _));
        Assert.Equal(0, rated[2].Get(QualityRater.Score));
    }

    [Fact]
    public async Task Transform_NumericLabels_WritesTheExpectedValue()
    {
        List<Document> rated = await Rate(QualityRater.ExpectedValue(new FakeScorer(["1", "5", "3"]), "overall"), "0.5 0.5 0", "0 0.25 0.25", "0 0 0");
        Assert.Equal(3, rated[0].Get(new AnnotationKey<double>("overall")));
        Assert.Equal(4, rated[1].Get(new AnnotationKey<double>("overall"))); // normalised to a sum of 1
        Assert.False(rated[2].TryGetValue("overall", out _));
    }

    [Fact]
    public async Task Transform_OneOutput_WritesItAsItIs() =>
        Assert.Equal(-2.5, (await Rate(new QualityRater(new FakeScorer(["score"]), "score"), "-2.5"))[0].Get(QualityRater.Score));

    [Fact]
    public void New_NoNumbersOrUnknownLabel_Throws()
    {
        Assert.Throws<ArgumentException>(() => QualityRater.ExpectedValue(new FakeScorer(["low", "high"])));
        Assert.Throws<ArgumentException>(() => new QualityRater(new FakeScorer(["low", "high"]), "hq"));
    }

    [Fact]
    public async Task Transform_ScorerWithBatches_GetsThem()
    {
        var scorer = new FakeScorer(["a", "b"], batchSize: 16);
        await Rate(new QualityRater(scorer, "a"), [.. Enumerable.Repeat("0.5 0.5", 50)]);
        Assert.Equal(16, scorer.LargestBatch);
    }

    [Fact]
    public async Task Tag_SeveralDomains_WritesThemBestFirst()
    {
        List<Document> tagged = await Rate(new DomainTagger(new FakeScorer(["Law", "Coding", "Other"])) { Count = 2 }, "0.2 0.7 0.1",
            "0.4 0.2 0.4", "nothing known here or there");
        Assert.Equal(("Coding", 0.7f, "Law", 0.2f), (tagged[0].Get(DomainTagger.Domain), (float)tagged[0].Get(DomainTagger.Score),
            tagged[0].Get(new AnnotationKey<string>("domain_2")), (float)tagged[0].Get(new AnnotationKey<double>("domain_score_2"))));
        // If scores are equal, the first label wins, and the other one is second.
        Assert.Equal(("Law", "Other"), (tagged[1].Get(DomainTagger.Domain), tagged[1].Get(new AnnotationKey<string>("domain_2"))));
        Assert.False(tagged[2].TryGet(DomainTagger.Domain, out _));
    }

    [Fact]
    public async Task Tag_LowScore_GetsTheDomainForTheRest()
    {
        var taxonomy = new DomainTaxonomy("mine", ["Law", "Coding", "Other"], "Other");
        List<Document> tagged =
            await Rate(new DomainTagger(new FakeScorer(["Law", "Coding"])) { MinScore = 0.6, Taxonomy = taxonomy }, "0.55 0.45", "0.1 0.9", "?");
        Assert.Equal(["Other", "Coding", "Other"], tagged.Select(document => document.Get(DomainTagger.Domain)));
        Assert.Throws<ArgumentException>(() => new DomainTagger(new FakeScorer(["Sports"])) { Taxonomy = taxonomy });
    }

    [Fact]
    public async Task Transform_DocumentsRatedBefore_KeepNoStaleValues()
    {
        Document[] before = [new Document("known", "0.25 0.75"), new Document("unknown", "no numbers")];
        before = [.. before.Select(document => document.Edit().Set(QualityRater.Score, 0.9).Set(DomainTagger.Domain, "Law").Set(DomainTagger.Score, 0.9)
            .Set(new AnnotationKey<string>("domain_2"), "Coding").Set(new AnnotationKey<double>("domain_score_2"), 0.1)
            .Set(PredictiveStrengthTagger.Strength, 1).Build())];
        var scorer = new FakeScorer(["Finance", "Law"]);
        var losses = new LossFile(folder.Inputs.Write("losses.csv", "id,a,b\nknown,1,2\n"), new LossModel("a", 1), new LossModel("b", 2));
        CurationRun run = folder.Run();
        Corpus tagged = await Corpus.FromDocuments(before).Pipe(new QualityRater(scorer, "Law"), new DomainTagger(scorer) { Count = 2, MinScore = 0.5 },
            new PredictiveStrengthTagger(losses) { KeepUnrated = true }).WriteJsonlAsync("tagged", run);
        List<Document> after = await RunFolder.Read(tagged, run);
        Assert.Equal((0.75, "Law", 0.75, 0), (after[0].Get(QualityRater.Score), after[0].Get(DomainTagger.Domain), after[0].Get(DomainTagger.Score),
            after[0].Get(PredictiveStrengthTagger.Strength)));
        Assert.False(after[0].TryGet(new AnnotationKey<string>("domain_2"), out _));
        Assert.False(after[0].TryGet(new AnnotationKey<double>("domain_score_2"), out _));
        Assert.False(after[1].TryGet(QualityRater.Score, out _));
        Assert.False(after[1].TryGet(DomainTagger.Domain, out _));
        Assert.False(after[1].TryGet(DomainTagger.Score, out _));
        Assert.False(after[1].TryGet(PredictiveStrengthTagger.Strength, out _));
        Assert.Equal(1, SelectionReport.Load(await tagged.FitAsync(new QuantileSelection("quality_score"), run)).Unrated);
    }

    [Fact]
    public async Task Transform_FewerDomainsThanBefore_KeepsNoneOfTheOthers()
    {
        CurationRun run = folder.Run();
        var scorer = new FakeScorer(["Law", "Coding", "Finance"]);
        Corpus pool = Corpus.FromDocuments([new Document("a", "0.2 0.7 0.1").With(new AnnotationKey<double>("domain_2_score"), 4)]);
        Corpus before = await pool.Pipe(new DomainTagger(scorer) { Count = 3 }).WriteJsonlAsync("three", run);
        Assert.Equal("Finance", (await RunFolder.Read(before, run))[0].Get(new AnnotationKey<string>("domain_3")));
        Document after = (await RunFolder.Read(before.Pipe(new DomainTagger(scorer)), run))[0];
        Assert.Equal("Coding", after.Get(DomainTagger.Domain));
        foreach (int n in new[] { 2, 3 })
        {
            Assert.False(after.TryGet(new AnnotationKey<string>($"domain_{n}"), out _));
            Assert.False(after.TryGet(new AnnotationKey<double>($"domain_score_{n}"), out _));
        }
        Assert.Equal(4, after.Get(new AnnotationKey<double>("domain_2_score")));
        // Another tagger's domain may have the name of a second-best domain.
        Document both = (await RunFolder.Read(pool.Pipe(new DomainTagger(scorer) { Annotation = "domain_2" }, new DomainTagger(scorer)), run))[0];
        Assert.Equal(("Coding", "Coding"), (both.Get(DomainTagger.Domain), both.Get(new AnnotationKey<string>("domain_2"))));
    }

    [Fact]
    public async Task Transform_BitsPerCharacterOfARunBefore_AreTakenAwayWhereThereAreNone()
    {
        AnnotationKey<double> a = new("bits_per_character_a"), b = new("bits_per_character_b"), other = new("bits_per_character_other");
        Document[] before = [.. new Document[] { new("rated", "text"), new("empty", ""), new("unrated", "text") }
            .Select(document => document.Edit().Set(a, 9).Set(b, 9).Set(other, 9).Build())];
        var losses = new LossFile(folder.Inputs.Write("bits.csv", "id,a,b\nrated,4,2\nempty,1,2\n"), new LossModel("a", 1), new LossModel("b", 2));
        List<Document> after = await RunFolder.Read(Corpus.FromDocuments(before)
            .Pipe(new PredictiveStrengthTagger(losses) { KeepUnrated = true, WriteBitsPerCharacter = true }), folder.Run());
        Assert.Equal(1 / Math.Log(2), after[0].Get(a), 12);
        foreach (Document document in after.Skip(1))
        {
            Assert.False(document.TryGet(a, out _));
            Assert.False(document.TryGet(b, out _));
        }
        Assert.Equal(0, after[1].Get(PredictiveStrengthTagger.Strength));
        Assert.All(after, document => Assert.Equal(9, document.Get(other)));
    }

    [Fact]
    public void DataMan_Taxonomy_HasItsFifteenDomains()
    {
        Assert.Equal(15, DomainTaxonomy.DataMan.Domains.Length);
        Assert.Equal(("Medicine", "Coding", "Other"),
            (DomainTaxonomy.DataMan.Domains[0], DomainTaxonomy.DataMan.Domains['H' - 'A'], DomainTaxonomy.DataMan.Domains['O' - 'A']));
    }

    [Fact]
    public async Task Filter_Bounds_DropByReason()
    {
        Document[] documents =
            [.. new[] { 0.1, 0.5, 0.9 }.Select(score => new Document($"{score}", "x").With(QualityRater.Score, score)), new Document("none", "x")];
        CurationRun run = folder.Run();
        await Corpus.FromDocuments(documents).Pipe(new ScoreFilter(QualityRater.Score) { Min = 0.5, Max = 0.8 }).WriteJsonlAsync("filtered", run);
        Assert.Equal((1L, 3L), (run.Reports[^1].Kept, run.Reports[^1].Dropped));
        Assert.Equal(["high_score", "low_score", "no_score"], run.Reports[^1].Stages.Single(stage => stage.Dropped > 0).DroppedByReason.Keys);
        Assert.Equal(2,
            (await RunFolder.Read(Corpus.FromDocuments(documents).Pipe(new ScoreFilter("quality_score") { Min = 0.9, KeepUnrated = true }), run)).Count);
    }

    [Theory]
    [InlineData(0.5, 9.0, 0.026)]
    [InlineData(0.9, 9.0, 0.424)]
    [InlineData(0.5, 3.0, 0.296)]
    [InlineData(1.0, 9.0, 1.0)]
    [InlineData(0.0, 1.0, 0.5)]
    public async Task Pareto_ManyDocuments_KeepsTheShareOfTheDistribution(double score, double alpha, double expected)
    {
        // P(X > 1 - s) = (2 - s)^-alpha for NumPy's Pareto numbers.
        Document[] documents = [.. Enumerable.Range(0, 20_000).Select(i => new Document($"d{i}", "x").With(QualityRater.Score, score))];
        List<Document> kept =
            await RunFolder.Read(Corpus.FromDocuments(documents).Pipe(new ParetoSampling(QualityRater.Score) { Alpha = alpha }), folder.Run());
        Assert.InRange(kept.Count / 20_000.0, expected - 0.012, expected + 0.012);
        List<Document> again =
            await RunFolder.Read(Corpus.FromDocuments(documents.Reverse()).Pipe(new ParetoSampling(QualityRater.Score) { Alpha = alpha }), folder.Run());
        Assert.Equal(kept.Select(document => document.Id), again.Select(document => document.Id).Reverse());
        if (expected is < 0.01 or > 0.99) return;
        List<Document> other =
            await RunFolder.Read(Corpus.FromDocuments(documents).Pipe(new ParetoSampling(QualityRater.Score) { Alpha = alpha, Seed = 1 }), folder.Run());
        Assert.NotEqual(kept.Select(document => document.Id), other.Select(document => document.Id));
    }
}
