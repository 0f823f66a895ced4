using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class DataManSelectionTests : IDisposable
{
    private static readonly AnnotationKey<string> Source = new("source"), Domain = new("domain");
    private static readonly AnnotationKey<double> Overall = new("overall_score");
    private static readonly AnnotationKey<long> Tokens = new("tokens");
    private static readonly DocumentMeasure Measure = DocumentMeasure.Annotation("tokens");
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static Document Make(string id, string source, string domain, double score, long tokens) =>
        new Document(id, $"text of {id}").Edit().Set(Source, source).Set(Domain, domain).Set(Overall, score).Set(Tokens, tokens).Build();

    /// <summary>Returns documents of ten tokens: S1 {A: 400, B: 200}, S2 {A: 100, C: 300}.</summary>
    private static IEnumerable<Document> Example() =>
        new[] { ("S1", "A", 40), ("S1", "B", 20), ("S2", "A", 10), ("S2", "C", 30) }.SelectMany(stratum =>
            Enumerable.Range(0, stratum.Item3).Select(i => Make($"{stratum.Item1}{stratum.Item2}{i}", stratum.Item1, stratum.Item2, 1 + i % 5, 10)));

    private async Task<(string[] Ids, SelectionReport Report, KeepList List)> Select(IEnumerable<Document> documents,
        DataManSelection selection, int workers = 2)
    {
        CurationRun run = folder.Run(options => options with { MaxParallelShards = workers });
        Corpus corpus = Corpus.FromDocuments(documents);
        KeepList list = await corpus.FitAsync(selection, run);
        return ([.. (await RunFolder.Read(corpus.Keep(list), run)).Select(document => document.Id)], SelectionReport.Load(list), list);
    }

    [Fact]
    public async Task Fit_ExampleOfTheSpecification_MeetsItsQuotas()
    {
        (string[] ids, SelectionReport report, _) = await Select(Example(), new DataManSelection(["overall_score"]) { Budget = 100, Measure = Measure });
        Assert.Equal(["S1/A 40", "S1/B 20", "S2/A 10", "S2/C 30"], report.Strata.Select(stratum => $"{stratum.Source}/{stratum.Domain} {stratum.Quota}"));
        Assert.Equal(report.Strata.Select(stratum => stratum.Quota), report.Strata.Select(stratum => stratum.Selected));
        // Only the best: each stratum has enough documents with score 5.
        Assert.All(ids, id => Assert.Equal(4, int.Parse(id[3..]) % 5));
        Assert.Equal(10, ids.Length);
    }

    [Fact]
    public async Task Fit_OtherSeed_ChoosesOtherEqualsButTheSameWithTheSame()
    {
        var first = new DataManSelection(["overall_score"]) { Budget = 100, Measure = Measure, Seed = 1 };
        string[] one = (await Select(Example(), first)).Ids;
        // Another work directory and another order, as another process would see them.
        using var other = new RunFolder();
        Corpus turned = Corpus.FromDocuments(Example().Reverse());
        CurationRun run = other.Run();
        KeepList list = await turned.FitAsync(first, run);
        Assert.Equal(one.Order(StringComparer.Ordinal),
            (await RunFolder.Read(turned.Keep(list), run)).Select(document => document.Id).Order(StringComparer.Ordinal));
        Assert.NotEqual(one, (await Select(Example(), new DataManSelection(["overall_score"]) { Budget = 100, Measure = Measure, Seed = 2 })).Ids);
    }

    [Theory]
    [InlineData(DataManStrategy.Uniform, 1, 100)]
    [InlineData(DataManStrategy.OriginalDomain, 3, 100)]
    [InlineData(DataManStrategy.EqualDomain, 3, 100)]
    [InlineData(DataManStrategy.None, 1, 1000)]
    public async Task Fit_Strategy_SharesTheBudgetOut(DataManStrategy strategy, int strata, long quota)
    {
        SelectionReport report =
            (await Select(Example(), new DataManSelection(["overall_score"]) { Budget = 100, Strategy = strategy, Measure = Measure })).Report;
        Assert.Equal(strata, report.Strata.Length);
        Assert.Equal(quota, report.Quota);
        if (strategy == DataManStrategy.OriginalDomain) Assert.Equal([50, 20, 30], report.Strata.Select(stratum => stratum.Quota));
        if (strategy == DataManStrategy.EqualDomain) Assert.Equal([34, 33, 33], report.Strata.Select(stratum => stratum.Quota));
    }

    [Fact]
    public async Task Fit_Targets_ExcludeTheRest()
    {
        (string[] ids, SelectionReport report, _) = await Select(Example(), new DataManSelection(["overall_score"])
        {
            Budget = 0,
            Strategy = DataManStrategy.None,
            Measure = Measure,
            TargetScores = [4, 5],
            TargetDomains = ["A", "nowhere"]
        });
        Assert.Equal(20, ids.Length);
        Assert.All(ids, id => Assert.True(id[2] == 'A' && int.Parse(id[3..]) % 5 >= 3));
        Assert.Equal(80, report.Excluded);
        // Target domains work without target scores too.
        Assert.Equal(50, (await Select(Example(),
            new DataManSelection(["overall_score"]) { Budget = 0, Strategy = DataManStrategy.None, Measure = Measure, TargetDomains = ["A"] })).Ids.Length);
    }

    [Fact]
    public async Task Fit_TargetDomainsThatNoDocumentHas_AreWarnedOf()
    {
        async Task<IReadOnlyList<string>> WarningsOf(DataManSelection selection)
        {
            var log = new LogCapture();
            await Corpus.FromDocuments(Example()).FitAsync(selection, folder.Run(log: log));
            return log.Warnings;
        }

        IReadOnlyList<string> one =
            await WarningsOf(new DataManSelection(["overall_score"]) { Budget = 10, Measure = Measure, TargetDomains = ["A", "a", "nowhere"] });
        Assert.Equal(2, one.Count);
        Assert.Contains("no document has 'a' in 'domain'. The values are: 'A', 'B', 'C'.", one[0], StringComparison.Ordinal);
        Assert.Contains("'nowhere'", one[1], StringComparison.Ordinal);
        InsufficientDataException none = await Assert.ThrowsAsync<InsufficientDataException>(() => WarningsOf(
            new DataManSelection(["overall_score"]) { Budget = 0, Strategy = DataManStrategy.None, Measure = Measure, TargetScores = [17] }));
        Assert.Equal("TargetScores leave nothing to select from: of 100 documents, 0 have no score or size, and all other 100 are excluded. Check the values, "
            + "or leave them out.", none.Message);
        Assert.Empty(await WarningsOf(new DataManSelection(["overall_score"]) { Budget = 10, Measure = Measure, TargetScores = [5], TargetDomains = ["A"] }));
    }

    [Fact]
    public async Task Fit_MisspeltField_IsNamedWithTheFieldsThatExist()
    {
        CurationRun run = folder.Run();
        Corpus corpus = Corpus.FromDocuments(Example());
        async Task<string> MessageOf<T>(CorpusFit<T> fit) =>
            (await Assert.ThrowsAsync<InsufficientDataException>(() => corpus.FitAsync(fit, run))).Message;

        string expected = "There is nothing to select from: none of 100 documents has a finite number in 'overal_score' and a size in tokens. Check the name, "
            + "and that the documents were rated. The documents have the fields 'domain', 'overall_score', 'source', 'tokens'. Is it 'overall_score'?";
        Assert.Equal(expected, await MessageOf(new DataManSelection(["overall_score", "overal_score"]) { Budget = 10, Measure = Measure }));
        Assert.Equal(expected, await MessageOf(new QuRatingSelection(["overal_score"]) { Budget = 10, Measure = Measure }));
        Assert.Equal(expected, await MessageOf(new QuantileSelection("overal_score") { Measure = Measure }));
        Assert.Equal(expected, await MessageOf(new ScoreThresholdFit("overal_score") { Measure = Measure }));
        Assert.Contains("none of 100 documents has a finite number in 'predictive_str", await MessageOf(new PreSelectExamples()), StringComparison.Ordinal);
        string size = await MessageOf(new DataManSelection(["overall_score"]) { Budget = 10, Measure = DocumentMeasure.Annotation("token") });
        Assert.Contains("and a size in token.", size, StringComparison.Ordinal);
        Assert.EndsWith("Is it 'tokens'?", size, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_MisspeltGroup_IsWarnedOf()
    {
        CurationRun run = folder.Run();
        await Corpus.FromDocuments(Example()).FitAsync(
            new DataManSelection(["overall_score"]) { Budget = 10, Measure = Measure, DomainField = "domian" }, run);
        Assert.Equal("No document has a value in 'domian', so the selection does not distinguish by it. The documents have the fields 'domain', "
            + "'overall_score', 'source', 'tokens'. Is it 'domain'?", Assert.Single(run.Reports[^1].Warnings).Message);
    }

    [Fact]
    public async Task Fit_StrataOfOneDocumentEach_SpendTheBudget()
    {
        Document[] documents = [.. Enumerable.Range(0, 40).Select(i => Make($"a{i}", $"S{i}", "A", 5, 10))];
        var selection = new DataManSelection(["overall_score"]) { Budget = 20, Measure = DocumentMeasure.Documents };
        (string[] ids, SelectionReport report, _) = await Select(documents, selection);
        Assert.Equal((20, 0L), (ids.Length, report.Shortfall));
    }

    [Fact]
    public async Task Fit_StratumTooSmall_TakesItAllAndReportsTheShortfall()
    {
        Document[] documents = [.. Enumerable.Range(0, 5).Select(i => Make($"a{i}", "S", "A", 5, 10)),
            .. Enumerable.Range(0, 100).Select(i => Make($"b{i}", "S", "B", 1, 10))];
        (string[] ids, SelectionReport report, KeepList list) =
            await Select(documents, new DataManSelection(["overall_score"]) { Budget = 400, Strategy = DataManStrategy.EqualDomain, Measure = Measure });
        Assert.Equal((200L, 50L, 150L, 0L), (report.Strata[0].Quota, report.Strata[0].Selected, report.Shortfall, report.Strata[0].Repeated));
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Empty(SelectionEpochs.Load(list));
    }

    [Theory]
    [InlineData(4, 0, 150)]
    [InlineData(3, 50, 100)]
    public async Task Apply_RepeatedStratum_RepeatsOnlyWhatIsUsedUpAndNotMoreThanAllowed(int maxEpochs, long missing, long repeated)
    {
        Document[] documents = [.. Enumerable.Range(0, 5).Select(i => Make($"a{i}", "S", "A", i, 10)),
            .. Enumerable.Range(0, 100).Select(i => Make($"b{i}", "S", "B", 1, 10))];
        (_, SelectionReport report, KeepList list) = await Select(documents, new DataManSelection(["overall_score"])
        {
            Budget = 400,
            Strategy = DataManStrategy.EqualDomain,
            Measure = Measure,
            Repeat = true,
            MaxEpochs = maxEpochs
        });
        Assert.Equal((missing, repeated, maxEpochs), (report.Shortfall, report.Strata[0].Repeated, report.Epochs));
        List<Document> all = await RunFolder.Read(SelectionEpochs.Apply(Corpus.FromDocuments(documents), list), folder.Run());
        Assert.Equal(all.Count, all.Select(document => document.Id).Distinct().Count());
        Assert.Equal(20, all.Count(document => document.Id[0] == 'b'));
        Assert.All(all.Where(document => document.Id.Contains('#', StringComparison.Ordinal)), document => Assert.Equal('a', document.Id[0]));
        Assert.Equal(5 * maxEpochs, all.Count(document => document.Id[0] == 'a'));
        Assert.Contains(all, document => document.Id == "a4#epoch2" && document.Get(SelectionEpochs.Epoch) == 2);
    }

    [Fact]
    public async Task Apply_PartOfAnEpoch_RepeatsTheBest()
    {
        Document[] documents = [.. Enumerable.Range(0, 5).Select(i => Make($"a{i}", "S", "A", i, 10))];
        KeepList list = (await Select(documents, new DataManSelection(["overall_score"]) { Budget = 70, Measure = Measure, Repeat = true })).List;
        List<Document> all = await RunFolder.Read(SelectionEpochs.Apply(Corpus.FromDocuments(documents), list), folder.Run());
        Assert.Equal(["a0", "a1", "a2", "a3", "a4", "a3#epoch2", "a4#epoch2"], all.Select(document => document.Id));
    }

    [Fact]
    public async Task Fit_Proportional_DrawsInProportionToTheScore()
    {
        // Equation 4: with scores 1, 2 and 5, the first choice has the probabilities 1/8, 2/8 and 5/8.
        Document[] documents = [Make("one", "S", "A", 1, 1), Make("two", "S", "A", 2, 1), Make("five", "S", "A", 5, 1), Make("none", "S", "A", 0, 1)];
        AnnotationTable table = AnnotationTables.Write(folder.Inputs["table"],
            [[.. documents.Select(document => new AnnotationTables.Row(true, document.IdHash, 1, ["S", "A"], [document.Get(Overall)]))]], 2, 1);
        var counts = new int[4];
        for (ulong seed = 0; seed < 20_000; seed++)
        {
            UInt128[] keys = [.. documents.Select(document =>
                Candidate.Of(0, 0, DeterministicMath.Log(document.Get(Overall)) + GumbelNoise.Sample(seed, document.IdHash), seed, document.IdHash).Key)];
            counts[Array.IndexOf(keys, keys.Max())]++;
        }
        Assert.InRange(counts[0] / 20_000.0, 0.115, 0.135);
        Assert.InRange(counts[1] / 20_000.0, 0.24, 0.26);
        Assert.InRange(counts[2] / 20_000.0, 0.615, 0.635);
        Assert.Equal(0, counts[3]);
        // Also through the selection: over the seeds, it is not always the best document.
        var first = new HashSet<string>();
        for (ulong seed = 0; seed < 12; seed++) first.Add((await Select(documents,
            new DataManSelection(["overall_score"]) { Budget = 1, Mode = DataManMode.Proportional, Measure = Measure, Seed = seed })).Ids.Single());
        Assert.InRange(first.Count, 2, 3);
        Assert.DoesNotContain("none", first);
    }

    [Fact]
    public async Task Fit_DocumentsWithoutScoreOrSize_AreCountedAndNotSelected()
    {
        Document[] documents = [Make("rated", "S", "A", 1, 5), new Document("unrated", "no score").With(Tokens, 5L), Make("unsized", "S", "A", 1, -3)];
        (string[] ids, SelectionReport report, _) = await Select(documents, new DataManSelection(["overall_score"]) { Budget = 100, Measure = Measure });
        Assert.Equal(["rated"], ids);
        Assert.Equal((2L, 95L), (report.Unrated, report.Shortfall));
    }

    [Fact]
    public async Task Fit_Bottom_TakesTheWorst()
    {
        (string[] ids, _, _) = await Select(Example(), new DataManSelection(["overall_score"]) { Budget = 100, Measure = Measure, SelectBottom = true });
        Assert.All(ids, id => Assert.Equal(0, int.Parse(id[3..]) % 5));
    }
}
