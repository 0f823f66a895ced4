namespace DataCuration.Synthesis.Tests.Rouge;

public sealed class RougeLTests
{
    [Theory]
    // Lin 2004, section 3.1: "police killed the gunman" against "police kill the gunman" and "the gunman kill police": 3/4 and 2/4.
    [InlineData("police kill the gunman", "police killed the gunman", 3, 0.75)]
    [InlineData("the gunman kill police", "police killed the gunman", 2, 0.5)]
    [InlineData("the gunman police killed", "police killed the gunman", 2, 0.5)]
    [InlineData("The GUNMAN, police-killed!", "police killed the gunman", 2, 0.5)]
    [InlineData("a b c d e f g h", "a c e g", 4, 2.0 * 4 / 12)]
    [InlineData("", "a", 0, 0)]
    [InlineData("", "", 0, 0)]
    [InlineData("水門は開く", "水門が開く", 4, 0.8)]
    public void Score_Example_IsThatOfTheDefinition(string candidate, string reference, int common, double fMeasure)
    {
        RougeScore score = RougeL.Score(candidate, reference);
        Assert.Equal(common, score.CommonWords);
        Assert.Equal(fMeasure, score.FMeasure, 1e-12);
        double sum = score.Precision + score.Recall;
        Assert.Equal(score.FMeasure, sum == 0 ? 0 : 2 * score.Precision * score.Recall / sum, 1e-12);
        Assert.Equal(score.CommonWords, RougeL.Score(reference, candidate).CommonWords);
    }

    [Fact]
    public void Score_LongTexts_IsExact()
    {
        string[] words = [.. Enumerable.Range(0, 3_000).Select(i => $"w{i % 701}")];
        string candidate = string.Join(' ', words), reference = string.Join(' ', words.Where((_, i) => i % 3 > 0));
        Assert.Equal(2_000, RougeL.Score(candidate, reference).CommonWords);
    }
}
