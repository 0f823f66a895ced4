using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class QuantileSelectionTests : IDisposable
{
    private static readonly AnnotationKey<double> Score = new("quality_score");
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static Document Make(string id, int length, double score, string source = "s") =>
        new Document(id, new string('é', length)).Edit().Set(Score, score).Set(WellKnownAnnotations.Source, source).Build();

    [Fact]
    public async Task Fit_ExampleOfTheSpecification_GivesItsThreshold()
    {
        // PreSelect's method: lengths 10, 20, 70 with scores .9, .8, .1 and 10 %: 10 is not more than 10, so the threshold is .8.
        Corpus corpus = Corpus.FromDocuments([Make("a", 10, 0.9), Make("b", 20, 0.8), Make("c", 70, 0.1)]);
        CurationRun run = folder.Run();
        ScoreThreshold threshold = await corpus.FitAsync(new ScoreThresholdFit("quality_score") { Share = 0.1 }, run);
        Assert.Equal((0.8, 2L, 30L, 100L, "characters"), (threshold.Value, threshold.KeptDocuments, threshold.Kept, threshold.Total, threshold.Unit));
        Assert.Equal(["a", "b"], (await RunFolder.Read(corpus.Pipe(threshold.ToFilter("quality_score")), run)).Select(document => document.Id));
        KeepList list = await corpus.FitAsync(new QuantileSelection("quality_score") { Share = 0.1 }, run);
        Assert.Equal(["a", "b"], (await RunFolder.Read(corpus.Keep(list), run)).Select(document => document.Id));
        Assert.Equal((30L, 2L), (SelectionReport.Load(list).Selected, SelectionReport.Load(list).SelectedDocuments));
    }

    [Fact]
    public async Task Fit_AnyCorpus_FollowsTheWalkOfThePaper()
    {
        var random = new SeededRandom(5);
        for (int round = 0; round < 12; round++)
        {
            Document[] documents =
                [.. Enumerable.Range(0, (int)random.NextInt64(40) + 1).Select(i => Make($"d{i}", (int)random.NextInt64(12), random.NextInt64(8) / 4.0))];
            double share = (random.NextInt64(10) + 1) / 10.0;
            double total = documents.Sum(document => document.Text.Length), passed = 0, expected = documents.Min(document => document.Get(Score));
            foreach (Document document in documents.OrderByDescending(document => document.Get(Score)))
            {
                passed += document.Text.Length;
                if (passed <= share * total) continue;
                expected = document.Get(Score);
                break;
            }
            CurationRun run = folder.Run();
            Corpus corpus = Corpus.FromDocuments(documents);
            ScoreThreshold threshold = await corpus.FitAsync(new ScoreThresholdFit("quality_score") { Share = share }, run);
            // If only documents without characters are left out, the threshold may be above them: it keeps the same characters.
            Assert.Equal(documents.Where(document => document.Get(Score) >= expected).Sum(document => document.Text.Length), threshold.Kept);
            KeepList list = await corpus.FitAsync(new QuantileSelection("quality_score") { Share = share }, run);
            Assert.Equal(documents.Count(document => document.Get(Score) >= threshold.Value), list.KeptCount);
        }
    }

    [Fact]
    public async Task Fit_Groups_HaveThresholdsOfTheirOwn()
    {
        Corpus corpus = Corpus.FromDocuments(Enumerable.Range(0, 100).Select(i => Make($"d{i}", 1, i % 2 == 0 ? i : i / 1000.0, i % 2 == 0 ? "high" : "low")));
        SelectionReport report =
            SelectionReport.Load(await corpus.FitAsync(new QuantileSelection("quality_score") { Share = 0.19, GroupField = "source" }, folder.Run()));
        Assert.Equal(["high 10", "low 10"], report.Strata.Select(stratum => $"{stratum.Source} {stratum.SelectedDocuments}"));
    }

    [Theory]
    [InlineData(1_000, 0.75, 750)]
    [InlineData(1_000, 0.1, 100)]
    [InlineData(100, 0.145, 15)]
    [InlineData(7, 0.5, 4)]
    [InlineData(3, 1, 3)]
    public async Task Fit_ExactWithEqualScores_KeepsTheShareToTheDocument(int count, double share, int kept)
    {
        // Three scores for all documents: a threshold alone would keep a third too many or too few.
        Document[] documents = [.. Enumerable.Range(0, count).Select(i => Make($"d{i}", i % 5, i % 3))];
        Corpus corpus = Corpus.FromDocuments(documents);
        var fit = new QuantileSelection("quality_score") { Share = share, IsExact = true, Measure = DocumentMeasure.Documents, Seed = 4 };
        CurationRun run = folder.Run();
        KeepList list = await corpus.FitAsync(fit, run);
        SelectionReport report = SelectionReport.Load(list);
        Assert.Equal((kept, (long)kept, (long?)kept, 0L), ((int)list.KeptCount, report.SelectedDocuments, report.Quota, report.Shortfall));
        // No kept document is worse than a document that is left out.
        List<Document> chosen = await RunFolder.Read(corpus.Keep(list), run);
        HashSet<string> ids = [.. chosen.Select(document => document.Id)];
        double worst = chosen.Min(document => document.Get(Score));
        Assert.DoesNotContain(documents, document => !ids.Contains(document.Id) && document.Get(Score) > worst);

        // The order of the documents does not decide, and the seed does.
        Corpus reversed = Corpus.FromDocuments(Enumerable.Reverse(documents));
        Assert.Equal(ids.Order(StringComparer.Ordinal), await IdsAsync(reversed, fit));
        if (count < 100) return;
        Assert.NotEqual(ids.Order(StringComparer.Ordinal),
            await IdsAsync(corpus, new QuantileSelection("quality_score") { Share = share, IsExact = true, Measure = DocumentMeasure.Documents, Seed = 5 }));
    }

    [Fact]
    public async Task Fit_ExactOverManyShards_IsTheSameForEveryNumberOfWorkers()
    {
        string[] lines = [.. Enumerable.Range(0, 400).Select(i => $$"""{"id":"d{{i}}","text":"t","quality_score":{{i % 2}}}""")];
        var results = new List<string>();
        foreach ((int files, int workers) in new[] { (1, 1), (5, 1), (5, 8) })
        {
            for (int file = 0; file < files; file++)
                folder.Inputs.Write($"in{files}/{file}.jsonl", string.Join('\n', lines[(400 * file / files)..(400 * (file + 1) / files)]));
            CurationRun run = folder.Run(options => options with { MaxParallelShards = workers, WorkDirectory = folder.Inputs[$"work-{files}-{workers}"] });
            var shards = new JsonlReadOptions { ShardPlan = new ShardPlanOptions { CoalesceBytes = 0 } };
            Corpus corpus = Corpus.FromJsonl(shards, folder.Inputs[$"in{files}/*.jsonl"]);
            KeepList list = await corpus.FitAsync(
                new QuantileSelection("quality_score") { Share = 0.75, IsExact = true, Measure = DocumentMeasure.Documents }, run);
            Assert.Equal(300, list.KeptCount);
            results.Add(string.Join(' ', (await RunFolder.Read(corpus.Keep(list), run)).Select(document => document.Id)));
        }
        Assert.Single(results.Distinct());
    }

    [Fact]
    public async Task Fit_ExactWithGroups_KeepsTheShareOfEach()
    {
        Corpus corpus = Corpus.FromDocuments(Enumerable.Range(0, 100).Select(i => Make($"d{i}", 1, 7, i < 80 ? "large" : "small")));
        SelectionReport report = SelectionReport.Load(await corpus.FitAsync(
            new QuantileSelection("quality_score") { Share = 0.75, IsExact = true, GroupField = "source", Measure = DocumentMeasure.Documents }, folder.Run()));
        Assert.Equal(["large 60", "small 15"], report.Strata.Select(stratum => $"{stratum.Source} {stratum.SelectedDocuments}"));
    }

    [Fact]
    public async Task Fit_ExactInCharacters_ReachesTheShareWithTheLastDocument()
    {
        Corpus corpus = Corpus.FromDocuments(Enumerable.Range(0, 40).Select(i => Make($"d{i}", 10, 1)));
        SelectionReport report = SelectionReport.Load(
            await corpus.FitAsync(new QuantileSelection("quality_score") { Share = 0.51, IsExact = true }, folder.Run()));
        Assert.Equal((204L, 210L, 21L), (report.Quota, report.Selected, report.SelectedDocuments));
    }

    private async Task<IEnumerable<string>> IdsAsync(Corpus corpus, QuantileSelection fit)
    {
        CurationRun run = folder.Run();
        return (await RunFolder.Read(corpus.Keep(await corpus.FitAsync(fit, run)), run)).Select(document => document.Id).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Fit_Sample_FindsAThresholdNearTheExactOne()
    {
        Corpus corpus = Corpus.FromDocuments(Enumerable.Range(0, 5_000).Select(i => Make($"d{i}", 3, i * 7919 % 5_000 / 5_000.0)));
        ScoreThreshold exact = await corpus.FitAsync(new ScoreThresholdFit("quality_score"), folder.Run());
        ScoreThreshold sampled = await corpus.FitAsync(new ScoreThresholdFit("quality_score") { SampleShare = 0.3, Seed = 3 }, folder.Run());
        Assert.InRange(exact.Value, 0.899, 0.901);
        Assert.InRange(sampled.Value, 0.87, 0.93);
        Assert.InRange(sampled.Documents, 1_300, 1_700);
    }

    [Fact]
    public async Task Fit_NoScores_SaysSo()
    {
        InsufficientDataException error = await Assert.ThrowsAsync<InsufficientDataException>(
            () => RunFolder.Documents(3).FitAsync(new ScoreThresholdFit("quality_score"), folder.Run()));
        Assert.Equal("There is nothing to select from: none of 3 documents has a finite number in 'quality_score' and a size in characters. Check the name, "
            + "and that the documents were rated. The documents have no fields but id and text.", error.Message);
        Assert.Throws<InvalidOperationException>(() => new ScoreThreshold { Value = double.NaN, Unit = "characters" }.ToFilter("quality_score"));
    }

    [Fact]
    public async Task Fit_SampleOfNothing_NamesTheOption()
    {
        Corpus corpus = Corpus.FromDocuments([new Document("a", "text").With(new AnnotationKey<double>("score"), 1)]);
        InsufficientDataException error = await Assert.ThrowsAsync<InsufficientDataException>(
            () => corpus.FitAsync(new ScoreThresholdFit("score") { SampleShare = 1e-9 }, folder.Run()));
        Assert.Contains("SampleShare", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("aé€😀", 4)]
    public void Characters_AnyText_CountsCodePoints(string text, long expected) =>
        Assert.Equal(expected, DocumentMeasure.Characters.Of(new Document("d", text), []));

    [Fact]
    public void Count_AnyText_IsTheNumberOfRunes() =>
        Gen.String.Sample(text => Utf8CodePoints.Count(new Document("d", text).Utf8Text.Span) == text.EnumerateRunes().Count());

    [Fact]
    public void Of_OtherMeasures_CountTheirUnit()
    {
        Document document = new Document("d", "aé").With(new AnnotationKey<long>("tokens"), 7L);
        Assert.Equal([3, 1, 7, 3, 4, -1], new[] { DocumentMeasure.Utf8Bytes, DocumentMeasure.Documents, DocumentMeasure.Annotation("tokens"),
            DocumentMeasure.Tokens(ByteTokenEncoder.Instance), DocumentMeasure.Tokens(ByteTokenEncoder.Instance, endOfDocument: true),
            DocumentMeasure.Annotation("words") }.Select(measure => measure.Of(document, [])));
    }
}
