namespace DataCuration.Mixing.Tests;

public sealed class MixtureWeightsTests
{
    [Fact]
    public void Constructor_SumOffByMoreThanTheTolerance_Throws()
    {
        Assert.Throws<ArgumentException>(() => new MixtureWeights(["a", "b"], [0.5, 0.5 + 2e-9]));
        Assert.Equal(0.5, new MixtureWeights(["a", "b"], [0.5, 0.5 + 1e-10])["a"]);
    }

    [Theory]
    [InlineData(double.NaN, "'b' has the weight NaN")]
    [InlineData(-1, "'b' has the weight -1")]
    public void Constructor_BadWeight_NamesTheSource(double weight, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new MixtureWeights(["a", "b"], [1, weight])).Message, StringComparison.Ordinal);

    [Fact]
    public void Constructor_RepeatedName_Throws() => Assert.Throws<ArgumentException>(() => new MixtureWeights(["a", "a"], [0.5, 0.5]));

    [Fact]
    public void FromJson_OfToJson_IsEqual()
    {
        MixtureWeights weights = MixtureWeights.Normalize(["a", "b", "c"], [1, 2, 4]);
        MixtureWeights read = MixtureWeights.FromJson(weights.ToJson());
        Assert.Equal(weights, read);
        Assert.Equal(weights.Fingerprint, read.Fingerprint);
        Assert.Throws<InvalidDataException>(() => MixtureWeights.FromJson("{}"u8.ToArray()));
    }

    [Fact]
    public void FromTokens_IsTheShares()
    {
        MixtureWeights weights = MixtureWeights.FromTokens([new("a", 3), new("b", 1)]);
        Assert.Equal([0.75, 0.25], weights.Weights);
        Assert.Equal(0, weights["unknown"]);
        Assert.Contains("| a | 0.75 |", weights.ToMarkdown(), StringComparison.Ordinal);
    }
}
