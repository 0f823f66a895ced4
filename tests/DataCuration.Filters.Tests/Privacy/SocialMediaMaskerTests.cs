using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Privacy;

public sealed class SocialMediaMaskerTests : StageConformance
{
    private static readonly string[] Pieces = ["@a", "@user", "https://x.y/z", "www.a.b", "URL", "RT ", " ", ".", "é", "中", "a@b.c", "@", ":"];

    [Theory]
    [InlineData("@juma_k: hi (@a1), .@b", "@user: hi (@user), .@user")]
    [InlineData("mail x@y.org a@b @@c @ d @é", "mail x@y.org a@b @@c @ d @é")]
    [InlineData("@a@b.www.x.yé", "@user.yé")]
    [InlineData("@ann@mastodon.example.org. @bob@x", "@user. @user")]
    [InlineData("see https://t.co/aB3! and http://x.y, www.a.b/c; pic.twitter.com/zz.", "see URL! and URL, URL; URL.")]
    [InlineData("እዚህhttps://t.co/aB3። ይመልከቱ", "እዚህhttps://t.co/aB3። ይመልከቱ")]
    [InlineData("እዚህ https://t.co/aB3። ይመልከቱ", "እዚህ URL። ይመልከቱ")]
    [InlineData("链接https://t.co/aB3，好", "链接URL，好")]
    [InlineData("https://de.wikipedia.org/wiki/Köln_Hbf und http://müller.de.", "URL und URL.")]
    [InlineData("www.пример.рф/путь, pic.twitter.com/é", "URL, URL")]
    [InlineData("https://zh.wikipedia.org/wiki/中国 好 http://例え.jp/日本?q=語です", "URL 好 URL")]
    [InlineData("https://t.co/aB3好 https://t.co/aB3에서 https://t.co/aB3…", "URL好 URL에서 URL…")]
    [InlineData("https://example.com/をご覧ください https://example.com/a/日本", "URLをご覧ください URL")]
    [InlineData("https://example.com/製品/list?user=ann https://example.com/概要.html https://example.com/山田。", "URL URL URL山田。")]
    [InlineData("pic.twitter.com/をご覧 pic.twitter.com/aB3/日本", "pic.twitter.com/をご覧 URL")]
    [InlineData("https://ja.wikipedia.org/wiki/日本(曖昧さ回避) https://x.y/a([", "URL(曖昧さ回避) URL([")]
    [InlineData("https://hi.wikipedia.org/wiki/हिन्दी।", "URL।")]
    [InlineData("@user URL", "@user URL")]
    [InlineData("wwww.a www. http://", "wwww.a www. http://")]
    [InlineData("RT @mtu: hello", "RT @user: hello")]
    public void Mask_Forms_AsExpected(string text, string expected) => Assert.Equal(expected, new SocialMediaMasker().Mask(text));

    [Theory]
    [InlineData("RT @mtu: hello", "hello")]
    [InlineData("RT @a: RT @b: hello", "hello")]
    [InlineData("RT @mtu hello RT @x", "hello RT @user")]
    [InlineData("ART @mtu: hello", "ART @user: hello")]
    [InlineData("RT this", "RT this")]
    public void Mask_RepostMarks_AreRemovedAtTheStart(string text, string expected) =>
        Assert.Equal(expected, new SocialMediaMasker { RemovesRepostMarks = true }.Mask(text));

    [Fact]
    public void Mask_OwnMasks_AreWritten() => Assert.Equal("<U> <L>", new SocialMediaMasker { UserMask = "<U>", UrlMask = "<L>" }.Mask("@a https://x.y"));

    [Fact]
    public void Mask_AnyPieces_IsIdempotent() => Gen.Int[0, Pieces.Length - 1].Array[0, 12]
        .Sample(chosen =>
        {
            string once = new SocialMediaMasker().Mask(string.Concat(chosen.Select(i => Pieces[i])));
            Assert.Equal(once, new SocialMediaMasker().Mask(once));
        }, iter: 5000);

    [Fact]
    public void Masks_Empty_Throw()
    {
        Assert.Throws<ArgumentException>(() => new SocialMediaMasker { UserMask = "" });
        Assert.Throws<ArgumentException>(() => new SocialMediaMasker { UrlMask = "" });
    }

    protected override Stage Create() => new SocialMediaMasker();

    protected override Stage CreateOther() => new SocialMediaMasker { RemovesRepostMarks = true };

    protected override IEnumerable<Document> Documents() => Enumerable.Range(0, 40).Select(i => new Document($"d{i}",
        i % 3 == 0 ? "plain" : $"hi @name{i} https://t.co/{i}"));
}
