namespace DataCuration.Mixing.Tests;

public sealed class ParametricLawTests
{
    public static TheoryData<string> Names =>
        ["Chinchilla", "D-CPT", "cross-domain D-CPT", "loss against ratio", "critical mixture ratio", "saturating, 3 terms"];

    [Fact]
    public void Evaluate_Dcpt_EqualsItsFormula()
    {
        FittedLaw law = ScalingLaws.Dcpt.With(("E", 1.2), ("A", 300), ("alpha", 0.35), ("B", 200), ("eta", 0.4), ("beta", 0.3), ("C", 0.25), ("gamma", 0.6),
            ("epsilon", 0.1));
        double expected = 1.2 + 300 / Math.Pow(1e9, 0.35) + 200 * Math.Pow(0.33, 0.4) / Math.Pow(5e9, 0.3) + 0.25 / Math.Pow(0.43, 0.6);
        Assert.Equal(expected, law.Predict(("D", 5e9), ("r", 0.33), ("N", 1e9)), 1e-13);
        Assert.Equal(1.2 + 300 / Math.Pow(1e9, 0.35) + 0.25 / Math.Pow(0.1, 0.6), law.Predict(("D", 5e9), ("r", 0), ("N", 1e9)), 1e-13);
        Assert.Equal(300, law["A"]);
        Assert.Equal("E + A/N^alpha + B*r^eta/D^beta + C/(r + epsilon)^gamma", ScalingLaws.Dcpt.Formula);
    }

    [Theory]
    [InlineData(0, 38.31)]
    [InlineData(10, 48.03)]
    [InlineData(100, 52.15)]
    [InlineData(455, 56.16)]
    public void Predict_PublishedEntiGraphCurve_GivesItsValues(double millionTokens, double accuracy)
    {
        FittedLaw law = ScalingLaws.Saturating().With(("C", 64.5456), ("a1", 13.8352), ("k1", -Math.Log(0.9989)), ("a2", 8.4705), ("k2", -Math.Log(0.8961)),
            ("a3", 3.9320), ("k3", -Math.Log(0.0546)));
        Assert.Equal(accuracy, law.Predict(("x", millionTokens)), 0.01);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Evaluate_AnyLaw_GradientEqualsDifferences(string name)
    {
        ParametricLaw law = Named(name);
        var random = new SeededRandom(4);
        for (int round = 0; round < 50; round++)
        {
            double[] parameters = [.. law.Parameters.Select(parameter => parameter.IsPositive
                ? Math.Exp(double.Lerp(Math.Log(parameter.Low), Math.Log(parameter.High), random.NextDouble()))
                : double.Lerp(parameter.Low, parameter.High, random.NextDouble()))];
            double[] inputs = [.. law.Inputs.Select(input => input is "N" or "D" ? 1e8 * Math.Exp(4 * random.NextDouble()) : 0.05 + random.NextDouble())];
            double[] byParameter = new double[parameters.Length], byInput = new double[inputs.Length];
            double value = law.Evaluate(parameters, inputs, byParameter, byInput);
            Assert.Equal(value, law.Evaluate(parameters, inputs));
            for (int i = 0; i < parameters.Length; i++) CheckDifference(parameters, i, byParameter[i]);
            for (int i = 0; i < inputs.Length; i++) CheckDifference(inputs, i, byInput[i]);

            void CheckDifference(double[] variables, int i, double derivative)
            {
                double before = variables[i], step = 1e-5 * Math.Max(Math.Abs(before), 1e-3);
                variables[i] = before + step;
                double high = law.Evaluate(parameters, inputs);
                variables[i] = before - step;
                double low = law.Evaluate(parameters, inputs);
                variables[i] = before;
                // Rounding of the values limits the difference; the rest is its truncation.
                double rounding = 1e-14 * Math.Abs(value) / step;
                Assert.InRange(Math.Abs((high - low) / (2 * step) - derivative), 0, 1e-6 * Math.Abs(derivative) + rounding + 1e-12);
            }
        }
    }

    [Fact]
    public void Evaluate_OwnLaw_KnowsAllOperators()
    {
        var law = new ParametricLaw("own", ["x"], [LawParameter.Free("p", -1, 1), LawParameter.Positive("q", 1, 2)], v =>
        {
            LawExpression shared = v["x"] * v["p"];
            return -shared + LawExpression.Log(v["q"]) - (2 - LawExpression.Exp(shared)) / (v["x"] + 1) + LawExpression.Pow(v["p"], 2) * 3;
        });
        double expected = 1.5 + Math.Log(1.25) - (2 - Math.Exp(-1.5)) / 4 + 0.25 * 3;
        Assert.Equal(expected, law.With(("q", 1.25), ("p", -0.5)).Predict(("x", 3)), 1e-14);
        Assert.Equal("-x*p + ln(q) - (2 - exp(x*p))/(x + 1) + p^2*3", law.Formula);
        var gradient = new double[2];
        law.Evaluate([-0.5, 1.25], [3], gradient);
        Assert.Equal(-3 + 3 * Math.Exp(-1.5) / 4 - 3, gradient[0], 1e-14);
        Assert.Equal(0.8, gradient[1], 1e-14);
    }

    [Fact]
    public void Fix_CrossDomainLaw_IsTheDcptLawWithAConstant()
    {
        (string, double)[] values = [("E", 1.2), ("A", 300), ("alpha", 0.35), ("B", 200), ("eta", 0.4), ("beta", 0.3), ("C", 0.25), ("gamma", 0.6),
            ("epsilon", 0.1)];
        double k = ScalingLaws.DomainLearnability(2, 0.25);
        Assert.Equal(0.75, k);
        FittedLaw fixedLaw = ScalingLaws.CrossDomainDcpt.With([.. values, ("F", 0.5), ("mu", 2)]).Fix("K", k);
        Assert.Equal(["N", "D", "r"], fixedLaw.Law.Inputs);
        double dcpt = ScalingLaws.Dcpt.With(values).Predict(("N", 1e9), ("D", 1e9), ("r", 0.5));
        Assert.Equal(dcpt + 0.5 / (0.75 * 0.75), fixedLaw.Predict(("N", 1e9), ("D", 1e9), ("r", 0.5)), 1e-13);
        Assert.Throws<ArgumentException>(() => fixedLaw.Fix("K", 1));
        Assert.Throws<ArgumentException>(() => ScalingLaws.CriticalRatio.With(("a", 1), ("s", 1), ("b", 0)).Fix("T", 1));
    }

    [Fact]
    public void With_WrongValues_AreNamed()
    {
        ParametricLaw law = ScalingLaws.CriticalRatio;
        Assert.Contains("'b' of", Refused(("a", 1), ("s", 1)), StringComparison.Ordinal);
        Assert.Contains("no parameter 'c'", Refused(("a", 1), ("s", 1), ("b", 1), ("c", 1)), StringComparison.Ordinal);
        Assert.Contains("twice", Refused(("a", 1), ("a", 1), ("s", 1), ("b", 1)), StringComparison.Ordinal);
        Assert.Contains("NaN", Refused(("a", double.NaN), ("s", 1), ("b", 1)), StringComparison.Ordinal);
        Assert.Contains("must not be negative", Assert.Throws<ArgumentException>(() => ScalingLaws.Saturating(1).With(("C", 1), ("a1", -1), ("k1", 1))).Message,
            StringComparison.Ordinal);
        Assert.Contains("no input 'R'", Assert.Throws<ArgumentException>(() => law.With(("a", 1), ("s", 1), ("b", 1)).Predict(("R", 1))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ParametricLaw("twice", ["x", "x"], law.Parameters, v => v["x"]));
        Assert.Contains("neither", Assert.Throws<ArgumentException>(() => new ParametricLaw("unknown", ["x"], law.Parameters, v => v["y"])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LawParameter.Positive("p", 0, 1));
        Assert.Throws<ArgumentException>(() => LawParameter.Free("p", 1, 1));

        string Refused(params (string, double)[] values) => Assert.Throws<ArgumentException>(() => law.With(values)).Message;
    }

    internal static ParametricLaw Named(string name) => new[]
    {
        ScalingLaws.Chinchilla, ScalingLaws.Dcpt, ScalingLaws.CrossDomainDcpt, ScalingLaws.LossAgainstRatio, ScalingLaws.CriticalRatio,
        ScalingLaws.Saturating(),
    }.Single(law => law.Name == name);
}
