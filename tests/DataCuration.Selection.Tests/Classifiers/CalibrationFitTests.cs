using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class CalibrationFitTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static Document Make(int i, double score, string? label)
    {
        Document document = new Document($"d{i}", "text").With(QualityRater.Score, score);
        return label is null ? document : document.With(new AnnotationKey<string>("label"), label);
    }

    [Fact]
    public async Task Fit_FourDocuments_GivesTheNumbersByHand()
    {
        Document[] documents = [Make(0, 0.9, "good"), Make(1, 0.6, "bad"), Make(2, 0.4, "good"), Make(3, 0.1, "bad"), Make(4, 0.7, null)];
        CalibrationReport report = await Corpus.FromDocuments(documents)
            .FitAsync(new CalibrationFit("quality_score", "label", "good") { Bins = 2, Thresholds = [0.5, 0.3] }, folder.Run());
        Assert.Equal((4L, 2L, 1L), (report.Documents, report.Positives, report.Unusable));
        Assert.Equal((0.01 + 0.36 + 0.36 + 0.01) / 4, report.BrierScore, 12);
        // Two bins: mean scores .25 and .75, positive shares .5 and .5.
        Assert.Equal(0.25, report.ExpectedCalibrationError, 12);
        Assert.Equal([0.25, 0.75], report.Bins.Select(bin => Math.Round(bin.MeanScore, 12)));
        Assert.Equal(0.75, report.RocAuc, 12); // three of the four pairs
        Assert.Equal([0.3, 0.5], report.Thresholds.Select(point => point.Threshold));
        Assert.Equal((2L, 1L, 0L), (report.Thresholds[0].TruePositives, report.Thresholds[0].FalsePositives, report.Thresholds[0].FalseNegatives));
        Assert.Equal((0.5, 0.5, 0.5), (report.Thresholds[1].Precision, report.Thresholds[1].Recall, report.Thresholds[1].F1));
        Assert.Contains("ROC AUC 0.7500", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_MisspeltFieldOrLabel_IsWarnedOf()
    {
        var log = new LogCapture();
        CurationRun run = folder.Run(log: log);
        Corpus corpus = Corpus.FromDocuments([Make(0, 0.9, "good"), Make(1, 0.6, "bad")]);
        await corpus.FitAsync(new CalibrationFit("quality_score", "label", "Good"), run);
        await corpus.FitAsync(new CalibrationFit("quality", "label", "good"), run);
        Assert.Equal(["calibration/report: No document with a score has 'Good' in 'label'. The values are: 'bad', 'good'.",
            "calibration/report: None of 2 documents has both a number in 'quality' and a value in 'label'. The documents have the fields 'label', "
                + "'quality_score'."], log.Warnings);
    }

    [Fact]
    public async Task Fit_ScoreThatIsNoProbability_IsNamedWithItsPlace()
    {
        Corpus corpus = Corpus.FromDocuments([Make(0, 0.9, "good"), Make(1, 1.7, "bad")]);
        CurationException error =
            await Assert.ThrowsAsync<CurationException>(() => corpus.FitAsync(new CalibrationFit("quality_score", "label", "good"), folder.Run()));
        Assert.Contains("'quality_score' is 1.7 in record 1 of shard 0", error.GetBaseException().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AreaUnderCurve_AnyScores_CountsPairs() =>
        Gen.Select(Gen.Int[0, 6].Select(i => i / 6.0), Gen.Bool).Array[1, 30].Sample(documents =>
        {
            double pairs = 0, won = 0;
            foreach ((double positive, bool isPositive) in documents)
            {
                if (!isPositive) continue;
                foreach ((double negative, bool other) in documents)
                {
                    if (other) continue;
                    pairs++;
                    won += positive > negative ? 1 : positive == negative ? 0.5 : 0;
                }
            }
            Assert.Equal(pairs == 0 ? double.NaN : won / pairs, CalibrationCounts.AreaUnderCurve(documents), 10);
        });

    [Fact]
    public async Task Fit_ScoresThatAreTrue_AreCalibrated()
    {
        var random = new SeededRandom(3);
        Document[] documents = [.. Enumerable.Range(0, 20_000).Select(i =>
        {
            double score = random.NextDouble();
            return Make(i, score, random.NextDouble() < score ? "1" : "0");
        })];
        CalibrationReport report = await Corpus.FromDocuments(documents)
            .FitAsync(new CalibrationFit("quality_score", "label", "1") { SampleDocuments = 5_000 }, folder.Run());
        Assert.InRange(report.ExpectedCalibrationError, 0, 0.02);
        Assert.InRange(report.BrierScore, 0.16, 0.174); // E[p(1 - p)] = 1/6
        Assert.InRange(report.RocAuc, 0.81, 0.855); // 5/6
    }

    [Fact]
    public async Task Fit_NoProbability_SaysSo()
    {
        CurationException error = await Assert.ThrowsAsync<CurationException>(() => Corpus.FromDocuments([Make(0, 4.5, "1")])
            .FitAsync(new CalibrationFit("quality_score", "label", "1"), folder.Run()));
        Assert.Contains("4.5", error.ToString(), StringComparison.Ordinal);
    }
}
