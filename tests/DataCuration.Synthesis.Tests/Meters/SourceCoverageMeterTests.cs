using DataCuration.TestKit;

namespace DataCuration.Synthesis.Tests.Meters;

public sealed class SourceCoverageMeterTests : CorpusFitConformance<SourceCoverageReport>
{
    protected override CorpusFit<SourceCoverageReport> Create() => new SourceCoverageMeter(RunFolder.Documents(50)) { LeastCount = 3 };

    protected override CorpusFit<SourceCoverageReport> CreateOther() => new SourceCoverageMeter(RunFolder.Documents(60)) { LeastCount = 3 };

    protected override string Fingerprint(SourceCoverageReport artifact) => artifact.ToString();

    [Fact]
    public async Task Fit_KnownTexts_AreCountedBySource()
    {
        Document[] sources =
        [
            new("a", "Alpha bravo charlie. Delta, ECHO and the fox."), // five content words
            new("b", "foxtrot golf hotel"),
            new("c", "an ox"), // none
        ];
        Document[] texts =
        [
            Text("a", "summary", "Of alpha", """["Alpha","Bravo","Zulu"]""", 10, 0.5),
            Text("a", "pair", "Bravo and echo, not foxtrot", """["Alpha","Bravo"]""", 30, 0.1),
            Text("a", "pair", "charlie delta", """["Alpha","Zulu"]""", 30, 0.1).With(SyntheticAnnotations.Problem, "refusal"),
            Text("lost", "pair", "charlie delta", """["X","Y"]""", 30, 0.9),
            new("other", "alpha bravo"),
        ];
        using var folder = new TemporaryFolder();
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder.Path });
        SourceCoverageReport report = await Corpus.FromDocuments(texts)
            .FitAsync(new SourceCoverageMeter(Corpus.FromDocuments(sources)), run, TestContext.Current.CancellationToken);
        Assert.Equal((3, 2, 1), (report.Sources, report.SourcesWithoutTexts, report.TextsWithoutSource));
        Assert.Equal(["b", "a", "c"], report.Least.Select(source => source.Id));
        SourceCoverage a = report.Least[1];
        Assert.Equal((2, 40, 5, 3, 3, 2), (a.Texts, a.Tokens, a.Words, a.CoveredWords, a.Entities, a.CoveredEntities));
        Assert.Equal((0.6, 2.0 / 3, 0.2, 0.5), (a.WordShare, a.EntityShare, a.MeanVerbatim, a.MaxVerbatim));
        Assert.Equal((2, 40, 8, 3), (report.Total.Texts, report.Total.Tokens, report.Total.Words, report.Total.CoveredWords));
        Assert.Equal(0.2, report.Total.MeanVerbatim, 1e-12);
    }

    private static Document Text(string source, string kind, string text, string entities, long tokens, double verbatim) =>
        new Document(null, text).Edit().Set(SyntheticAnnotations.Source, source).Set(SyntheticAnnotations.Method, "entigraph")
            .Set(SyntheticAnnotations.Kind, kind).Set(SyntheticAnnotations.Entities, entities).Set(SyntheticAnnotations.Tokens, tokens)
            .Set(SyntheticAnnotations.Verbatim, verbatim).Build();
}
