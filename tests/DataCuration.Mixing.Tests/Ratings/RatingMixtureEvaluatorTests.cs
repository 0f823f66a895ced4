using DataCuration.Mixing.Tests.Search;
using DataCuration.Selection;
using DataCuration.TestKit;
using DataCuration.Training;

namespace DataCuration.Mixing.Tests.Ratings;

public sealed class RatingMixtureEvaluatorTests : IDisposable
{
    private static readonly string[] Names = ["useful", "noise", "other"];
    private readonly RunFolder folder = new(inMemory: true);
    private readonly CountingTrainer trainer = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Search_OneRatingMarksTheTarget_FindsItAndResumesWithoutTraining()
    {
        RatingMixtureEvaluator evaluator = await CreateAsync();
        MixtureSearchReport report = await Search(evaluator);
        int trainings = trainer.Trained.Count;
        Assert.Equal(24, trainings);
        Assert.True(report.Result["useful"] > 0.5, report.Result.ToString());
        CurationRun run = folder.Run();
        double found = await RatedPool.ShareOfVowelsAsync(await evaluator.SelectAsync(report.Result), run);
        double equal = await RatedPool.ShareOfVowelsAsync(await evaluator.SelectAsync(MixtureWeights.Normalize(Names, [1, 1, 1])), run);
        Assert.True(found > equal + 0.1, FormattableString.Invariant($"{found} of the found selection are vowels, and {equal} with equal weights."));

        // Another process, without a journal: the folders of the candidates have the scores.
        MixtureSearchReport again = await Search(await CreateAsync());
        Assert.Equal(trainings, trainer.Trained.Count);
        Assert.Equal(report.Result, again.Result);
        Assert.Equal(report.Evaluations, again.Evaluations);
    }

    [Fact]
    public async Task Evaluate_Candidates_HaveFoldersOfTheirOwn()
    {
        RatingMixtureEvaluator evaluator = await CreateAsync();
        double useful = await evaluator.EvaluateAsync(new(Names, [1, 0, 0]), default), noise = await evaluator.EvaluateAsync(new(Names, [0, 1, 0]), default);
        Assert.True(useful > noise, FormattableString.Invariant($"{useful} is not above {noise}."));
        Assert.Equal(2, trainer.Trained.Select(options => Path.GetDirectoryName(options.CheckpointFolder)).Distinct().Count());
        Assert.All(trainer.Trained, options => Assert.StartsWith(Path.Combine(folder.Work, "rating-proxies"),
            options.CheckpointFolder, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Evaluate_OtherSelection_TrainsAgain()
    {
        RatingMixtureEvaluator evaluator = await CreateAsync(), other = await CreateAsync(share: 0.5);
        Assert.NotEqual(Fingerprint(evaluator), Fingerprint(other));
        await evaluator.EvaluateAsync(new(Names, [1, 0, 0]), default);
        await other.EvaluateAsync(new(Names, [1, 0, 0]), default);
        Assert.Equal(2, trainer.Trained.Count);
    }

    [Fact]
    public async Task Describe_OtherPoolOrTexts_Differs()
    {
        string one = Fingerprint(await CreateAsync());
        Assert.Equal(one, Fingerprint(await CreateAsync()));
        Assert.NotEqual(one, Fingerprint(await CreateAsync(documents: 59)));
        Assert.NotEqual(one, Fingerprint(await CreateAsync(heldOut: "aeiou!")));
    }

    /// <summary>The scales know the ratings of the pool and not its texts.</summary>
    [Fact]
    public async Task Evaluate_TextsOfThePoolChanged_IsRefusedOrTrainsAgain()
    {
        MixtureWeights weights = new(Names, [1, 0, 0]);
        Corpus pool = RatedPool.Create();
        RatingScales scales = await pool.FitAsync(new RatingScaleFit(Names), folder.Run());
        double before = await Create(pool, scales, 0.3, "aeiou aeiou", folder.Run()).EvaluateAsync(weights, default);
        Corpus changed = RatedPool.Create(vowels: "aaaaa aaaaa aaaaa");
        await Assert.ThrowsAsync<ResumeMismatchException>(() => Create(changed, scales, 0.3, "aeiou aeiou", folder.Run()).EvaluateAsync(weights, default));
        Assert.Single(trainer.Trained);
        CurationRun remake = folder.Run(options => options with { WhenChanged = WhenChanged.Remake });
        double after = await Create(changed, scales, 0.3, "aeiou aeiou", remake).EvaluateAsync(weights, default);
        Assert.Equal(2, trainer.Trained.Count);
        Assert.Equal(WhenChanged.Remake, trainer.Trained[1].WhenChanged);
        Assert.NotEqual(before, after);
        Assert.Equal(after, await Create(changed, scales, 0.3, "aeiou aeiou", remake).EvaluateAsync(weights, default));
        Assert.Equal(2, trainer.Trained.Count);
    }

    [Fact]
    public async Task Evaluate_Patience_IsRefused()
    {
        Corpus pool = RatedPool.Create();
        RatingScales scales = await pool.FitAsync(new RatingScaleFit(Names), folder.Run());
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Create(pool, scales, 0.3, "aeiou", folder.Run(), patience: 1).EvaluateAsync(new(Names, [1, 0, 0]), default));
        Assert.Empty(trainer.Trained);
    }

    [Fact]
    public async Task Constructor_FilesAreNotLocal_IsRefused()
    {
        Corpus pool = RatedPool.Create();
        RatingScales scales = await pool.FitAsync(new RatingScaleFit(Names), folder.Run());
        CurationRun run = folder.Run(options => options with { Files = new FullDiskStore(long.MaxValue) });
        ArgumentException error = Assert.Throws<ArgumentException>(() => Create(pool, scales, 0.3, "aeiou", run));
        Assert.Contains(nameof(FullDiskStore), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_UnknownRating_NamesIt()
    {
        RatingMixtureEvaluator evaluator = await CreateAsync();
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => evaluator.EvaluateAsync(new(["style"], [1]), default));
        Assert.Contains("no rating 'style'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_ScalesWithoutPool_SaysWhatToFit()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Create(RatedPool.Create(), new([new("useful", 0, 1)]), 0.3, "aeiou", folder.Run()));
        Assert.Contains(nameof(RatingScaleFit), error.Message, StringComparison.Ordinal);
    }

    private static Task<MixtureSearchReport> Search(RatingMixtureEvaluator evaluator)
    {
        MixtureSearchOptions options = MixtureSearchOptions.MetaRater(Names.Length) with
        {
            Iterations = [24],
            Regression = new QuadraticRidgeRegression(),
            Candidates = 500,
            Averaged = 8,
        };
        return new ClimbSearch([.. Names.Select(name => new MixtureSource(name, 1))], evaluator) { Options = options, ParallelEvaluations = 1 }.RunAsync();
    }

    private async Task<RatingMixtureEvaluator> CreateAsync(int documents = 60, double share = 0.3, string heldOut = "aeiou aeiou")
    {
        CurationRun run = folder.Run();
        Corpus pool = RatedPool.Create(documents);
        return Create(pool, await pool.FitAsync(new RatingScaleFit(Names), run), share, heldOut, run);
    }

    private RatingMixtureEvaluator Create(Corpus pool, RatingScales scales, double share, string heldOut, CurationRun run, int patience = 0) =>
        new(trainer, pool, scales, EvaluationSet.FromDocuments([new Document("held-out", heldOut)], ByteTokenEncoder.Instance), run)
        {
            Selection = score => new QuantileSelection(score) { Share = share, Measure = DocumentMeasure.Utf8Bytes, IsExact = true },
            Encoder = ByteTokenEncoder.Instance,
            Model = DecoderOptions.Tiny with { ContextLength = 32 },
            Training = new() { Steps = 4, BatchRows = 4, Patience = patience },
        };

    private static string Fingerprint(RatingMixtureEvaluator evaluator)
    {
        var writer = new FingerprintWriter();
        evaluator.Describe(writer);
        return writer.ToFingerprint();
    }
}
