using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataCuration.Mixing.LightGbm.Tests;

public sealed class LightGbmRegressionTests
{
    private const int Sources = 3;

    private static readonly Lazy<string?> Missing = new(() =>
    {
        try
        {
            (double[] weights, double[] scores) = Data(20, row => row[0]);
            new LightGbmRegression { MaxTrees = 1, Patience = 0 }.Fit(Sources, weights, scores, 1);
            return null;
        }
        catch (LightGbmException e) when (e.InnerException is DllNotFoundException or TypeInitializationException)
        {
            return e.Message;
        }
    });

    [Fact]
    public void Fit_StepFunction_IsPredictedOnOtherMixtures()
    {
        static double Score(double[] row) => row[0] > 0.4 ? 2 : row[1] > 0.5 ? 1 : 0;
        (double[] weights, double[] scores) = Data(400, Score);
        (double[] others, double[] expected) = Data(400, Score, seed: 2);
        double[] predicted = Predict(new LightGbmRegression(), weights, scores, others);
        double mean = expected.Average();
        double error = predicted.Zip(expected, (own, truth) => (own - truth) * (own - truth)).Average();
        Assert.InRange(error, 0, 0.1 * expected.Average(truth => (truth - mean) * (truth - mean)));
    }

    [Fact]
    public void Fit_SameInput_GivesTheSameBits()
    {
        (double[] weights, double[] scores) = Data(112, row => row[0] - (2 * row[1] * row[2]));
        double[] first = Predict(new LightGbmRegression(), weights, scores, weights);
        for (int round = 0; round < 5; round++) Assert.Equal(first, Predict(new LightGbmRegression(), weights, scores, weights));
        Assert.NotEqual(first, Predict(new LightGbmRegression(), weights, scores, weights, seed: 8));
    }

    [Fact]
    public void Fit_ScoresInAnotherUnit_GivesThePredictionsInThatUnit()
    {
        (double[] weights, double[] scores) = Data(64, row => row[0] - row[1]);
        double[] one = Predict(new LightGbmRegression(), weights, scores, weights);
        double[] thousand = Predict(new LightGbmRegression(), weights, [.. scores.Select(score => 1_024 * score)], weights);
        for (int i = 0; i < one.Length; i++) Assert.Equal(one[i] * 1_024, thousand[i], 6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20)]
    public void Fit_FewOrEqualScores_PredictsTheirMean(int count)
    {
        (double[] weights, _) = Data(count, _ => 0);
        Assert.All(Predict(new LightGbmRegression(), weights, [.. Enumerable.Repeat(3.5, count)], weights), score => Assert.Equal(3.5, score, 6));
    }

    [Fact]
    public void Fit_CopiedTrees_PredictWhatTheModelOfMlNetDoes()
    {
        Require();
        (double[] weights, double[] scores) = Data(200, row => (row[0] * 3) - (row[1] * row[1]));
        MixtureRow[] rows = [.. scores.Select((score, i) =>
            new MixtureRow { Features = LightGbmRegression.ToSingle(weights.AsSpan(i * Sources, Sources)), Label = (float)score })];
        var options = new Microsoft.ML.Trainers.LightGbm.LightGbmRegressionTrainer.Options
        {
            LabelColumnName = nameof(MixtureRow.Label),
            FeatureColumnName = nameof(MixtureRow.Features),
            NumberOfIterations = 40,
            MinimumExampleCountPerLeaf = 5,
            NumberOfThreads = 1,
            Seed = 1,
        };
        RegressionPredictionTransformer<Microsoft.ML.Trainers.LightGbm.LightGbmRegressionModelParameters> model =
            LightGbmTraining.Train(options, Sources, rows, []);
        float[] expected = [.. model.Transform(LightGbmTraining.Load(new MLContext(), Sources, rows)).GetColumn<float>("Score")];
        RegressionTree[] trees = LightGbmTraining.Run(options, Sources, rows, []);
        Assert.Equal(40, trees.Length);
        var own = new double[rows.Length];
        new SinglePrecisionTrees(new BoostedTrees(Sources, 0, 1, trees)).Predict(weights, own);
        for (int i = 0; i < own.Length; i++) Assert.Equal(expected[i], own[i], 4);
        Assert.True(own.Distinct().Count() > 50, "The trees are too coarse to compare.");
    }

    [Fact]
    public void Fit_EarlyStop_MakesFewerTrees()
    {
        // Noise: held-out error rises soon.
        var random = new SeededRandom(9);
        (double[] weights, _) = Data(64, _ => 0);
        double[] scores = [.. Enumerable.Range(0, 64).Select(_ => random.NextDouble())];
        double[] stopped = Predict(new LightGbmRegression { Patience = 3 }, weights, scores, weights);
        double[] whole = Predict(new LightGbmRegression { Patience = 0 }, weights, scores, weights);
        Assert.True(Spread(stopped) < Spread(whole), $"{Spread(stopped)} is not below {Spread(whole)}.");
    }

    [Fact]
    public void RegMix_Options_FitWithoutLimitOfDepth()
    {
        (double[] weights, double[] scores) = Data(512, row => row[0] - (2 * row[1] * row[2]));
        double[] predicted = Predict(LightGbmRegression.RegMix, weights, scores, weights);
        Assert.InRange(predicted.Zip(scores, (own, truth) => Math.Abs(own - truth)).Average(), 0, 0.05);
    }

    [Fact]
    public void Describe_AnyOption_ChangesTheFingerprint()
    {
        LightGbmRegression[] others =
        [
            new(), new() { LearningRate = 0.1 }, new() { MaxTrees = 10 }, new() { MaxDepth = 3 }, new() { MaxLeaves = 7 }, new() { MinLeaf = 4 },
            new() { MaxBins = 63 }, new() { AbsolutePenalty = 0 }, new() { SquaredPenalty = 0 }, new() { Patience = 2 }, new() { HeldOut = 0.2 },
        ];
        Assert.Equal(others.Length, others.Select(Fingerprint).Distinct().Count());
        // Each option is in the list, beside the defaults.
        Assert.Equal(others.Length, typeof(LightGbmRegression).GetProperties().Count(property => property.CanWrite) + 1);

        static string Fingerprint(LightGbmRegression regression)
        {
            var writer = new FingerprintWriter();
            regression.Describe(writer);
            return writer.ToFingerprint();
        }
    }

    [Fact]
    public void Fit_WrongArguments_Throws()
    {
        Assert.Throws<ArgumentException>(() => new LightGbmRegression().Fit(1, [1, 1], [1, double.NaN], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LightGbmRegression { LearningRate = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LightGbmRegression { MaxLeaves = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LightGbmRegression { SquaredPenalty = double.NaN });
        Assert.Throws<OperationCanceledException>(() => new LightGbmRegression().Fit(1, [1, 1], [1, 2], 0, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Explain_MissingLibrary_NamesThePackageAndTheManagedRegression()
    {
        LightGbmException error = Assert.Throws<LightGbmException>(() => LightGbmTraining.Explain<int>(() => throw new DllNotFoundException("lib_lightgbm")));
        Assert.Contains("libgomp1", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(GradientBoostedRegression), error.Message, StringComparison.Ordinal);
        Assert.EndsWith("lib_lightgbm", error.Message, StringComparison.Ordinal);
        Assert.IsType<DllNotFoundException>(error.InnerException);
        error = Assert.Throws<LightGbmException>(() => LightGbmTraining.Explain<int>(() => throw new InvalidOperationException("code is -1")));
        Assert.Equal("LightGBM reported an error: code is -1", error.Message);
    }

    [Fact]
    public async Task Search_WithLightGbm_IsTheSameTwice()
    {
        Require();
        MixtureSource[] sources = [new("a", 500), new("b", 300), new("c", 200)];
        var options = new MixtureSearchOptions { Iterations = [20, 8], Candidates = 500, MinPool = 16, Regression = new LightGbmRegression() };
        byte[] first = await RunAsync(), second = await RunAsync();
        Assert.Equal(first, second);

        async Task<byte[]> RunAsync() =>
            (await new ClimbSearch(sources, new DelegateMixtureEvaluator("b", weights => weights["b"])) { Options = options }.RunAsync()).ToJson();
    }

    // A minute of processor time: 60 fits of LightGBM with 100,000 predictions each.
    [Fact(Explicit = true)]
    public async Task Search_FiveClustersWithClimbsOptions_BeatsTheBestOf112RandomMixturesIn16Of20Seeds()
    {
        Require();
        MixtureSource[] sources = [new("a", 500), new("b", 400), new("c", 300), new("d", 200), new("e", 100)];
        int measured = 0;
        for (ulong seed = 0; seed < 20; seed++)
        {
            var random = SeededRandom.Create(seed, "target", "");
            double[] best = Mixture(5, ref random);
            var evaluator = new DelegateMixtureEvaluator("distance",
                weights => -weights.Weights.Zip(best, (own, other) => (own - other) * (own - other)).Sum());
            MixtureSearchOptions climb = MixtureSearchOptions.Climb with { Seed = seed, Regression = new LightGbmRegression() };
            // One iteration of the same draws, with a regression that costs nothing.
            MixtureSearchOptions other = climb with
            {
                Iterations = [112],
                Seed = seed + 1_000,
                Candidates = 1_000,
                Regression = new QuadraticRidgeRegression(),
            };
            MixtureSearchReport found = await new ClimbSearch(sources, evaluator) { Options = climb }.RunAsync();
            MixtureSearchReport drawn = await new ClimbSearch(sources, evaluator) { Options = other }.RunAsync();
            Assert.Equal(112, found.Evaluations.Count);
            if (found.BestMeasured.Score > drawn.BestMeasured.Score) measured++;
            TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(
                $"{seed}: search {found.BestMeasured.Score:F5}, random {drawn.BestMeasured.Score:F5}"));
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"{measured} of 20");
        Assert.True(measured >= 16, $"Only {measured} of 20.");
    }

    private static double[] Predict(LightGbmRegression regression, double[] weights, double[] scores, double[] others, ulong seed = 7)
    {
        Require();
        var predicted = new double[others.Length / Sources];
        regression.Fit(Sources, weights, scores, seed).Predict(others, predicted);
        return predicted;
    }

    /// <summary>Skips a test where LightGBM's native library cannot be loaded, such as on Linux without OpenMP.</summary>
    private static void Require() => Assert.SkipWhen(Missing.Value is not null, Missing.Value ?? "");

    private static (double[] Weights, double[] Scores) Data(int count, Func<double[], double> score, ulong seed = 1)
    {
        var random = new SeededRandom(seed);
        double[][] rows = [.. Enumerable.Range(0, count).Select(_ => new double[Sources])];
        for (int i = 0; i < count; i++) rows[i] = Mixture(Sources, ref random);
        return ([.. rows.SelectMany(row => row)], [.. rows.Select(score)]);
    }

    /// <summary>Returns a draw from the uniform Dirichlet distribution: exponential numbers divided by their sum.</summary>
    private static double[] Mixture(int sources, ref SeededRandom random)
    {
        var weights = new double[sources];
        for (int i = 0; i < sources; i++) weights[i] = -Math.Log(1 - random.NextDouble());
        double sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    private static double Spread(double[] values) => values.Max() - values.Min();
}
