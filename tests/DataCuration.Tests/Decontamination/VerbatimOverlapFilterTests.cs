namespace DataCuration.Tests;

public sealed class VerbatimOverlapFilterTests
{
    [Fact]
    public void Constructor_NoIndex_IsRefused() =>
        Assert.Equal("index", Assert.Throws<ArgumentNullException>(() => new VerbatimOverlapFilter(null!)).ParamName);
}
