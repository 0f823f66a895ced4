using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Contamination;

public sealed class ContaminationFitTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task FitAsync_JsonlBenchmarks_TakesFieldsTasksAndFileNames()
    {
        folder.Inputs.Write("trivia.jsonl",
            """
            {"id":"a","question":"Who wrote the long book","choices":["the first of the choices", "the second of the choices"]}
            {"id":"b","question":"no answers here","task":"other"}
            """);
        var fit = new ContaminationIndexFit { Words = 4, QueryFields = ["text"], AnswerFields = ["choices"] };
        Corpus benchmarks = Corpus.FromJsonl(new JsonlReadOptions { TextField = "question" }, folder.Inputs["trivia.jsonl"]);
        ContaminationIndex index = await benchmarks.FitAsync(fit, folder.Run());
        Assert.Equal([("trivia", "a"), ("other", "b")], index.Items.Select(item => (item.Benchmark, item.Id)));
        // Two 4-grams for each choice of five words, and three that begin in the query; the first of these is the same for both.
        Assert.Equal(2 + 2 + 5, index.Items[0].Units);
        Assert.Equal(0, index.Items[1].Units);
    }

    [Fact]
    public async Task FitAsync_Report_ListsPlacesItemsAndCounts()
    {
        using CurationRun run = folder.Run();
        Corpus benchmarks = Corpus.FromDocuments(
        [
            new Document("q1", "red orange yellow green blue indigo").With(new AnnotationKey<string>("task"), "colours"),
            new Document("q2", "never seen in any of the documents").With(new AnnotationKey<string>("task"), "colours"),
            new Document("q3", "uno due tre quattro cinque").With(new AnnotationKey<string>("task"), "numbers"),
        ]);
        ContaminationIndex index = await benchmarks.FitAsync(new ContaminationIndexFit { Words = 4 }, run);
        Corpus pool = Corpus.FromDocuments(
        [
            new Document("d1", "😀 Colours: RED, orange - yellow green blue; and red orange yellow green again."),
            new Document("d2", "nothing to see here at all"),
            new Document("d3", "(uno due tre quattro cinque)"),
        ]);
        ContaminationReport report = await pool.FitAsync(new ContaminationReportFit(index), run);
        ContaminationMatch[] matches = [.. report.ReadMatches()];
        Assert.Equal([("d1", "q1", 2, 11L, 43L), ("d1", "q1", 1, 48L, 71L), ("d3", "q3", 2, 0L, 28L)],
            matches.Select(match => (match.Document, match.Item, match.NGrams, match.Start, match.End)));
        Assert.Equal("red orange yellow green", matches[0].NGram);
        Assert.Equal((3L, 2L), (report.Documents, report.ContaminatedDocuments));
        Assert.Equal([("colours", 2, 1, 2L), ("numbers", 1, 1, 2L)],
            report.Benchmarks.Select(one => (one.Benchmark, one.Items, one.MatchedItems, one.MatchedUnits)));
        Assert.Equal([1L, 0L, 1L], report.Items.Select(item => item.Documents));
        Assert.Equal(2.0 / 3, report.Items[0].Share);
        Assert.Contains("colours: 1 of 2 items", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pipe_FilterInARun_ReportsReason()
    {
        using CurationRun run = folder.Run();
        ContaminationIndex index = await Corpus.FromDocuments([new Document("q", "a b c d e f g h i j k l m")]).FitAsync(new ContaminationIndexFit(), run);
        Corpus pool = Corpus.FromDocuments([new Document("1", "x a b c d e f g h i j k l m y"), new Document("2", "clean")]);
        List<Document> kept = await RunFolder.Read(pool.Pipe(new ContaminationFilter(index)), run);
        Assert.Equal(["2"], kept.Select(document => document.Id));
    }
}

public sealed class ContaminationIndexFitConformance : CorpusFitConformance<ContaminationIndex>
{
    protected override CorpusFit<ContaminationIndex> Create() => new ContaminationIndexFit { Words = 2 };

    protected override CorpusFit<ContaminationIndex> CreateOther() => new ContaminationIndexFit { Words = 3 };

    protected override string Fingerprint(ContaminationIndex artifact) => artifact.Fingerprint;
}

public sealed class ContaminationReportFitConformance : CorpusFitConformance<ContaminationReport>
{
    protected override CorpusFit<ContaminationReport> Create() => new ContaminationReportFit(Build(2));

    protected override CorpusFit<ContaminationReport> CreateOther() => new ContaminationReportFit(Build(3));

    protected override string Fingerprint(ContaminationReport artifact) => artifact.Fingerprint + string.Join('\n', artifact.ReadMatches());

    private static ContaminationIndex Build(int words)
    {
        ContaminationIndexBuilder builder = new ContaminationIndexFit { Words = words }.CreateBuilder();
        builder.Add("b", "i", builder.Hash(null, ["text of d0 and of others"]));
        return builder.Build();
    }
}
