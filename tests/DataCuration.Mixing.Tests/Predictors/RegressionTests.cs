namespace DataCuration.Mixing.Tests.Predictors;

public sealed class RegressionTests
{
    private const int Sources = 3;

    [Fact]
    public void GradientBoosted_StepFunction_IsLearned()
    {
        (double[] weights, double[] scores) = Data(200, row => row[0] > 0.4 ? 2 : row[1] > 0.5 ? 1 : 0);
        IMixturePredictor predictor = new GradientBoostedRegression { LearningRate = 0.1 }.Fit(Sources, weights, scores, 1);
        Assert.InRange(Error(predictor, weights, scores), 0, 0.01);
    }

    [Fact]
    public void GradientBoosted_FirstTree_EqualsThePlainComputation()
    {
        // Two groups of five: the split is between them, and a leaf is S(G) / (n + 1).
        double[] weights = [.. Enumerable.Range(0, 10).SelectMany(i => new[] { i / 10.0, 1 - (i / 10.0) })], scores = [0, 0, 0, 0, 0, 10, 10, 10, 10, 10];
        var options = new GradientBoostedRegression { LearningRate = 0.5, MaxTrees = 1, Patience = 0 };
        var predicted = new double[10];
        options.Fit(2, weights, scores, 0).Predict(weights, predicted);
        // Scaled scores are -1 and 1, G is -5 and 5, S(G) is -4 and 4: values of ±0.5 · 4/6 in units of the deviation of 5.
        for (int i = 0; i < 10; i++) Assert.Equal(5 + ((i < 5 ? -1 : 1) * 5 * 0.5 * 4 / 6), predicted[i], 12);
    }

    [Fact]
    public void GradientBoosted_ScoresOfOtherUnit_GiveTheSameOrder()
    {
        (double[] weights, double[] scores) = Data(64, row => row[0] - (row[1] * row[1]));
        var one = new double[64];
        var thousand = new double[64];
        new GradientBoostedRegression().Fit(Sources, weights, scores, 3).Predict(weights, one);
        new GradientBoostedRegression().Fit(Sources, weights, [.. scores.Select(score => 1_024 * score)], 3).Predict(weights, thousand);
        for (int i = 0; i < 64; i++) Assert.Equal(one[i] * 1_024, thousand[i], 6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Fit_FewOrEqualScores_PredictsTheirMean(int count)
    {
        (double[] weights, _) = Data(count, _ => 0);
        double[] scores = [.. Enumerable.Repeat(3.5, count)];
        foreach (IMixtureRegression regression in new IMixtureRegression[] { new GradientBoostedRegression(), new QuadraticRidgeRegression() })
        {
            var predicted = new double[count];
            regression.Fit(Sources, weights, scores, 0).Predict(weights, predicted);
            Assert.All(predicted, score => Assert.Equal(3.5, score, 6));
        }
    }

    [Fact]
    public void QuadraticRidge_QuadraticScore_IsExactOnOtherMixtures()
    {
        static double Score(double[] row) => 1 + row[0] - (3 * row[0] * row[1]) + (2 * row[2] * row[2]);
        (double[] weights, double[] scores) = Data(40, Score);
        (double[] others, double[] expected) = Data(40, Score, seed: 2);
        Assert.InRange(Error(new QuadraticRidgeRegression().Fit(Sources, weights, scores, 0), others, expected), 0, 1e-8);
    }

    [Fact]
    public void Fit_ScoreThatIsNotFinite_Throws()
    {
        Assert.Throws<ArgumentException>(() => new GradientBoostedRegression().Fit(1, [1, 1], [1, double.NaN], 0));
        Assert.Throws<ArgumentException>(() => new QuadraticRidgeRegression().Fit(2, [1, 1], [1, 2], 0));
    }

    [Fact]
    public void TryInvert_RandomPositiveMatrix_TimesTheMatrixIsTheIdentity()
    {
        const int Size = 12;
        var random = new SeededRandom(5);
        var factor = new double[Size * Size];
        foreach (ref double value in factor.AsSpan()) value = random.NextDouble() - 0.5;
        var matrix = new double[Size * Size];
        for (int i = 0; i < Size; i++)
            for (int j = 0; j < Size; j++)
                matrix[(i * Size) + j] = Enumerable.Range(0, Size).Sum(k => factor[(i * Size) + k] * factor[(j * Size) + k]) + (i == j ? 0.1 : 0);
        double[] inverse = [.. matrix];
        Assert.True(PositiveMatrix.TryInvert(inverse, Size));
        for (int i = 0; i < Size; i++)
            for (int j = 0; j < Size; j++)
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, Size).Sum(k => matrix[(i * Size) + k] * inverse[(k * Size) + j]), 9);
        Assert.False(PositiveMatrix.TryInvert(new double[] { 0, 1, 1, 0 }, 2));
    }

    private static (double[] Weights, double[] Scores) Data(int count, Func<double[], double> score, ulong seed = 1)
    {
        var random = new SeededRandom(seed);
        double[][] rows = [.. Enumerable.Range(0, count).Select(_ => new double[Sources])];
        foreach (double[] row in rows) DirichletDraws.Draw([1, 1, 1], ref random, row);
        return ([.. rows.SelectMany(row => row)], [.. rows.Select(score)]);
    }

    private static double Error(IMixturePredictor predictor, double[] weights, double[] scores)
    {
        var predicted = new double[scores.Length];
        predictor.Predict(weights, predicted);
        return predicted.Zip(scores, (own, other) => (own - other) * (own - other)).Average();
    }
}
