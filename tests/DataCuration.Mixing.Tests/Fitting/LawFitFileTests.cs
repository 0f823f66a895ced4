using System.Globalization;
using System.Text.RegularExpressions;
using DataCuration.TestKit;

namespace DataCuration.Mixing.Tests;

public sealed class LawFitFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static LawFit Fit { get; } = new LawFitter { Starts = 8, BootstrapSamples = 5 }.Fit(ScalingLaws.LossAgainstRatio, Points());

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_SavedFit_PredictsTheSameWithTheSameIntervals()
    {
        string path = folder["fit.json"];
        Fit.Save(path);
        LawFit read = LawFit.Load(path, ScalingLaws.LossAgainstRatio);
        Assert.Equal(Fit.ToJson(), read.ToJson());
        Assert.Equal(Fit.ToString(), read.ToString());
        foreach (double ratio in (double[])[0.01, 0.3, 1])
            Assert.Equal(Fit.Predict(("R", ratio)), read.Predict(("R", ratio)));
        Assert.True(read.Predict(("R", 0.3)).Low < read.Predict(("R", 0.3)).High);
    }

    [Fact]
    public void FromJson_FitWithoutBootstrap_HasNoIntervals()
    {
        LawFit fit = new LawFitter { Starts = 4, BootstrapSamples = 0 }.Fit(ScalingLaws.LossAgainstRatio, Points());
        LawFit read = LawFit.FromJson(fit.ToJson(), ScalingLaws.LossAgainstRatio);
        Assert.Equal(fit.ToJson(), read.ToJson());
        Assert.Equal(double.NaN, read.Predict(("R", 0.5)).Low);
        Assert.Equal(fit.Predict(("R", 0.5)).Value, read.Predict(("R", 0.5)).Value);
    }

    [Fact]
    public void Load_FitOfAnotherLaw_NamesBoth()
    {
        string path = folder["fit.json"];
        Fit.Save(path);
        string message = Assert.Throws<InvalidDataException>(() => LawFit.Load(path, ScalingLaws.CriticalRatio)).Message;
        Assert.Contains($"'{path}' is not a fit of a law: its law is 'loss against ratio', and the given law's is 'critical mixture ratio'", message,
            StringComparison.Ordinal);
        var other = new ParametricLaw("loss against ratio", ["R"],
            [LawParameter.Free("alpha", -2, 2), LawParameter.Free("s", -1, 1), LawParameter.Free("beta", 0, 4)],
            v => v["alpha"] * LawExpression.Pow(v["R"], v["s"]) - v["beta"]);
        Assert.Contains("its formula is ", Assert.Throws<InvalidDataException>(() => LawFit.Load(path, other)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"format\": 2", "\"format\": 1", "the format of the fit of a law is 1, this version reads 2")]
    [InlineData("\"points\"", "\"point\"", "the fit has the unknown member 'point'")]
    [InlineData("\"huber\"", "\"r_squared\"", "the fit has the member 'r_squared' twice")]
    [InlineData("\"name\": \"s\"", "\"name\": \"t\"", "its list of parameters is 'alpha, t, beta'")]
    [InlineData("\"confidence\": 0.95", "\"confidence\": 95", "the confidence is 95")]
    [InlineData("\"confidence\": 0.95", "\"confidence\": 0.5", "the interval of 'alpha' is not that of the bootstrap samples")]
    [InlineData("\"starts\": 8", "\"starts\": -8", "'starts' is negative")]
    [InlineData("\"starts\": 8", "\"starts\": true", "The text is not a fit of a law: ")]
    [InlineData("\"excluded\": []", "\"excluded\": [{}]", "excluded point 0 lacks the member 'name'")]
    [InlineData("\"bootstrap\": [", "\"bootstrap\": [[1],", "a bootstrap sample does not have 3 numbers")]
    [InlineData("{", "", "The text is not a fit of a law: ")]
    public void FromJson_ChangedText_IsRefusedWithTheMember(string before, string after, string message)
    {
        string json = Fit.ToJson();
        int place = json.IndexOf(before, StringComparison.Ordinal);
        Assert.True(place >= 0, json);
        string changed = json[..place] + after + json[(place + before.Length)..];
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => LawFit.FromJson(changed, ScalingLaws.LossAgainstRatio)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void FromJson_InfiniteValue_NamesTheParameter()
    {
        string json = Regex.Replace(Fit.ToJson(), "(\"name\": \"beta\",\\s*\"value\": )[^,\\s]+", "${1}1e999");
        Assert.Contains("the value of 'beta' is not finite",
            Assert.Throws<InvalidDataException>(() => LawFit.FromJson(json, ScalingLaws.LossAgainstRatio)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromJson_IntervalWithOtherLastBits_IsRead()
    {
        double low = Fit.Parameters[0].Interval.Low;
        string json = Fit.ToJson().Replace(Number(low), Number(double.BitIncrement(low)), StringComparison.Ordinal);
        Assert.NotEqual(Fit.ToJson(), json);
        Assert.Equal(low, LawFit.FromJson(json, ScalingLaws.LossAgainstRatio).Parameters[0].Interval.Low);

        static string Number(double value) => "\"low\": " + value.ToString("R", CultureInfo.InvariantCulture);
    }

    private static LawPoint[] Points()
    {
        var random = new SeededRandom(3);
        var points = new List<LawPoint>();
        for (int i = 1; i <= 20; i++)
            points.Add(LawPoint.Create($"{i}", 2.5 - (0.4 * Math.Pow(i / 20.0, 0.3)) + (0.01 * random.NextDouble()), ("R", i / 20.0)));
        return [.. points];
    }
}
