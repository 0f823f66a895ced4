using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Mixing.Tests.Search;

public sealed class ClimbSearchTests(ITestOutputHelper output) : IDisposable
{
    private static readonly MixtureSearchOptions Small = new() { Iterations = [12, 8, 4], Candidates = 400, MinPool = 16 };
    private readonly TemporaryFolder folder = new();

    private string Journal => folder["search.jsonl"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_FiveClusters112Evaluations_BeatsTheBestOf112RandomMixturesIn16Of20Seeds()
    {
        (_, int result) = await Compete(new() { Candidates = 5_000, Regression = new QuadraticRidgeRegression() });
        Assert.True(result >= 16, $"The result won only {result} of 20.");
    }

    // A minute of processor time: 60 regressions with 100,000 predictions each.
    [Fact(Explicit = true)]
    public async Task Run_FiveClustersWithClimbsOptions_BeatsTheBestOf112RandomMixturesIn16Of20Seeds()
    {
        (int measured, int result) = await Compete(MixtureSearchOptions.Climb);
        Assert.True(measured >= 16 && result >= 16, $"Only {measured} and {result} of 20.");
    }

    [Fact]
    public async Task Run_EqualPredictions_ResultIsTheMiddleOfTheirRegion()
    {
        var regression = new RegionRegression();
        var options = new MixtureSearchOptions { Regression = regression, Candidates = 500, Iterations = [30] };
        MixtureSearchReport report = await new ClimbSearch(Targets.Sources, Targets.Evaluator(Targets.Best(3))) { Options = options }.RunAsync();
        Assert.InRange(regression.Best.Count, 20, 480);
        for (int i = 0; i < Targets.Sources.Length; i++)
            Assert.Equal(regression.Best.DistinctBy(weights => string.Join(' ', weights)).Average(weights => weights[i]), report.Result.Weights[i], 1e-9);
        Assert.Equal(1, report.PredictedScore);
    }

    [Fact]
    public async Task Run_QuadraticRidge_FindsTheBestMixtureOfAQuadraticScore()
    {
        double[] best = Targets.Best(3);
        var options = new MixtureSearchOptions { Regression = new QuadraticRidgeRegression(), Candidates = 20_000, Iterations = [40, 10] };
        MixtureSearchReport report = await new ClimbSearch(Targets.Sources, Targets.Evaluator(best)) { Options = options }.RunAsync();
        Assert.InRange(Targets.Score(report.Result, best), -0.005, 0);
        Assert.InRange(report.RankCorrelation(2)!.Value, 0.99, 1);
    }

    [Fact]
    public async Task Run_AnyMixture_HasWeightsOfSumOneWithinTheLimitsAndNoRepeats()
    {
        MixtureSource[] sources = [new("large", 100_000), new("small", 1_000), new("tiny", 10)];
        var evaluator = new DelegateMixtureEvaluator("small", weights => weights["small"]);
        MixtureSearchReport report = await new ClimbSearch(sources, evaluator) { Options = Small }.RunAsync();
        Assert.Equal([12, 8, 4], report.Evaluations.GroupBy(one => one.Iteration).Select(group => group.Count()));
        foreach (MixtureWeights weights in report.Evaluations.Select(one => one.Weights).Append(report.Result))
        {
            Assert.InRange(weights.Weights.Sum(), 1 - 1e-9, 1 + 1e-9);
            Assert.All(weights.Weights, weight => Assert.InRange(weight, 0, 1));
            // Rounding and division by the sum move a weight by less than two steps.
            Assert.InRange(weights["small"], 0, (15 * 1_000 / 101_010.0) + 4e-4);
        }
        Assert.Equal(24, report.Evaluations.Select(one => one.Weights).Distinct().Count());
        Assert.All(report.Evaluations, one => Assert.Equal(one.Iteration > 1, one.Predicted is not null));
    }

    [Fact]
    public async Task Run_SeveralAtATime_GivesTheSameReport()
    {
        byte[] one = (await Search(1).RunAsync()).ToJson(), four = (await Search(4).RunAsync()).ToJson();
        Assert.Equal(Encoding.UTF8.GetString(one), Encoding.UTF8.GetString(four));

        ClimbSearch Search(int parallel) => new(Targets.Sources, new DelegateMixtureEvaluator("slow", async (weights, stop) =>
        {
            await Task.Delay((int)(weights["a"] * 4), stop);
            return weights["b"];
        }))
        { Options = Small, ParallelEvaluations = parallel };
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(5, 0)]
    [InlineData(15, 7)]
    [InlineData(22, 40)]
    public async Task Run_StoppedInAnIteration_ResumesToTheSameReport(int evaluations, int cutBytes)
    {
        string expected = Encoding.UTF8.GetString((await Search(int.MaxValue, null).RunAsync()).ToJson());
        await Assert.ThrowsAsync<IOException>(() => Search(evaluations, Journal).RunAsync());
        if (cutBytes > 0) using (FileStream stream = File.OpenWrite(Journal)) stream.SetLength(stream.Length - cutBytes);
        int made = 0;
        var evaluator = new DelegateMixtureEvaluator("c", weights =>
        {
            made++;
            return weights["c"];
        });
        MixtureSearchReport resumed = await new ClimbSearch(Targets.Sources, evaluator) { Options = Small, JournalFile = Journal }.RunAsync();
        Assert.Equal(expected, Encoding.UTF8.GetString(resumed.ToJson()));
        Assert.Equal(24 - evaluations + (cutBytes > 0 ? 1 : 0), made);

        ClimbSearch Search(int limit, string? journal)
        {
            int count = 0;
            return new(Targets.Sources, new DelegateMixtureEvaluator("c", weights => count++ < limit ? weights["c"] : throw new IOException("killed")))
            { Options = Small, JournalFile = journal };
        }
    }

    [Fact]
    public async Task Run_FinishedJournal_EvaluatesNothing()
    {
        var search = new ClimbSearch(Targets.Sources, Targets.Evaluator(Targets.Best(1))) { Options = Small, JournalFile = Journal };
        byte[] first = (await search.RunAsync()).ToJson();
        int found = 0;
        var evaluator = new DelegateMixtureEvaluator("distance", (MixtureWeights _) => throw new InvalidOperationException("not needed"));
        MixtureSearchReport again = await new ClimbSearch(Targets.Sources, evaluator) { Options = Small, JournalFile = Journal }
            .RunAsync(new Counter(report => found += report.WasFound ? 1 : 0));
        Assert.Equal(first, again.ToJson());
        Assert.Equal(24, found);
    }

    [Fact]
    public async Task Run_JournalOfOtherOptions_IsRefusedWithTheOption()
    {
        await new ClimbSearch(Targets.Sources, Targets.Evaluator(Targets.Best(1))) { Options = Small, JournalFile = Journal }.RunAsync();
        var other = new ClimbSearch(Targets.Sources, Targets.Evaluator(Targets.Best(1))) { Options = Small with { Candidates = 401 }, JournalFile = Journal };
        ResumeMismatchException error = await Assert.ThrowsAsync<ResumeMismatchException>(() => other.RunAsync());
        Assert.Contains("Candidates 400 before", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DamagedLineInTheMiddle_IsAnError()
    {
        await new ClimbSearch(Targets.Sources, Targets.Evaluator(Targets.Best(1))) { Options = Small, JournalFile = Journal }.RunAsync();
        string[] lines = File.ReadAllLines(Journal);
        lines[5] = lines[5].Replace("\"index\":4", "\"index\":5", StringComparison.Ordinal);
        File.WriteAllText(Journal, string.Join('\n', lines) + "\n");
        var search = new ClimbSearch(Targets.Sources, Targets.Evaluator(Targets.Best(1))) { Options = Small, JournalFile = Journal };
        Assert.Contains("Line 6", (await Assert.ThrowsAsync<InvalidDataException>(() => search.RunAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ScoreThatIsNotFinite_IsAnErrorWithTheMixture()
    {
        var search = new ClimbSearch(Targets.Sources, new DelegateMixtureEvaluator("broken", _ => double.NaN)) { Options = Small };
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => search.RunAsync());
        Assert.Contains("'broken' returned the score NaN", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A bare cancellation would look like the caller's own, and would not name the mixture.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Run_EvaluatorWithATimeLimitOfItsOwn_IsAnErrorWithTheMixture(int parallel)
    {
        var evaluator = new DelegateMixtureEvaluator("cluster", async (weights, stop) =>
        {
            using var own = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await own.CancelAsync();
            await Task.Delay(Timeout.Infinite, own.Token);
            return 0;
        });
        var search = new ClimbSearch(Targets.Sources, evaluator) { Options = Small, ParallelEvaluations = parallel };
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => search.RunAsync());
        Assert.Contains("'cluster' was cancelled at the mixture a ", error.Message, StringComparison.Ordinal);
        Assert.IsType<TaskCanceledException>(error.InnerException);
    }

    [Fact]
    public async Task Run_CancelledByTheCaller_IsACancellation()
    {
        using var stop = new CancellationTokenSource();
        var evaluator = new DelegateMixtureEvaluator("stopped", async (weights, token) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return 0;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new ClimbSearch(Targets.Sources, evaluator) { Options = Small }.RunAsync(cancellationToken: stop.Token));
    }

    [Fact]
    public async Task Run_RegMix_IsTheMeanOfTheBestPredictions()
    {
        double[] best = Targets.Best(5);
        MixtureSearchOptions options = MixtureSearchOptions.RegMix with { Candidates = 2_000 };
        MixtureSearchReport report = await new ClimbSearch(Targets.Sources, Targets.Evaluator(best)) { Options = options }.RunAsync();
        Assert.Equal(512, report.Evaluations.Count);
        Assert.Null(report.RankCorrelation(1));
        Assert.InRange(Targets.Score(report.Result, best), -0.1, 0);
        // A mean of many mixtures has no weight of exactly 0.
        Assert.All(report.Result.Weights, weight => Assert.InRange(weight, 1e-6, 1));
    }

    [Fact]
    public async Task Run_OneSource_HasTooFewMixtures()
    {
        var search = new ClimbSearch([new("only", 1)], new DelegateMixtureEvaluator("one", _ => 1)) { Options = Small };
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => search.RunAsync());
        Assert.Contains("gave 1 different mixtures", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RegressionThatPredictsNaN_IsAnErrorWithTheMixture()
    {
        var search = new ClimbSearch(Targets.Sources, Targets.Evaluator(Targets.Best(1))) { Options = Small with { Regression = new Broken() } };
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => search.RunAsync());
        Assert.Contains("'broken' predicts NaN for the mixture a ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CandidatesThatFitIntoNoArray_SaysWhatToLower()
    {
        var search = new ClimbSearch(Targets.Sources, Targets.Evaluator(Targets.Best(1))) { Options = Small with { Candidates = int.MaxValue } };
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => search.RunAsync());
        Assert.Contains("lower Candidates", error.Message, StringComparison.Ordinal);
    }

    private sealed class Broken : IMixtureRegression, IMixturePredictor
    {
        public string Name => "broken";

        public void Describe(FingerprintWriter writer) => writer.Add("regression", "broken");

        public IMixturePredictor Fit(int sources, ReadOnlySpan<double> weights, ReadOnlySpan<double> scores, ulong seed, CancellationToken cancellationToken) =>
            this;

        public void Predict(ReadOnlySpan<double> weights, Span<double> scores) => scores.Fill(double.NaN);
    }

    [Fact]
    public async Task ToMarkdown_HasIterationsResultAndMixtures()
    {
        string text = (await new ClimbSearch(Targets.Sources, Targets.Evaluator(Targets.Best(1))) { Options = Small }.RunAsync()).ToMarkdown();
        Assert.Contains("24 mixtures of 5 sources, scored by distance", text, StringComparison.Ordinal);
        Assert.Contains("| iteration | mixtures | best score | mean score | rank correlation |", text, StringComparison.Ordinal);
        Assert.Contains("| source | share of tokens | result | best measured |", text, StringComparison.Ordinal);
        Assert.Equal(24, text[text.IndexOf("## Measured", StringComparison.Ordinal)..].Split('\n').Count(line => line.StartsWith('|')) - 2);
    }

    /// <summary>Compares the search with the best of 112 mixtures of the first iteration's distribution, for 20 best mixtures and seeds.</summary>
    private async Task<(int Measured, int Result)> Compete(MixtureSearchOptions options)
    {
        int measured = 0, result = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            double[] best = Targets.Best(seed);
            MixtureSearchReport climb = await new ClimbSearch(Targets.Sources, Targets.Evaluator(best)) { Options = options with { Seed = seed } }.RunAsync();
            List<double[]> random = new MixtureSampler(Targets.Sources, options with { Seed = seed + 1_000 }).DrawFirst(112, default);
            double other = random.Max(weights => Targets.Score(new(climb.Result.Names, weights), best));
            Assert.Equal(112, climb.Evaluations.Count);
            output.WriteLine(FormattableString.Invariant(
                $"{seed}: best measured {climb.BestMeasured.Score:F5}, result {Targets.Score(climb.Result, best):F5}, random {other:F5}"));
            if (climb.BestMeasured.Score > other) measured++;
            if (Targets.Score(climb.Result, best) > other) result++;
        }
        output.WriteLine($"best measured {measured}, result {result} of 20");
        return (measured, result);
    }

    /// <summary>Predicts 1 for mixtures with little of the first source, and 0 for others, as a tree with one split does.</summary>
    private sealed class RegionRegression : IMixtureRegression, IMixturePredictor
    {
        public List<double[]> Best { get; } = [];

        public string Name => "one split";

        public void Describe(FingerprintWriter writer) => writer.Add("regression", Name);

        public IMixturePredictor Fit(int sources, ReadOnlySpan<double> weights, ReadOnlySpan<double> scores, ulong seed,
            CancellationToken cancellationToken) => this;

        public void Predict(ReadOnlySpan<double> weights, Span<double> scores)
        {
            int sources = weights.Length / scores.Length;
            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] = weights[i * sources] < 0.1 ? 1 : 0;
                if (scores[i] == 1) Best.Add(weights.Slice(i * sources, sources).ToArray());
            }
        }
    }

    private sealed class Counter(Action<MixtureSearchProgress> report) : IProgress<MixtureSearchProgress>
    {
        public void Report(MixtureSearchProgress value) => report(value);
    }
}
