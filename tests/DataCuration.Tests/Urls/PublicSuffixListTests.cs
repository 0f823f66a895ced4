namespace DataCuration.Tests;

public sealed class PublicSuffixListTests
{
    private const string Small = """
        // ===BEGIN ICANN DOMAINS===
        com
        biz
        uk.com
        ac
        jp
        ac.jp
        kyoto.jp
        ide.kyoto.jp
        *.kobe.jp
        !city.kobe.jp
        *.ck
        !www.ck
        us
        ak.us
        k12.ak.us   this is no longer part of the rule
        cn
        公司.cn
        // ===END ICANN DOMAINS===
        // ===BEGIN PRIVATE DOMAINS===
        github.io
        // ===END PRIVATE DOMAINS===
        """;

    private static readonly PublicSuffixList List = PublicSuffixList.Parse(Small);

    /// <summary>The test cases of the list itself.</summary>
    [Theory]
    [InlineData(null, null)]
    [InlineData("COM", null)]
    [InlineData("example.COM", "example.com")]
    [InlineData("WwW.example.COM", "example.com")]
    [InlineData(".com", null)]
    [InlineData(".example.com", null)]
    [InlineData("example", null)]
    [InlineData("example.example", "example.example")]
    [InlineData("b.example.example", "example.example")]
    [InlineData("biz", null)]
    [InlineData("a.b.domain.biz", "domain.biz")]
    [InlineData("uk.com", null)]
    [InlineData("b.example.uk.com", "example.uk.com")]
    [InlineData("jp", null)]
    [InlineData("test.jp", "test.jp")]
    [InlineData("ac.jp", null)]
    [InlineData("www.test.ac.jp", "test.ac.jp")]
    [InlineData("kyoto.jp", null)]
    [InlineData("test.kyoto.jp", "test.kyoto.jp")]
    [InlineData("ide.kyoto.jp", null)]
    [InlineData("a.b.ide.kyoto.jp", "b.ide.kyoto.jp")]
    [InlineData("c.kobe.jp", null)]
    [InlineData("b.c.kobe.jp", "b.c.kobe.jp")]
    [InlineData("a.b.c.kobe.jp", "b.c.kobe.jp")]
    [InlineData("city.kobe.jp", "city.kobe.jp")]
    [InlineData("www.city.kobe.jp", "city.kobe.jp")]
    [InlineData("ck", null)]
    [InlineData("test.ck", null)]
    [InlineData("b.test.ck", "b.test.ck")]
    [InlineData("a.b.test.ck", "b.test.ck")]
    [InlineData("www.ck", "www.ck")]
    [InlineData("www.www.ck", "www.ck")]
    [InlineData("k12.ak.us", null)]
    [InlineData("www.test.k12.ak.us", "test.k12.ak.us")]
    [InlineData("食狮.公司.cn", "xn--85x722f.xn--55qx5d.cn")]
    [InlineData("xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn")]
    [InlineData("公司.cn", null)]
    [InlineData("192.168.0.1", null)]
    [InlineData("[::1]", null)]
    public void GetRegistrableDomain_OfficialCases_Hold(string? host, string? expected) => Assert.Equal(expected, List.GetRegistrableDomain(host));

    [Fact]
    public void Parse_PrivateSection_CountsOnlyIfAskedFor()
    {
        Assert.Equal("me.github.io", List.GetRegistrableDomain("www.me.github.io"));
        Assert.Equal("github.io", PublicSuffixList.Parse(Small, includePrivate: false).GetRegistrableDomain("www.me.github.io"));
        Assert.Equal("github.io", List.GetPublicSuffix("me.github.io"));
    }

    [Fact]
    public void Fingerprint_OtherContent_IsAnother() => Assert.NotEqual(List.Fingerprint, PublicSuffixList.Parse(Small + "\norg").Fingerprint);

    [Fact]
    public void Load_NoFile_SaysWhereToGetOne()
    {
        string missing = Path.Combine(AppContext.BaseDirectory, "no-such-list.dat");
        FileNotFoundException e = Assert.Throws<FileNotFoundException>(() => PublicSuffixList.Load(missing));
        Assert.Contains("apt-get install publicsuffix", e.Message, StringComparison.Ordinal);
        Assert.Contains("publicsuffix.org", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_NotAList_NamesTheLine()
    {
        Assert.Contains("line 2", Assert.Throws<InvalidDataException>(() => PublicSuffixList.Parse("com\n<html>")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => PublicSuffixList.Parse("// nothing"));
    }

    [Fact]
    public void Load_InstalledList_KnowsTheWorld()
    {
        Assert.SkipUnless(File.Exists(PublicSuffixList.DefaultPath), "Debian's package 'publicsuffix' is not installed.");
        PublicSuffixList list = PublicSuffixList.Load();
        Assert.True(list.Count > 8000, $"{list.Count} rules");
        Assert.Equal("bbc.co.uk", list.GetRegistrableDomain("news.bbc.co.uk"));
        Assert.Equal("www.ck", list.GetRegistrableDomain("a.www.ck"));
    }
}
