using System.Text;
using DataCuration.Extraction.Tests.Html.Parsing;
using DataCuration.TestKit.Fuzzing;

namespace DataCuration.Extraction.Tests.Metadata;

public sealed class PageMetadataReaderTests
{
    private const string Url = "https://www.example.org/a/b.html?x=1";

    [Fact]
    public void Read_EmptyPage_GivesNothing()
    {
        PageMetadata metadata = Read("");
        Assert.Null(metadata.Title);
        Assert.Null(metadata.Published);
        Assert.Null(metadata.Language);
        Assert.Null(metadata.CanonicalUrl);
        Assert.Empty(metadata.Authors);
        Assert.Empty(metadata.Keywords);
        Assert.Equal(0, metadata.BrokenJsonLd);
    }

    [Theory]
    [InlineData("<span class=date>March 3, 2019</span>", "2019-03-03")]
    [InlineData("<p class='posted-on'>Posted on 3. März 2019 | 5 Kommentare</p>", "2019-03-03")]
    [InlineData("<div class='entry-date published'>2019年3月3日</div>", "2019-03-03")]
    [InlineData("<span class=date>3 March 2019</span><time>2020-01-01</time>", "2020-01-01")]
    [InlineData("<div class='date-updated'>March 3, 2019</div>", null)]
    [InlineData("<div class='comment-date'>March 3, 2019</div>", null)]
    [InlineData("<div class=candidate>March 3, 2019</div>", null)]
    [InlineData("<div class=date>yesterday</div>", null)]
    public void Read_VisibleDate_IsUsedIfItsElementNamesIt(string html, string? expected) =>
        Assert.Equal(expected, Read(html).Published?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("<meta name='DC.rights' content='Copyright 2020 Some Body'>", null)]
    [InlineData("<meta name=license content='CC BY 4.0'>", null)]
    [InlineData("<script type='application/ld+json'>{\"@type\":\"Article\",\"license\":\"CC-BY-4.0\"}</script>", null)]
    [InlineData("<meta name='DC.rights' content='All rights: A/B Corp'><a rel=license href=l>licence</a>", "https://www.example.org/a/l")]
    [InlineData("<meta name=license content='CC BY 4.0'><script "
        + "type='application/ld+json'>{\"@type\":\"Article\",\"license\":\"https://licences.example/by/4.0/\"}</script>", "https://licences.example/by/4.0/")]
    [InlineData("<script type='application/ld+json'>{\"@type\":\"Article\",\"license\":\"/licence\"}</script>", "https://www.example.org/licence")]
    public void Read_Licence_IsAnAddress(string html, string? expected) => Assert.Equal(expected, Read(html).LicenceUrl);

    [Fact]
    public void Read_OrdinaryArticle_GivesAll()
    {
        PageMetadata metadata = Read(MadePages.Article);
        Assert.Equal("On clocks", metadata.Title);
        Assert.Equal(["Ann Example"], metadata.Authors);
        Assert.Equal(new DateOnly(2021, 3, 4), metadata.Published);
        Assert.Equal("en", metadata.Language);
        Assert.Equal("https://www.example.org/clocks", metadata.CanonicalUrl);
        Assert.Equal(["Article"], metadata.SchemaTypes);
    }

    [Theory]
    [InlineData("<title>A title</title>", "A title")]
    [InlineData("<title> A\n  title &amp; more </title>", "A title & more")]
    [InlineData("<svg><title>icon</title></svg><title>A</title>", "A")]
    [InlineData("<title>A thing | The Site</title><meta property=og:site_name content='The site'>", "A thing")]
    [InlineData("<title>The Site: news - A thing</title><meta property=og:site_name content='The site'>", "The Site: news - A thing")]
    [InlineData("<title>Example.org » A – B</title>", "A – B")]
    [InlineData("<title>A – B — Example</title>", "A – B")]
    [InlineData("<title>Example</title>", "Example")]
    [InlineData("<title>A - B - C</title><h1>A - B</h1>", "A - B")]
    [InlineData("<title>A</title><h1>Z</h1>", "A")]
    [InlineData("<h1>Z</h1>", "Z")]
    [InlineData("<h1><img alt=x></h1><h1>Z</h1>", "Z")]
    [InlineData("<title>t</title><meta name=twitter:title content=Tw>", "Tw")]
    [InlineData("<meta name=twitter:title content=Tw><meta name=DC.title content=D>", "D")]
    [InlineData("<meta name=dcterms.title content=D><meta name=citation_title content=C>", "C")]
    [InlineData("<meta name=citation_title content=C><meta property=og:title content=O>", "O")]
    [InlineData("<meta property=og:title content=O><script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"J &amp; K\"}</script>", "J & K")]
    [InlineData("<meta property=og:title content='Example.org'><title>A</title>", "A")]
    [InlineData("<meta property=og:title content=''><title>A</title>", "A")]
    [InlineData("<meta property='og:title twitter:title' content=O>", "O")]
    public void Read_Titles_TheBestSourceWithoutTheSitesName(string html, string expected) => Assert.Equal(expected, Read(html).Title);

    [Theory]
    [InlineData("<meta name=author content='Ann Example'>", "Ann Example")]
    [InlineData("<meta name=author content=A1><meta name=author content=Bob>", "A1|Bob")]
    [InlineData("<meta name=citation_author content='Example, Ann'><meta name=citation_author content='Other, Bob'><meta name=author content=Z>",
        "Example, Ann|Other, Bob")]
    [InlineData("<meta property=article:author content='https://www.example.org/ann'><p class=byline>By Ann Example</p>", "Ann Example")]
    [InlineData("<p class='post-byline'>By <a href=/x>Ann Example</a> and Bob Other | 3 comments</p>", "Ann Example|Bob Other")]
    [InlineData("<p class=byline>By Ann Example on 3 May</p>", "")]
    [InlineData("<div class=author-bio>Ann likes cats</div><span class=author>Ann Example</span>", "Ann Example")]
    [InlineData("<span class=author>a very long text about what the author of this page likes to do in her life, which is no name</span>", "")]
    [InlineData("<div class=author>Home » Services</div>", "")]
    [InlineData("<a rel=author href=/ann>Ann Example</a><span class=byline>By Zed Zed</span>", "Ann Example")]
    [InlineData("<span itemprop=author itemscope><a itemprop=url href=/x>profile</a> <b itemprop=name>Ann Example</b></span><span "
        + "itemprop=author>Commenter Two</span>", "Ann Example")]
    [InlineData("<script type=application/ld+json>{\"@type\":\"BlogPosting\",\"author\":[{\"@type\":\"Person\",\"name\":\"Ann\"},\"Bob\"]}</script><meta "
        + "name=author content=Z>", "Ann|Bob")]
    [InlineData("<script type=application/ld+json>{\"@graph\":[{\"@type\":\"Article\",\"author\":{\"@id\":\"#ann\"}},{\"@type\":\"Person\",\"@id\":\"#ann\","
        + "\"name\":\"Ann Example\"}]}</script>", "Ann Example")]
    public void Read_Authors_TheBestSource(string html, string expected) => Assert.Equal(expected, string.Join('|', Read(html).Authors));

    [Theory]
    [InlineData("<time datetime=2020-01-02>x</time>", "2020-01-02")]
    [InlineData("<time>January 2, 2020</time>", "2020-01-02")]
    [InlineData("<time datetime='3 hours'>3 hours ago</time><time datetime=2020-01-02>", "2020-01-02")]
    [InlineData("<time datetime=2020-01-02></time><span itemprop=datePublished content=2020-01-03>", "2020-01-03")]
    [InlineData("<meta name=dc.date content=2020-01-04><meta itemprop=datePublished content=2020-01-03>", "2020-01-04")]
    [InlineData("<meta name=date content=soon><meta name=pubdate content=2020-01-05>", "2020-01-05")]
    [InlineData("<meta property=article:published_time content=2020-01-06T23:30:00-08:00><meta name=date content=2020-01-05>", "2020-01-06")]
    [InlineData("<script type=application/ld+json>{\"@type\":\"Article\",\"datePublished\":\"2020-01-07\"}</script><meta property=article:published_time "
        + "content=2020-01-06>", "2020-01-07")]
    [InlineData("<meta name=citation_publication_date content=2020/01/08>", "2020-01-08")]
    [InlineData("<meta name=citation_publication_date content=2020>", "")]
    public void Read_Dates_TheBestSourceThatCanBeRead(string html, string expected) =>
        Assert.Equal(expected, Read(html).Published?.ToString("O", System.Globalization.CultureInfo.InvariantCulture) ?? "");

    [Fact]
    public void Read_ModifiedAndMoment_AreKeptApart()
    {
        PageMetadata metadata = Read("<meta property=article:published_time content=2020-01-06T23:30:00-08:00><meta property=og:updated_time "
            + "content=2021-01-01><meta property=article:modified_time content=2021-02-02T00:00:00Z>");
        Assert.Equal(new DateTimeOffset(2020, 1, 6, 23, 30, 0, TimeSpan.FromHours(-8)), metadata.PublishedAt);
        Assert.Equal(new DateOnly(2021, 2, 2), metadata.Modified);
    }

    [Theory]
    [InlineData("<html lang=en-us>", "en-US")]
    [InlineData("<html xml:lang=de>", "de")]
    [InlineData("<html lang=''><meta http-equiv=content-language content=fr><meta property=og:locale content=de_DE>", "fr")]
    [InlineData("<meta property=og:locale content=pt_br>", "pt-BR")]
    [InlineData("<meta http-equiv=content-language content='en, de'>", "")]
    [InlineData("<html lang=zh-hant-tw>", "zh-Hant-TW")]
    [InlineData("<html lang='{{lang}}'><meta name=dc.language content=nl>", "nl")]
    [InlineData("<html lang=und>", "")]
    [InlineData("<script type=application/ld+json>{\"@type\":\"Article\",\"inLanguage\":\"en-GB\"}</script>", "en-GB")]
    public void Read_Languages_InTheFormOfBcp47(string html, string expected) => Assert.Equal(expected, Read(html).Language ?? "");

    [Theory]
    [InlineData("<link rel=canonical href=c>", "https://www.example.org/a/c")]
    [InlineData("<base href=/z/><link rel=canonical href=c>", "https://www.example.org/z/c")]
    [InlineData("<base href=https://other.example/><link rel='Canonical' href=/c>", "https://other.example/c")]
    [InlineData("<link rel=canonical href='javascript:x'><meta property=og:url content=//example.org/o>", "https://example.org/o")]
    [InlineData("<link rel=canonical href=c><meta property=og:url content=/o>", "https://www.example.org/a/c")]
    [InlineData("<a rel=canonical href=c>x</a>", "")]
    [InlineData("<script type=application/ld+json>{\"@type\":\"Article\",\"url\":\"/j\"}</script>", "https://www.example.org/j")]
    public void Read_CanonicalUrls_Absolute(string html, string expected) => Assert.Equal(expected, Read(html).CanonicalUrl ?? "");

    [Fact]
    public void Read_UnknownAddress_KeepsAbsoluteAddressesOnly()
    {
        PageMetadata metadata = PageMetadataReader.Read(new HtmlParser()
            .Parse("<link rel=canonical href=/c><link rel=license href=https://x.example/l><meta property=og:image content=i.png>"u8.ToArray()), null);
        Assert.Null(metadata.CanonicalUrl);
        Assert.Null(metadata.ImageUrl);
        Assert.Equal("https://x.example/l", metadata.LicenceUrl);
    }

    [Fact]
    public void Read_OtherFields_AreRead()
    {
        PageMetadata metadata = Read("""
            <meta property=og:site_name content="The &amp; Site"><meta property=og:type content=article><meta name=description content=" about
            it "><meta property=og:description content=og><meta property=og:image content=/i.png><meta name=keywords content="a, b,, A"><meta property=article:tag content="c">
            <div itemscope itemtype="https://schema.org/Product"></div><footer><a rel="nofollow license" href="/l">licence</a></footer>
            """);
        Assert.Equal("The & Site", metadata.SiteName);
        Assert.Equal("article", metadata.OpenGraphType);
        Assert.Equal("og", metadata.Description);
        Assert.Equal("https://www.example.org/i.png", metadata.ImageUrl);
        Assert.Equal("https://www.example.org/l", metadata.LicenceUrl);
        Assert.Equal(["a", "b", "c"], metadata.Keywords);
        Assert.Equal(["Product"], metadata.SchemaTypes);
    }

    [Fact]
    public void Read_TemplatesAndSvg_AreNoSources()
    {
        PageMetadata metadata = Read("<template><h1>T</h1><meta name=author content=T></template><svg><a rel=author href=x>Svg Svg</a></svg><h1>H</h1>");
        Assert.Equal("H", metadata.Title);
        Assert.Empty(metadata.Authors);
    }

    [Fact]
    public void Read_HostileAndMutatedPages_NeverThrows()
    {
        var parser = new HtmlParser();
        foreach (string name in HostilePages.Names) Assert.NotNull(PageMetadataReader.Read(parser.Parse(HostilePages.Make(name)), Url));
        var mutator = new PageMutator([.. MadePages.All.Select(Encoding.UTF8.GetBytes)]);
        for (ulong seed = 0; seed < 1_000; seed++)
        {
            byte[] page = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(mutator.Next(seed)));
            Assert.NotNull(PageMetadataReader.Read(parser.Parse(page), Url));
        }
    }

    private static PageMetadata Read(string html) => PageMetadataReader.Read(new HtmlParser().Parse(Encoding.UTF8.GetBytes(html)), Url);
}
