using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class SelectionReportTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static Corpus Pool { get; } = Corpus.FromDocuments(Enumerable.Range(0, 60).Select(Make));

    private static Document Make(int i)
    {
        string text = string.Join(' ', Enumerable.Range(0, 5 + i % 30).Select(w => $"word{w * i % 17}"));
        return new Document($"d{i}", text).Edit()
            .Set(new AnnotationKey<int>("score"), i % 5)
            .Set(new AnnotationKey<string>("source"), i % 2 == 0 ? "even" : "odd")
            .Set(PredictiveStrengthTagger.Strength, i % 3 == 0 ? 1 : 0).Build();
    }

    private static CorpusFit<KeepList> Fit(string name) => name switch
    {
        "dsir" => new DsirSelection(Pool) { Size = SelectionSize.Tokens(200), MinTokens = 8 },
        "dsir legacy" => new DsirSelection(Pool) { Size = SelectionSize.Tokens(200), MinTokens = 8, Noise = SelectionNoise.NumPyLegacy },
        "random" => new RandomSelection { Size = SelectionSize.Documents(20), MinTokens = 8 },
        "quantile" => new QuantileSelection("score") { GroupField = "source" },
        "qurating" => new QuRatingSelection(["score"]) { Budget = 500 },
        "dataman" => new DataManSelection(["score"]) { Budget = 500, DomainField = "source" },
        "examples" => new PreSelectExamples(),
        _ => new UnionSelection([new QuantileSelection("score"), new RandomSelection { Size = SelectionSize.Documents(20), MinTokens = 0 }]),
    };

    [Theory]
    [InlineData("dsir", "tokens", 0)]
    [InlineData("dsir legacy", "tokens", 0)]
    [InlineData("random", "documents", 0)]
    [InlineData("quantile", "characters", 2)]
    [InlineData("qurating", "characters", 1)]
    [InlineData("dataman", "characters", 2)]
    [InlineData("examples", "documents", 2)]
    [InlineData("union", "documents", 0)]
    public async Task Load_ResultOfEverySelection_HasItsNumbers(string name, string unit, int strata)
    {
        KeepList list = await Pool.FitAsync(Fit(name), folder.Run());
        SelectionReport report = SelectionReport.Load(list);
        Assert.Equal((unit, strata, list.KeptCount, 1), (report.Unit, report.Strata.Length, report.SelectedDocuments, report.Epochs));
        Assert.InRange(report.SelectedDocuments, 1, 59);
        Assert.Equal(60, report.Documents + report.Unrated + report.Excluded);
        Assert.InRange(report.Selected, report.Quota ?? report.SelectedDocuments, report.Available);
        Assert.Equal(name == "union", report.Quota is null);
        Assert.Contains(FormattableString.Invariant($"{report.Selected:N0}"), report.ToString(), StringComparison.Ordinal);
        if (strata > 0) Assert.Equal((report.Selected, report.SelectedDocuments),
            (report.Strata.Sum(stratum => stratum.Selected), report.Strata.Sum(stratum => stratum.SelectedDocuments)));
    }

    [Fact]
    public async Task ToHtml_Report_HasTheNumbersOfTheTextTable()
    {
        SelectionReport report = SelectionReport.Load(await Pool.FitAsync(Fit("dataman"), folder.Run())) with { Unit = "<b>" };
        System.Xml.Linq.XElement root = System.Xml.Linq.XElement.Parse(report.ToHtml());
        Assert.Equal("available <b>", root.Descendants("th").ElementAt(3).Value);
        string[][] rows = [.. root.Descendants("tbody").SelectMany(body => body.Elements("tr"))
            .Select(row => row.Elements("td").Select(cell => cell.Value).ToArray())];
        Assert.Equal(report.Strata.Length + 1, rows.Length);
        string[] lines = report.ToString().Split('\n');
        Assert.All(rows, (row, i) => Assert.Equal(row.Where(cell => cell.Length > 0),
            lines[i + 1].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
        Assert.Equal(report.ToHtml(), (report with { }).ToHtml());
    }

    [Fact]
    public async Task Load_DsirWithMinTokens_CountsDocumentsAndTokensThatPass()
    {
        // Documents have 5 to 34 tokens, each length twice.
        foreach (string name in new[] { "dsir", "dsir legacy" })
        {
            SelectionReport report = SelectionReport.Load(await Pool.FitAsync(Fit(name), folder.Run()));
            Assert.Equal((54L, 6L, 2L * Enumerable.Range(8, 27).Sum(), 200L), (report.Documents, report.Excluded, report.Available, report.Quota));
        }
    }

    [Fact]
    public async Task Load_MoreThanThereIs_HasAShortfall()
    {
        SelectionReport report =
            SelectionReport.Load(await Pool.FitAsync(new RandomSelection { Size = SelectionSize.Documents(100) }, folder.Run()));
        Assert.Equal((60L, 40L, 0L), (report.Selected, report.Shortfall, report.Excluded));
        Assert.EndsWith("Less was selected than requested: 60 of 100 documents; 40 are missing. Everything that could be selected was.\n", report.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_LessThanRequested_IsAWarningOfTheLastPhase()
    {
        CurationRun run = folder.Run();
        KeepList list = await Pool.FitAsync(new DsirSelection(Pool) { Size = SelectionSize.Documents(100), MinTokens = 8 }, run);
        string expected = "Less was selected than requested: 54 of 100 documents; 46 are missing. Everything that could be selected was. 6 documents have "
            + "fewer than 8 tokens (MinTokens) and are left out.";
        Assert.Equal(expected, Assert.Single(run.Reports[^1].Warnings).Message);
        Assert.Equal(expected, Assert.Single(RunReport.Load(list.Folder).Warnings).Message);
        await Pool.FitAsync(new RandomSelection { Size = SelectionSize.Documents(60) }, run);
        Assert.Empty(run.Reports[^1].Warnings);
    }

    [Fact]
    public async Task Fit_NoDocumentLongEnough_SaysHowLongTheyAre()
    {
        foreach (CorpusFit<KeepList> fit in new CorpusFit<KeepList>[]
        {
            new RandomSelection { Size = SelectionSize.Documents(5), MinTokens = 35 },
            new DsirSelection(Pool) { Size = SelectionSize.Documents(5), MinTokens = 35 },
            new DsirSelection(Pool) { Size = SelectionSize.Documents(5), MinTokens = 35, Noise = SelectionNoise.NumPyLegacy },
            new UnionSelection([new RandomSelection { Size = SelectionSize.Documents(5), MinTokens = 35 }]),
        })
        {
            // A second run finds finished phases, and says the same.
            for (int run = 0; run < 2; run++)
            {
                InsufficientDataException error = await Assert.ThrowsAsync<InsufficientDataException>(() => Pool.FitAsync(fit, folder.Run()));
                Assert.Equal("There is nothing to select from: none of 60 documents has at least 35 tokens (MinTokens); the longest has 34. Set MinTokens to a "
                    + "smaller number.", error.Message);
            }
        }
    }

    [Theory]
    [InlineData("dsir")]
    [InlineData("random")]
    [InlineData("quantile")]
    [InlineData("dataman")]
    [InlineData("examples")]
    public async Task Fit_EmptyCorpus_SaysSo(string name)
    {
        CorpusFit<KeepList> fit = name == "dsir" ? new DsirSelection(await Pool.FitAsync(new DsirModelFit(Pool), folder.Run()))
        { Size = SelectionSize.Documents(1) } : Fit(name);
        InsufficientDataException error = await Assert.ThrowsAsync<InsufficientDataException>(
            () => Pool.Where(document => document.Id == "none").FitAsync(fit, folder.Run()));
        Assert.Contains("the corpus has no documents", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FromStage_Filters_CountWhatTheyKeep()
    {
        CurationRun run = folder.Run();
        Corpus some = Corpus.FromDocuments(Enumerable.Range(0, 20).Select(i => new Document($"u{i}", "unrated")));
        await Corpus.Concat(Pool, some).Pipe(new ScoreFilter("score") { Min = 3 }, new ParetoSampling("score")).WriteJsonlAsync("out", run);
        SelectionReport filter = SelectionReport.FromStage(run.Reports[^1], nameof(ScoreFilter));
        Assert.Equal((60L, 24L, 20L, null), (filter.Documents, filter.SelectedDocuments, filter.Unrated, filter.Quota));
        SelectionReport pareto = SelectionReport.FromStage(run.Reports[^1], nameof(ParetoSampling));
        Assert.Equal((24L, run.Reports[^1].Kept, 0L), (pareto.Documents, pareto.SelectedDocuments, pareto.Unrated));
        Assert.Contains("'ScoreFilter'", Assert.Throws<ArgumentException>(() => SelectionReport.FromStage(run.Reports[^1], "Pareto")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ToReport_Threshold_HasItsNumbers()
    {
        SelectionReport report = (await Pool.FitAsync(new ScoreThresholdFit("score") { Share = 0.2 }, folder.Run())).ToReport();
        Assert.Equal(("characters", 60L, 0L), (report.Unit, report.Documents, report.Unrated));
        Assert.InRange(report.Selected, report.Quota!.Value, report.Available);
        Assert.InRange(report.Quota.Value, report.Available / 5, (report.Available / 5) + 1);
    }

    [Fact]
    public async Task Filter_MisspeltScore_ThrowsInEveryRun()
    {
        for (int i = 0; i < 2; i++)
        {
            foreach (Stage stage in new Stage[] { new ScoreFilter("scor"), new ParetoSampling("scor"), new PreSelectLabeler { Strength = "scor" } })
            {
                InsufficientDataException error = await Assert.ThrowsAsync<InsufficientDataException>(
                    () => Pool.Pipe(stage).WriteJsonlAsync(stage.Name, folder.Run()));
                Assert.Equal($"{stage.Name}: {stage.Name} dropped all 60 documents (no_score): none has a number in 'scor'. Check the name, and that the "
                    + "documents were rated. For example, document 'd0' has no number in 'scor'. The documents have the fields 'predictive_strength', 'score', "
                    + "'source'. Is it 'score'?", error.Message);
            }
        }
        await Pool.Pipe(new ScoreFilter("scor") { KeepUnrated = true }).WriteJsonlAsync("kept", folder.Run());
    }

    [Fact]
    public async Task Load_KeepListOfAnotherFit_Throws()
    {
        KeepList list = await Pool.FitAsync(new FirstRecord(), folder.Run());
        Assert.Equal(1, list.KeptCount);
        ArgumentException error = Assert.Throws<ArgumentException>(() => SelectionReport.Load(list));
        Assert.Contains($"'{list.Folder}' has no selection report", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"unit\":\"tokens\"}")]
    public async Task Load_DamagedReport_NamesTheFile(string json)
    {
        KeepList list = await Pool.FitAsync(Fit("random"), folder.Run());
        string path = Path.Combine(list.Folder, "selection.json");
        await File.WriteAllTextAsync(path, json, TestContext.Current.CancellationToken);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => SelectionReport.Load(list)).Message, StringComparison.Ordinal);
    }

    /// <summary>Keeps the first record of each shard; not a selection.</summary>
    private sealed class FirstRecord : CorpusFit<KeepList>
    {
        public override string Name => "first-record";

        protected override void Describe(FingerprintWriter writer)
        {
        }

        protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
        {
            PhaseFiles parts = await scope.ReduceAsync("parts", scope.ShardCount, (output, _) =>
            {
                var part = new KeepListPart(output, 60);
                part.Keep(0);
                part.Complete();
                return Task.CompletedTask;
            }, cancellationToken);
            return await scope.JoinKeepListAsync("list", parts, cancellationToken: cancellationToken);
        }
    }
}
