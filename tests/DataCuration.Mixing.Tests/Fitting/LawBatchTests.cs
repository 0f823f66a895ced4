namespace DataCuration.Mixing.Tests;

public sealed class LawBatchTests
{
    public static TheoryData<string> Names => ParametricLawTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void ComputeLoss_AnyLaw_EqualsThePlainSum(string name)
    {
        ParametricLaw law = ParametricLawTests.Named(name);
        var random = new SeededRandom(9);
        for (int count = 1; count < 12; count++)
        {
            double[][] inputs = [.. law.Inputs.Select(input => Enumerable.Range(0, count).Select(i => input is "N" or "D"
                ? 1e8 * Math.Exp(4 * random.NextDouble()) : i % 3 == 0 && input == "r" ? 0 : 0.05 + random.NextDouble()).ToArray())];
            double[] parameters = [.. law.Parameters.Select(parameter => parameter.IsPositive ? Math.Sqrt(parameter.Low * parameter.High) : 0.4)];
            var batch = new LawBatch(law.Tape, inputs, count);
            double[] targets = new double[batch.PaddedCount], weights = new double[batch.PaddedCount];
            for (int i = 0; i < batch.PaddedCount; i++) targets[i] = 1 + random.NextDouble();
            for (int i = 0; i < count; i++) weights[i] = random.NextDouble();
            foreach (bool logarithm in (bool[])[false, true])
                foreach (double delta in (double[])[0.05, double.PositiveInfinity])
                {
                    var gradient = new double[parameters.Length];
                    double loss = batch.Copy().ComputeLoss(parameters, targets, weights, delta, logarithm, gradient);
                    double expected = Plain(law, inputs, count, parameters, targets, weights, delta, logarithm, out double[] expectedGradient);
                    Assert.Equal(expected, loss, 1e-12 * Math.Max(1, Math.Abs(expected)));
                    for (int p = 0; p < gradient.Length; p++)
                        Assert.Equal(expectedGradient[p], gradient[p], 1e-11 * Math.Max(1, Math.Abs(expectedGradient[p])));
                }
        }
    }

    [Fact]
    public void ComputeLoss_PredictionNotPositive_IsInfiniteForLogarithms()
    {
        var law = new ParametricLaw("line", ["x"], [LawParameter.Free("p", -1, 1)], v => v["p"] * v["x"]);
        var batch = new LawBatch(law.Tape, [[1.0, 2.0]], 2);
        Assert.Equal(double.PositiveInfinity, batch.ComputeLoss([-1], new double[4], new double[4], 1, logarithm: true, new double[1]));
        Assert.Equal(double.PositiveInfinity, batch.ComputeLoss([double.NaN], new double[4], [1, 1, 0, 0], 1, logarithm: false, new double[1]));
        Assert.Equal(2.5, batch.ComputeLoss([-1], new double[4], [1, 1, 0, 0], double.PositiveInfinity, logarithm: false, new double[1]));
    }

    private static double Plain(ParametricLaw law, double[][] inputs, int count, double[] parameters, double[] targets, double[] weights, double delta,
        bool logarithm, out double[] gradient)
    {
        gradient = new double[parameters.Length];
        double loss = 0;
        var own = new double[parameters.Length];
        for (int i = 0; i < count; i++)
        {
            double value = law.Evaluate(parameters, [.. inputs.Select(input => input[i])], own);
            double error = (logarithm ? Math.Log(value) : value) - targets[i];
            bool isSmall = Math.Abs(error) <= delta;
            loss += weights[i] * (isSmall ? error * error / 2 : delta * (Math.Abs(error) - delta / 2));
            double slope = weights[i] * (isSmall ? error : delta * Math.Sign(error)) / (logarithm ? value : 1);
            for (int p = 0; p < own.Length; p++) gradient[p] += slope * own[p];
        }
        return loss;
    }
}
