using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Extraction.Tests;

public sealed class HtmlFragmentConverterTests : StageConformance
{
    [Theory]
    [InlineData("<p>Use <code>a &lt; b</code>.</p>", "Use `a < b`.")]
    [InlineData("<p>One</p><pre><code>x = 1\n  y = 2\n</code></pre><p>Two</p>", "One\n\n```\nx = 1\n  y = 2\n```\n\nTwo")]
    [InlineData("plain text &amp; more", "plain text & more")]
    [InlineData("<ul><li>a</li><li>b</li></ul>", "- a\n- b")]
    [InlineData("<p>open <b>bold", "open **bold**")]
    [InlineData("<script>x()</script><style>p{}</style><p>Text</p>", "Text")]
    [InlineData("", "")]
    [InlineData("<p> </p>", "")]
    public void Convert_Fragments_GiveMarkdown(string html, string expected) => Assert.Equal(expected, new HtmlFragmentConverter().Convert(html));

    [Fact]
    public void Convert_PlainTextAndLinks_AsAsked()
    {
        const string Html = "<p>See <a href=\"https://x.example\">this</a> and <code>code</code>.</p>";
        Assert.Equal("See this and code.", new HtmlFragmentConverter { Format = TextFormat.PlainText }.Convert(Html));
        Assert.Equal("See [this](https://x.example) and `code`.", new HtmlFragmentConverter { KeepLinks = true }.Convert(Html));
    }

    [Fact]
    public void Convert_HostileFragments_EndInTextOrAnError()
    {
        var converter = new HtmlFragmentConverter();
        Assert.Contains("x", converter.Convert(new StringBuilder().Insert(0, "<div>", 5000).Append('x').ToString()), StringComparison.Ordinal);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => new HtmlFragmentConverter { MaxBytes = 10 }.Convert("<p>too long</p>"));
        Assert.Contains(HtmlDropReasons.PageTooLarge, error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new HtmlFragmentConverter { MaxBytes = 0 });
    }

    protected override Stage Create() => new HtmlFragmentConverter();

    protected override Stage CreateOther() => new HtmlFragmentConverter { Format = TextFormat.PlainText };

    protected override IEnumerable<Document> Documents() => Enumerable.Range(0, 30).Select(i => new Document($"d{i}",
        i % 5 == 0 ? "" : $"<p>Post {i} with <code>code</code></p>"));
}
