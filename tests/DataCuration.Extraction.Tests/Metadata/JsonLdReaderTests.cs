using System.Text;

namespace DataCuration.Extraction.Tests.Metadata;

public sealed class JsonLdReaderTests
{
    [Theory]
    [InlineData("{\"@type\":\"Article\",\"headline\":\"A\"}")]
    [InlineData("[[{\"@type\":[\"https://schema.org/Article\"],\"headline\":[\"A\",\"B\"]}]]")]
    [InlineData("{\"@graph\":[{\"@type\":\"schema:Article\",\"headline\":\"A\"}]}")]
    [InlineData("<!--\n{\"@type\":\"Article\",\"headline\":\"A\"}\n-->")]
    [InlineData("//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"A\"};\n//]]>")]
    [InlineData("/* <![CDATA[ */ {\"@type\":\"Article\",\"headline\":\"A\",} /* ]]> */")]
    [InlineData("{\"@type\":\"Article\",\"x\":{\"headline\":\"no\"},\"headline\":\"A\"}{\"y\":1}")]
    [InlineData("{\"@type\":\"WebPage\",\"mainEntity\":{\"@type\":\"Article\",\"headline\":\"A\"}}")]
    [InlineData("{\"@type\":\"Article\",\"description\":\"it\\'s a \\x\nline\ttab\",\"headline\":\"A\"}")]
    public void Read_Forms_FindsTheArticle(string script)
    {
        var reader = new JsonLdReader();
        reader.Read(Encoding.UTF8.GetBytes(script));
        JsonLdItem article = Assert.Single(reader.Items, static item => item.Rank == 0);
        Assert.Equal("A", article.Headline);
        Assert.Contains("Article", article.Types);
        Assert.Equal(0, reader.Broken);
    }

    [Theory]
    [InlineData("{\"@type\":\"Article\",\"headline\":\"A\",\"articleBody\":\"never closed")]
    [InlineData("{\"@type\":\"Article\",\"headline\":\"A\" \"x\"}")]
    [InlineData("{\"@type\":\"Article\",\"headline\":\"A\",\"name\":\"\\ud800 alone\"}")]
    [InlineData("{\"@type\":\"Article\",\"headline\":\"A\"} garbage")]
    public void Read_BrokenScript_KeepsThePartBeforeTheErrorAndCountsIt(string script)
    {
        var reader = new JsonLdReader();
        reader.Read(Encoding.UTF8.GetBytes(script));
        Assert.Equal("A", Assert.Single(reader.Items).Headline);
        Assert.Equal(1, reader.Broken);
        reader.Read("{\"@type\":\"Article\",\"headline\":\"B\"}"u8);
        Assert.Equal(2, reader.Items.Count);
        Assert.Equal(1, reader.Broken);
    }

    [Fact]
    public void Read_DeepNesting_IsBrokenAndNoStackOverflow()
    {
        var reader = new JsonLdReader();
        reader.Read(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"@graph\":[", 100_000))));
        Assert.Equal(1, reader.Broken);
        Assert.InRange(reader.Items.Count, 1, 64);
    }

    [Fact]
    public void Read_MoreThanTheBudget_IsCounted()
    {
        var reader = new JsonLdReader();
        byte[] script = Encoding.UTF8.GetBytes("{\"@type\":\"Article\",\"articleBody\":\"" + new string('x', JsonLdReader.MaxBytes * 3 / 4) + "\"}");
        reader.Read(script);
        reader.Read(script);
        Assert.Single(reader.Items);
        Assert.Equal(1, reader.Broken);
    }

    [Fact]
    public void Read_ReferencesAndDates_AreRead()
    {
        var reader = new JsonLdReader();
        reader.Read("""
            {"@type":"Product","name":"P","creator":{"name":"C","url":"/c"},"publisher":{"@type":"Organization","name":"O","logo":{"url":"x"}},"image":[{"@type":"ImageObject","url":"/i.png"}],
            "license":"/l","dateCreated":"2020-01-01","datePublished":"2020-01-02","keywords":["a","b"],"mainEntityOfPage":{"@id":"/p"},"inLanguage":{"@type":"Language","name":"English","alternateName":"en"}}
            """u8);
        JsonLdItem item = Assert.Single(reader.Items);
        Assert.Equal([new JsonLdReference("C", "/c")], item.Authors);
        Assert.Equal("O", item.Publisher?.Name);
        Assert.Equal("/i.png", item.Image);
        Assert.Equal("/l", item.Licence);
        Assert.Equal("2020-01-02", item.Published);
        Assert.Equal(["a", "b"], item.Keywords);
        Assert.Equal("/p", item.MainPage);
    }

    [Fact]
    public void Page_ListOfArticles_TakesOnlyTheOneThatIsThePage()
    {
        const string List = "<script type=application/ld+json>[{\"@type\":\"Article\",\"headline\":\"One\",\"url\":\"/1\"},{\"@type\":\"Article\","
            + "\"headline\":\"Two\",\"url\":\"/2\",\"articleBody\":\"text\"}]</script>";
        Assert.Equal("All", Read(List + "<title>All</title>", "https://example.org/").Title);
        PageMetadata second = Read(List + "<title>x</title>", "https://example.org/2/#top");
        Assert.Equal("Two", second.Title);
        Assert.Equal("text", second.ArticleBody);
        Assert.Equal("One", Read(List + "<title>One - more</title>", null).Title);

        static PageMetadata Read(string html, string? url) => PageMetadataReader.Read(new HtmlParser().Parse(Encoding.UTF8.GetBytes(html)), url);
    }
}
