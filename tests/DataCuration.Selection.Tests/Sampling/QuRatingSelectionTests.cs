using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class QuRatingSelectionTests : IDisposable
{
    private static readonly AnnotationKey<double> Value = new("educational_value"), Other = new("writing_style");
    private static readonly AnnotationKey<string> Domain = new("domain");
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static Document Make(int i) =>
        new Document($"d{i}", new string('x', 1 + i % 17)).Edit().Set(Value, (i * 37 % 101) / 20.0).Set(Other, (i * 53 % 97) / 20.0)
            .Set(Domain, i % 3 == 0 ? "A" : "B").Build();

    private static IEnumerable<Document> Documents => Enumerable.Range(0, 600).Select(Make);

    private async Task<List<Document>> Select(QuRatingSelection selection)
    {
        CurationRun run = folder.Run();
        Corpus corpus = Corpus.FromDocuments(Documents);
        return await RunFolder.Read(corpus.Keep(await corpus.FitAsync(selection, run)), run);
    }

    [Fact]
    public void Rank_ThreeItems_FirstChoiceFollowsTheExponentials()
    {
        // QuRating's method: logits 0, ln 2, ln 4 and k = 1 give 1/7, 2/7, 4/7.
        double[] logits = [0, Math.Log(2), Math.Log(4)];
        var counts = new int[3];
        for (ulong seed = 0; seed < 100_000; seed++)
        {
            var selection = new QuRatingSelection(["m"]) { Budget = 1, Seed = seed };
            double[] ranks = [.. logits.Select((logit, i) => selection.Rank(logit, (ulong)i * 0x9E3779B97F4A7C15UL + 7))];
            counts[Array.IndexOf(ranks, ranks.Max())]++;
        }
        Assert.InRange(counts[0] / 1e5, 1 / 7.0 - 0.01, 1 / 7.0 + 0.01);
        Assert.InRange(counts[1] / 1e5, 2 / 7.0 - 0.01, 2 / 7.0 + 0.01);
        Assert.InRange(counts[2] / 1e5, 4 / 7.0 - 0.01, 4 / 7.0 + 0.01);
    }

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(2.0, false)]
    public async Task Fit_TemperatureZeroOrNoSampling_IsASort(double temperature, bool sample)
    {
        List<Document> selected = await Select(new QuRatingSelection(["educational_value"]) { Budget = 500, Temperature = temperature, Sample = sample });
        double worst = selected.Min(document => document.Get(Value));
        HashSet<string> ids = [.. selected.Select(document => document.Id)];
        Assert.All(Documents.Where(document => !ids.Contains(document.Id)), document => Assert.True(document.Get(Value) <= worst));
        Assert.InRange(selected.Sum(document => document.Text.Length), 500, 516);
    }

    [Fact]
    public async Task Fit_HighTemperature_IsNearlyUniform()
    {
        double mean = Documents.Average(document => document.Get(Value));
        double hot = (await Select(new QuRatingSelection(["educational_value"]) { Budget = 2000, Temperature = 1e9 })).Average(document => document.Get(Value));
        double cold = (await Select(new QuRatingSelection(["educational_value"]) { Budget = 2000, Temperature = 0.2 }))
            .Average(document => document.Get(Value));
        Assert.InRange(hot, mean - 0.25, mean + 0.25);
        Assert.True(cold > mean + 1);
    }

    [Fact]
    public async Task Fit_Domains_KeepTheirShareWithinADocument()
    {
        List<Document> selected = await Select(new QuRatingSelection(["educational_value"]) { Budget = 1000, DomainField = "domain" });
        double share = (double)Documents.Where(document => document.Get(Domain) == "A")
            .Sum(document => document.Text.Length) / Documents.Sum(document => document.Text.Length);
        Assert.InRange(selected.Where(document => document.Get(Domain) == "A").Sum(document => document.Text.Length), 1000 * share - 1, 1000 * share + 18);
    }

    [Fact]
    public async Task Fit_MoreThanThereIs_SaysSo()
    {
        InsufficientDataException shortage =
            await Assert.ThrowsAsync<InsufficientDataException>(() => Select(new QuRatingSelection(["educational_value"]) { Budget = 1_000_000 }));
        Assert.Equal((1_000_000L, Documents.Sum(document => (long)document.Text.Length)), (shortage.Requested, shortage.Available));
    }

    [Fact]
    public async Task Union_SeveralCriteria_KeepsWhatAnyKeepsOnce()
    {
        CurationRun run = folder.Run();
        string path = folder.Inputs.Write("pool.jsonl",
            string.Concat(Documents.Select(document => FormattableString.Invariant($"{{\"id\":\"{document.Id}\",\"text\":\"{document.Text}\",")
                + FormattableString.Invariant($"\"educational_value\":{document.Get(Value)},\"writing_style\":{document.Get(Other)}}}\n"))));
        Corpus corpus = Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = 10_000, CoalesceBytes = 0 } }, path);
        CorpusFit<KeepList>[] each = [new QuRatingSelection(["educational_value"]) { Budget = 500 }, new QuRatingSelection(["writing_style"]) { Budget = 500 }];
        var ids = new List<string[]>();
        foreach (CorpusFit<KeepList> fit in each.Append(new UnionSelection(each)))
            ids.Add([.. (await RunFolder.Read(corpus.Keep(await corpus.FitAsync(fit, run)), run)).Select(document => document.Id)]);
        Assert.Equal(ids[0].Union(ids[1]).Order(StringComparer.Ordinal), ids[2].Order(StringComparer.Ordinal));
        Assert.InRange(ids[2].Length, Math.Max(ids[0].Length, ids[1].Length) + 1, ids[0].Length + ids[1].Length);
    }

    [Fact]
    public async Task Fit_SumReferenceNormalizeBottom_ChangeTheSelection()
    {
        string[] one = [.. (await Select(new QuRatingSelection(["educational_value"]) { Budget = 300, Temperature = 0 })).Select(document => document.Id)];
        string[] both = [.. (await Select(new QuRatingSelection(["educational_value", "writing_style"]) { Budget = 300, Temperature = 0 }))
            .Select(document => document.Id)];
        string[] against = [.. (await Select(new QuRatingSelection(["educational_value"]) { Budget = 300, Temperature = 0, Reference = "writing_style" }))
            .Select(document => document.Id)];
        string[] bottom = [.. (await Select(new QuRatingSelection(["educational_value"]) { Budget = 300, Temperature = 0, SelectBottom = true }))
            .Select(document => document.Id)];
        Assert.NotEqual(one, both);
        Assert.NotEqual(one, against);
        Assert.Empty(one.Intersect(bottom));
        // Scaling to mean 0 and deviation 1 does not change a sort, but it changes the meaning of a temperature.
        Assert.Equal(one, (await Select(new QuRatingSelection(["educational_value"]) { Budget = 300, Temperature = 0, Normalize = true }))
            .Select(document => document.Id));
        Assert.NotEqual((await Select(new QuRatingSelection(["educational_value"]) { Budget = 300 })).Select(document => document.Id),
            (await Select(new QuRatingSelection(["educational_value"]) { Budget = 300, Normalize = true })).Select(document => document.Id));
    }
}
