using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class AnnotationReportTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static Document Make(int i, string source, double? x, double? y)
    {
        DocumentEditor editor = new Document($"d{i}", "text").Edit().Set(WellKnownAnnotations.Source, source);
        if (x is { } one) editor.Set(new AnnotationKey<double>("x"), one);
        if (y is { } other) editor.Set(new AnnotationKey<double>("y"), other);
        return editor.Build();
    }

    [Fact]
    public async Task Fit_SmallCorpus_GivesTheNumbersOfAnotherProgram()
    {
        // scipy.stats: pearsonr([1, 2, 3, 4, 5], [2, 1, 4, 3, 50]) = 0.7399, spearmanr = 0.8; with the sixth document's y missing.
        Document[] documents = [Make(0, "a", 1, 2), Make(1, "a", 2, 1), Make(2, "b", 3, 4), Make(3, "b", 4, 3), Make(4, "b", 5, 50), Make(5, "b", 9, null)];
        AnnotationReport report = await Corpus.FromDocuments(documents)
            .FitAsync(new AnnotationReportFit(["x", "y"]) { GroupFields = ["source"] }, folder.Run());
        FieldCorrelation pair = report.Correlation("y", "x");
        Assert.Equal(5, pair.Count);
        Assert.Equal(0.8, pair.Spearman, 12);
        Assert.Equal(Expected([1, 2, 3, 4, 5], [2, 1, 4, 3, 50]), pair.Pearson, 12);
        Assert.Equal((6L, 0L, 4.0, 1.0, 9.0),
            (report.Fields[0].Count, report.Fields[0].Missing, report.Fields[0].Mean, report.Fields[0].Min, report.Fields[0].Max));
        Assert.Equal((5L, 1L, 12.0), (report.Fields[1].Count, report.Fields[1].Missing, report.Fields[1].Mean));
        FieldHistogram b = report.Histograms.Single(histogram => histogram is { Field: "x", Group: "b" });
        Assert.Equal([0, 0, 1, 1, 1, 1], b.Bins.Select(bin => bin.Count));
        Assert.Equal(5.25, b.Mean);
        Assert.Contains("x ~ y", report.ToString(), StringComparison.Ordinal);
        Assert.Throws<KeyNotFoundException>(() => report.Correlation("x", "z"));
    }

    [Fact]
    public async Task Fit_ManyValues_SpreadsThemOverTheBars()
    {
        Document[] documents = [.. Enumerable.Range(0, 1_000).Select(i => Make(i, $"s{i % 7}", i / 1000.0, -i))];
        AnnotationReport report = await Corpus.FromDocuments(documents)
            .FitAsync(new AnnotationReportFit(["x", "y"]) { GroupFields = ["source"], Bins = 10, MaxGroups = 3, SampleDocuments = 100 }, folder.Run());
        Assert.Equal(100, report.SampledDocuments);
        Assert.Equal(-1, report.Correlations[0].Pearson, 12);
        Assert.Equal(-1, report.Correlations[0].Spearman, 12);
        FieldHistogram all = report.Histograms[0];
        Assert.All(all.Bins, bin => Assert.InRange(bin.Count, 99, 101));
        Assert.Equal((0.0, 0.999), (all.Bins[0].Low, all.Bins[^1].High));
        FieldHistogram[] groups = [.. report.Histograms.Where(histogram => histogram is { Field: "x", GroupField: "source" })];
        Assert.Equal(["s0", "s1", "s2", AnnotationReport.OtherGroups], groups.Select(group => group.Group));
        Assert.Equal(1_000, groups.Sum(group => group.Count));
        Assert.Equal(1_000, groups.Sum(group => group.Bins.Sum(bin => bin.Count)));
    }

    [Fact]
    public async Task Fit_NothingThere_GivesNoNumbers()
    {
        AnnotationReport report = await Corpus.FromDocuments([Make(0, "a", 1, null)]).FitAsync(new AnnotationReportFit(["x", "y"]), folder.Run());
        Assert.True(double.IsNaN(report.Correlations[0].Pearson) && double.IsNaN(report.Correlations[0].Spearman) && double.IsNaN(report.Fields[1].Mean));
        Assert.Contains("-", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ranks_AnyNumbers_ShareTheMeanOfEquals() =>
        Gen.Int[0, 5].Select(i => (double)i).Array[0, 30].Sample(values =>
        {
            double[] ranks = Correlation.Ranks(values);
            for (int i = 0; i < values.Length; i++)
                Assert.Equal(values.Count(value => value < values[i]) + (values.Count(value => value == values[i]) + 1) / 2.0, ranks[i]);
        });

    [Fact]
    public void Pearson_AnyNumbers_IsTheFormula() =>
        Gen.Select(Gen.Double[-100, 100], Gen.Double[-100, 100]).Array[3, 40].Sample(pairs =>
        {
            double[] x = [.. pairs.Select(pair => pair.Item1)], y = [.. pairs.Select(pair => pair.Item2)];
            Assert.Equal(Expected(x, y), Correlation.Pearson(x, y), 6);
        });

    private static double Expected(double[] x, double[] y)
    {
        double mx = x.Average(), my = y.Average();
        double value = x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
        return double.IsFinite(value) ? value : double.NaN;
    }
}
