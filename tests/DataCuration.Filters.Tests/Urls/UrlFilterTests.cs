using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Urls;

public sealed class UrlFilterTests
{
    private static readonly PublicSuffixList Suffixes = PublicSuffixList.Parse("com\nuk\nco.uk\n");

    private static readonly UrlLists Lists = new()
    {
        Domains = ["example.com", "blog.other.co.uk", "bad.invalid", "203.0.113.7"],
        Urls = ["https://fine.com/bad/page"],
        BannedWords = ["wicked", "two-words", "# comment"],
        SoftBannedWords = ["mildly", "softly"],
        BannedSubwords = ["gloom"],
    };

    [Theory]
    [InlineData("http://www.example.com/a", "domain", "domain")]
    [InlineData("http://notexample.com/", null, null)]
    [InlineData("http://WWW.EXAMPLE.COM/", "domain", null)]
    [InlineData("http://blog.other.co.uk/", "subdomain", "subdomain")]
    [InlineData("http://a.blog.other.co.uk/", null, null)]
    [InlineData("http://bad.invalid/", "domain", null)]
    [InlineData("http://203.0.113.7/x", "domain", null)]
    [InlineData("https://fine.com/bad/page", "url", "url")]
    [InlineData("http://FINE.com/bad/page#part", "url", null)]
    [InlineData("http://fine.com/wicked", "hard_blacklisted", "hard_blacklisted")]
    [InlineData("http://fine.com/Wicked", "hard_blacklisted", null)]
    [InlineData("http://fine.com/wickedly", null, null)]
    [InlineData("http://fine.com/two-words", "hard_blacklisted", null)]
    [InlineData("http://fine.com/twowords", "hard_blacklisted", "hard_blacklisted")]
    [InlineData("http://fine.com/mildly/mildly", null, null)]
    [InlineData("http://fine.com/mildly/softly", "soft_blacklisted", "soft_blacklisted")]
    [InlineData("http://fine.com/x-glo-omy", "blacklisted_subword", "blacklisted_subword")]
    [InlineData("", "no_url", "no_url")]
    public void Evaluate_Addresses_AreMatched(string url, string? reason, string? asDatatrove)
    {
        Document document = new Document("d", "text").With(new AnnotationKey<string>("url"), url);
        using StageCalls ours = new(new UrlFilter(Lists, Suffixes)), theirs = new(new UrlFilter(Lists, Suffixes) { MatchesAsDatatrove = true });
        Assert.Equal(reason, ours.Apply(document).Reason);
        Assert.Equal(asDatatrove, theirs.Apply(document).Reason);
    }

    [Fact]
    public void Evaluate_WithoutLists_Refuses()
    {
        var empty = Assert.Throws<InvalidOperationException>(() => StageCalls.Once(new UrlFilter(new UrlLists()), "text"));
        Assert.Contains("has no lists", empty.Message, StringComparison.Ordinal);
        var suffixes = Assert.Throws<InvalidOperationException>(() => StageCalls.Once(new UrlFilter(Lists), "text"));
        Assert.Contains("public suffix list", suffixes.Message, StringComparison.Ordinal);
        Assert.True(StageCalls.Once(new UrlFilter(Lists, Suffixes) { KeepsWithoutUrl = true }, "text").IsKeep);
    }

    [Fact]
    public void Read_File_LeavesOutCommentsAndEmptyLines()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "domains");
        File.WriteAllText(path, "# comment\nexample.com\n\n other.com \n");
        Assert.Equal(["example.com", "other.com"], UrlLists.Read(path));
    }

    [Fact]
    public void GetListedSuffix_Hosts_NeedsARule()
    {
        Assert.Equal("co.uk", Suffixes.GetListedSuffix("www.example.co.uk"));
        Assert.Null(Suffixes.GetListedSuffix("example.invalid"));
        Assert.Null(Suffixes.GetListedSuffix("203.0.113.7"));
    }
}
