namespace DataCuration.Selection.Tests;

public sealed class DsirModelUsersTests
{
    [Fact]
    public void Constructors_NoModel_AreRefused()
    {
        Assert.Equal("model", Assert.Throws<ArgumentNullException>(() => new DsirWeightsFit(null!)).ParamName);
        Assert.Equal("model", Assert.Throws<ArgumentNullException>(() => new DsirScorer(null!)).ParamName);
        Assert.Equal("model", Assert.Throws<ArgumentNullException>(() => new KullbackLeiblerFit(null!)).ParamName);
    }
}
