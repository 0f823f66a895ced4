using CsCheck;

namespace DataCuration.Tests;

public sealed class UrlCanonicalizerTests
{
    [Theory]
    [InlineData("HTTP://Example.COM", "http://example.com/")]
    [InlineData("http://example.com:80/a", "http://example.com/a")]
    [InlineData("https://example.com:443", "https://example.com/")]
    [InlineData("https://example.com:8443/", "https://example.com:8443/")]
    [InlineData("http://example.com:00081/", "http://example.com:81/")]
    [InlineData("http://user:secret@example.com/x", "http://example.com/x")]
    [InlineData("http://example.com./x", "http://example.com/x")]
    [InlineData("http://example.com/a/./b/../c", "http://example.com/a/c")]
    [InlineData("http://example.com/../../a/..", "http://example.com/")]
    [InlineData("http://example.com/a/%2E%2e/b", "http://example.com/b")]
    [InlineData("http://example.com/%7euser/%c3%a9%2f", "http://example.com/~user/%C3%A9%2F")]
    [InlineData("http://example.com/é ü", "http://example.com/%C3%A9%20%C3%BC")]
    [InlineData("http://example.com/100%", "http://example.com/100%25")]
    [InlineData("http://example.com/a#b?c", "http://example.com/a")]
    [InlineData("http://example.com?", "http://example.com/")]
    [InlineData("http://example.com/?b=2&a=1", "http://example.com/?b=2&a=1")]
    [InlineData("http://example.com/?UTM_Source=x&id=1&fbclid=2&gclid=3", "http://example.com/?id=1")]
    [InlineData("http://example.com/?utm_source=x", "http://example.com/")]
    [InlineData("http://Bücher.example/", "http://xn--bcher-kva.example/")]
    [InlineData("http://例え.テスト/", "http://xn--r8jz45g.xn--zckzah/")]
    [InlineData("http://例え。テスト/", "http://xn--r8jz45g.xn--zckzah/")]
    [InlineData("http://ПРИМЕР.испытание/", "http://xn--e1afmkfd.xn--80akhbyknj4f/")]
    [InlineData("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/")]
    [InlineData("  http:\\\\example.com\\a\tb\n ", "http://example.com/ab")]
    [InlineData("http:///example.com//a//b", "http://example.com//a//b")]
    [InlineData("ftp://example.com:21/x", "ftp://example.com/x")]
    public void Canonicalize_Address_HasOneForm(string url, string expected)
    {
        Assert.Equal(expected, UrlCanonicalizer.Default.Canonicalize(url));
        Assert.Equal(expected, UrlCanonicalizer.Default.Canonicalize(expected));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("page.html")]
    [InlineData("mailto:a@example.com")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://")]
    [InlineData("http://exa mple.com/")]
    [InlineData("http://example.com:65536/")]
    [InlineData("http://example.com:x/")]
    [InlineData("http://a..b/")]
    [InlineData("http://[::1/")]
    [InlineData("http://ex<ample.com/")]
    public void Canonicalize_NoWebAddress_IsNull(string? url) => Assert.Null(UrlCanonicalizer.Default.Canonicalize(url));

    [Fact]
    public void Canonicalize_TooLong_IsNull()
    {
        string fits = "http://example.com/" + new string('a', UrlCanonicalizer.MaxLength - 19);
        Assert.Equal(fits, UrlCanonicalizer.Default.Canonicalize(fits));
        Assert.Null(UrlCanonicalizer.Default.Canonicalize(fits + "a"));
    }

    [Fact]
    public void Canonicalize_Options_SortAndKeepTracking()
    {
        var sorting = new UrlCanonicalizer { SortParameters = true, DropTrackingParameters = false };
        Assert.Equal("http://a.b/?a=2&a=1&b=3&utm_source=x", sorting.Canonicalize("http://a.b/?b=3&utm_source=x&a=2&a=1"));
    }

    /// <summary>The examples of RFC 3986, section 5.4.</summary>
    [Theory]
    [InlineData("g", "http://a/b/c/g")]
    [InlineData("./g", "http://a/b/c/g")]
    [InlineData("g/", "http://a/b/c/g/")]
    [InlineData("/g", "http://a/g")]
    [InlineData("//g", "http://g/")]
    [InlineData("?y", "http://a/b/c/d;p?y")]
    [InlineData("g?y", "http://a/b/c/g?y")]
    [InlineData("#s", "http://a/b/c/d;p?q")]
    [InlineData("g#s", "http://a/b/c/g")]
    [InlineData(";x", "http://a/b/c/;x")]
    [InlineData("", "http://a/b/c/d;p?q")]
    [InlineData(".", "http://a/b/c/")]
    [InlineData("..", "http://a/b/")]
    [InlineData("../g", "http://a/b/g")]
    [InlineData("../..", "http://a/")]
    [InlineData("../../../../g", "http://a/g")]
    [InlineData("/./g", "http://a/g")]
    [InlineData("g.", "http://a/b/c/g.")]
    [InlineData("..g", "http://a/b/c/..g")]
    [InlineData("g;x=1/../y", "http://a/b/c/y")]
    [InlineData("http:g", "http://a/b/c/g")]
    [InlineData("https://h/x", "https://h/x")]
    public void Resolve_Reference_FollowsTheStandard(string reference, string expected) =>
        Assert.Equal(expected, UrlCanonicalizer.Default.Resolve("http://a/b/c/d;p?q", reference));

    [Fact]
    public void GetHost_Address_IsLowerCaseWithoutPort() => Assert.Equal("xn--bcher-kva.example", UrlCanonicalizer.GetHost("https://user@BÜCHER.example:99/x"));

    [Fact]
    public void Canonicalize_AnyText_IsIdempotentAndNeverThrows()
    {
        const string Pieces = "%25%2e./\\?#@:&=;[]é例 \t0aA~-_+utm_x<>";
        Gen.Select(Gen.Char[Pieces].Array[0, 40], Gen.Bool,
            (letters, sort) => ("http://a.b" + new string(letters), new UrlCanonicalizer { SortParameters = sort })).Sample((url, canonicalizer) =>
            canonicalizer.Canonicalize(url) is not { } canonical || canonicalizer.Canonicalize(canonical) == canonical);
        Gen.String.Sample(text => UrlCanonicalizer.Default.Canonicalize("http://" + text) is not { } canonical
            || UrlCanonicalizer.Default.Canonicalize(canonical) == canonical);
    }
}
