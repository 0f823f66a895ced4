using System.Diagnostics;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.LanguageModels.Tests;

public sealed class DistillationTests(ITestOutputHelper output) : IDisposable
{
    private readonly Loopback loopback = new(Noisy);

    public void Dispose() => loopback.Dispose();

    [Fact]
    public async Task Distill_RatedSample_TrainsRatersThatAgreeAndRateTheCorpus()
    {
        // Calls rate a sample, raters are trained on it and then rate the whole corpus.
        CancellationToken token = TestContext.Current.CancellationToken;
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { MaxConcurrency = 32 });
        using var run = new CurationRun(new RunOptions { WorkDirectory = loopback.Folder["work"] });
        Document[] corpus = Texts(3_000);
        Corpus rated = await Corpus.FromDocuments(corpus[..1_200]).Pipe(new DataManRater(calls)).WriteJsonlAsync("rated", run, cancellationToken: token);
        string folder = loopback.Folder["student"];
        DataManDistillationReport report = await new DataManDistillation
        {
            Training = new FastTextTrainingOptions { Epochs = 10, LearningRate = 0.5, Dimension = 16 }
        }.TrainAsync(rated, run, folder, token);
        output.WriteLine("Agreement with the rule-driven rater (no language model) on documents kept aside:");
        output.WriteLine(report.ToString());
        output.WriteLine(calls.Report().ToString());
        Assert.Empty(report.Skipped);
        Assert.Equal(14, report.Criteria.Count);
        Assert.All(report.Criteria.Values, agreement =>
            Assert.True(agreement.Exact > 0.6 && agreement.WithinOne > 0.85 && agreement.Spearman > 0.6, agreement.ToString()));
        Assert.True(report.Domain!.Accuracy > 0.95);
        Assert.True(File.Exists(Path.Combine(folder, "accuracy.json")));

        // The whole corpus, with the agreement on unseen documents.
        long start = Stopwatch.GetTimestamp();
        var student = new DataManStudentRater(DataManStudent.Load(folder));
        Corpus all = await Corpus.FromDocuments(corpus).Pipe(student).WriteJsonlAsync("all", run, cancellationToken: token);
        output.WriteLine($"{corpus.Length / Stopwatch.GetElapsedTime(start).TotalSeconds:F0} documents a second by fifteen models");
        var pairs = new List<(int, int?)>();
        int seen = 0;
        await foreach (Document document in all.AsAsyncEnumerable(run, token))
        {
            Assert.True(DataManRating.TryRead(document, out DataManRating? rating));
            if (seen++ >= 1_200) pairs.Add((RuleDrivenRater.Rate(document.Text)[DataManCriterion.OverallScore], rating[DataManCriterion.OverallScore]));
        }
        Assert.Equal(corpus.Length, seen);
        RatingAgreement unseen = RatingAgreement.Of(pairs);
        output.WriteLine("overall score on unseen documents: " + unseen);
        Assert.True(unseen.WithinOne > 0.85, unseen.ToString());

        // A rerun takes every answer from the ledger.
        long before = loopback.Server.Requests;
        LanguageModelCalls again = loopback.Calls(calls.Ledger);
        using var second = new CurationRun(new RunOptions { WorkDirectory = loopback.Folder["work2"] });
        await Corpus.FromDocuments(corpus[..1_200]).Pipe(new DataManRater(again)).WriteJsonlAsync("rated", second, cancellationToken: token);
        UsageLine line = Assert.Single(again.Report().Lines);
        Assert.Equal((1_200, 1_200, 0), (line.Calls, line.Cached, line.Requests));
        Assert.Equal(before, loopback.Server.Requests);
    }

    [Fact]
    public async Task Distill_NoRatingsOfACriterion_IsSkippedAndReported()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using var run = new CurationRun(new RunOptions { WorkDirectory = loopback.Folder["work"] });
        Corpus rated = Corpus.FromDocuments(Texts(300)
            .Select(document => DataManRating.OfOverallScore(RuleDrivenRater.Rate(document.Text)[DataManCriterion.OverallScore]).Annotate(document)));
        string[] stale = ["accuracy.bin", "accuracy.json", "domain.bin", "domain.json", "knowledge_novelty.bin", "knowledge_novelty.json"];
        Directory.CreateDirectory(loopback.Folder["student"]);
        foreach (string name in (IEnumerable<string>)[.. stale, "notes.txt"])
            await File.WriteAllTextAsync(Path.Combine(loopback.Folder["student"], name), "of an earlier distillation", token);
        var distillation = new DataManDistillation { Criteria = [DataManCriterion.Accuracy, DataManCriterion.OverallScore], LearnsDomain = false };
        DataManDistillationReport report = await distillation.TrainAsync(rated, run, loopback.Folder["student"], token);
        Assert.Equal(["accuracy"], report.Skipped.Keys);
        Assert.Contains("accuracy: not learned: ", report.ToString(), StringComparison.Ordinal);
        Assert.Equal(["notes.txt", "overall_score.bin", "overall_score.json"],
            Directory.GetFiles(loopback.Folder["student"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        DataManStudent student = DataManStudent.Load(loopback.Folder["student"]);
        Assert.Equal([DataManCriterion.OverallScore], student.Criteria);
        Assert.False(student.NamesDomain);
        Assert.Throws<FileNotFoundException>(() => DataManStudent.Load(loopback.Folder["nowhere"]));
    }

    [Fact]
    public void Agreement_KnownPairs_GivesKnownNumbers()
    {
        RatingAgreement agreement = RatingAgreement.Of([(1, 1), (2, 3), (3, 3), (4, 2), (5, 5), (5, null)]);
        Assert.Equal((5, 1), (agreement.Documents, agreement.Unrated));
        Assert.Equal(0.6, agreement.Exact, 12);
        Assert.Equal(0.8, agreement.WithinOne, 12);
        Assert.Equal(0.6, agreement.MeanAbsoluteError, 12);
        Assert.Equal(0.6668859, agreement.Spearman, 6); // scipy.stats.spearmanr([1,2,3,4,5], [1,3,3,2,5])
        Assert.Equal(double.NaN, RatingAgreement.Of([(3, 1), (3, 2)]).Spearman);
        Assert.Equal(1, RatingAgreement.Of([(1, 2), (2, 4), (2, 4)]).Spearman, 12);
        Assert.Throws<ArgumentException>(() => new RatingAgreement(ClassifierEvaluation.Compute([("A", "B")])));
    }

    /// <summary>A rater that is off by one in one of eight scores, depending on the text's hash. No classifier can learn this noise.</summary>
    private static string Noisy(ChatRequest request)
    {
        string[] lines = RuleDrivenRater.Answer(request).Split('\n');
        SeededRandom random = SeededRandom.Create(1, "noise", request.FirstUser);
        for (int i = 1; i < lines.Length; i++)
            if (random.NextInt64(8) == 0) lines[i] = lines[i] == "5" ? "4" : ((char)(lines[i][0] + 1)).ToString();
        return string.Join('\n', lines);
    }

    private static Document[] Texts(int count)
    {
        var random = new SeededRandom(11);
        return [.. Enumerable.Range(0, count).Select(i => new Document($"t{i:D5}", RuleDrivenRater.MakeText(new SeededRandom(random.NextUInt64()))))];
    }
}
