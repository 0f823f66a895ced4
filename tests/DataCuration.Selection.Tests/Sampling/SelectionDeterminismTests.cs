using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

/// <summary>Selections and reports have the same bytes with 1, 2 and 5 workers, and the same documents for any division into files.</summary>
public sealed class SelectionDeterminismTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Fits => ["quantile", "qurating", "qurating domains", "dataman", "dataman proportional", "dataman repeated", "examples",
        "quota",
        "cluster balanced", "group cap", "calibration"];

    private static string Line(int number)
    {
        var random = new SeededRandom((ulong)number * 31);
        return FormattableString.Invariant($"{{\"id\":\"d{number}\",\"text\":\"{new string('w', 1 + (int)random.NextInt64(40))}\",")
            + FormattableString.Invariant($"\"source\":\"s{random.NextInt64(3)}\",\"domain\":\"{(random.NextInt64(20) == 0 ? "rare" : "usual")}\",")
            + FormattableString.Invariant($"\"score\":{random.NextInt64(5) + 1},\"predictive_strength\":{random.NextInt64(4) / 3.0}}}\n");
    }

    private Corpus Pool(string name, int files, bool reversed)
    {
        string[] lines = [.. Enumerable.Range(0, 400).Select(Line)];
        for (int f = 0; f < files; f++)
            folder.Inputs.Write($"{name}/{(reversed ? files - f : f):D2}.jsonl", string.Concat(lines[(400 * f / files)..(400 * (f + 1) / files)]));
        return Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = 20_000, CoalesceBytes = 0 } },
            folder.Inputs[$"{name}/*.jsonl"]);
    }

    private static CorpusFit<KeepList> Fit(string name) => name switch
    {
        "quantile" => new QuantileSelection("score") { Share = 0.3, GroupField = "source" },
        "qurating" => new QuRatingSelection(["score"]) { Budget = 2_000, Normalize = true },
        "qurating domains" => new QuRatingSelection(["score"]) { Budget = 2_000, DomainField = "domain", Temperature = 2 },
        "dataman" => new DataManSelection(["score"]) { Budget = 2_000 },
        "dataman proportional" => new DataManSelection(["score"]) { Budget = 2_000, Mode = DataManMode.Proportional },
        "dataman repeated" => new DataManSelection(["score"]) { Budget = 5_000, Strategy = DataManStrategy.EqualDomain, Repeat = true },
        "quota" => new QuotaSelection { Quotas = new Dictionary<string, long> { ["s0"] = 800, ["s1"] = 3_000 }, MaxEpochs = 4, Seed = 5 },
        "cluster balanced" => new ClusterBalancedSelection("score") { Documents = 60, SourceField = "source" },
        "group cap" => new GroupCapSelection("score"),
        "calibration" => new CalibrationSelection("source") { PerDomain = 30 },
        _ => new PreSelectExamples(),
    };

    [Theory]
    [MemberData(nameof(Fits))]
    public async Task Fit_OtherWorkers_GivesTheSameBytes(string name)
    {
        Corpus pool = Pool("pool", 3, false);
        var all = new List<string>();
        foreach (int workers in new[] { 1, 2, 5 })
        {
            using var work = new TemporaryFolder();
            using var run = new CurationRun(new RunOptions { WorkDirectory = work.Path, MaxParallelShards = workers });
            KeepList list = await pool.FitAsync(Fit(name), run);
            await SelectionEpochs.Apply(pool, list).WriteJsonlAsync("selected", run);
            string[] files = [.. Directory.GetFiles(list.Folder, "*", SearchOption.AllDirectories)
                .Where(file => !file.Contains(".curation", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
                .. Directory.GetFiles(work["selected"], "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
            all.Add(string.Join('\n', files.Select(file => Path.GetFileName(file) + ' ' + Convert.ToHexString(File.ReadAllBytes(file)))));
        }
        Assert.Contains("selection.json", all[0], StringComparison.Ordinal);
        Assert.Equal(all[0], all[1]);
        Assert.Equal(all[0], all[2]);
    }

    [Theory]
    [MemberData(nameof(Fits))]
    public async Task Fit_OtherFilesAndOrder_SelectsTheSameDocuments(string name)
    {
        string[] one = await Ids(Pool("one", 1, false), name);
        Assert.InRange(one.Length, 20, 399);
        Assert.Equal(one, await Ids(Pool("back", 5, true), name));
    }

    [Fact]
    public async Task Fit_ThreeRanks_GiveTheListOfOne()
    {
        Corpus pool = Pool("pool", 3, false);
        KeepList one = await pool.FitAsync(Fit("dataman repeated"), folder.Run());
        using var work = new TemporaryFolder();
        KeepList[] lists = await Task.WhenAll(Enumerable.Range(0, 3).Select(rank => Task.Run(async () =>
        {
            using var run = new CurationRun(new RunOptions { WorkDirectory = work.Path, MaxParallelShards = 1, Rank = rank, WorldSize = 3 });
            return await pool.FitAsync(Fit("dataman repeated"), run);
        })));
        Assert.All(lists, list => Assert.Equal(one.Fingerprint, list.Fingerprint));
        Assert.All(lists, list => Assert.Equal(SelectionReport.Load(one).ToString(), SelectionReport.Load(list).ToString()));
    }

    [Fact]
    public async Task Report_OtherFilesAndWorkers_GivesTheSameNumbers()
    {
        var fit = new AnnotationReportFit(["score", "predictive_strength"]) { GroupFields = ["source", "domain"], SampleDocuments = 50 };
        AnnotationReport one = await Pool("one", 1, false).FitAsync(fit, folder.Run(options => options with { MaxParallelShards = 1 }));
        AnnotationReport other = await Pool("back", 5, true).FitAsync(fit, folder.Run(options => options with { MaxParallelShards = 5 }));
        Assert.Equal(one.ToString(), other.ToString());
        Assert.Equal(one.Correlations[0].Spearman, other.Correlations[0].Spearman, 12);
    }

    private async Task<string[]> Ids(Corpus pool, string name)
    {
        CurationRun run = folder.Run();
        KeepList list = await pool.FitAsync(Fit(name), run);
        return [.. (await RunFolder.Read(SelectionEpochs.Apply(pool, list), run)).Select(document => document.Id).Order(StringComparer.Ordinal)];
    }
}
