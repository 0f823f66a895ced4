using System.Text;

namespace DataCuration.Extraction.Tests;

/// <summary>Articles in structured data, of which the page itself shows little or nothing.</summary>
public sealed class ArticleBodyTests
{
    private static readonly string Long = string.Join(' ', Enumerable.Range(1, 80).Select(number => $"word{number}"));

    [Theory]
    [InlineData("<div id=root></div>")]
    [InlineData("<p>Loading the story</p>")]
    [InlineData("")]
    public void Extract_PageFilledByScripts_HasItsArticle(string body)
    {
        foreach (TextFormat format in Enum.GetValues<TextFormat>())
        {
            ExtractedPage page = Extract(body, $"{Long}\\n\\nSecond paragraph.", format);
            Assert.Equal((null, $"{Long}\n\nSecond paragraph."), (page.DropReason, page.Text));
            Assert.Equal("Head", page.Metadata!.Title);
            Assert.InRange(page.Words, 81, 90);
        }
    }

    [Fact]
    public void Extract_PageFilledByScripts_AppliesMinWords()
    {
        Assert.Equal(HtmlDropReasons.NoText, Extract("<div></div>", "too short to be an article").DropReason);
        Assert.Equal(HtmlDropReasons.NoMainContent, Extract("<div></div>", Long, minWords: 1000).DropReason);
    }

    [Theory]
    [InlineData("Tom &amp; Ann&#8217;s AT&T, R&D", "Tom & Ann\u2019s AT&T, R&D")]
    [InlineData("if a < b & c > d", "if a < b & c > d")]
    [InlineData("x <3 y, <em is no tag", "x <3 y, <em is no tag")]
    [InlineData("<p>One <b>two</b></p><p>three</p>", "One two\n\nthree")]
    [InlineData("&lt;p&gt;One&lt;/p&gt;&lt;p&gt;two &amp;amp; three&lt;/p&gt;", "One\n\ntwo & three")]
    [InlineData("one<br>two", "one\ntwo")]
    public void Extract_ArticleBody_IsReadInAnyForm(string written, string expected)
    {
        string text = Extract("", $"{written}\\n\\n{Long}").Text;
        Assert.StartsWith(expected, text, StringComparison.Ordinal);
        Assert.EndsWith("word80", text, StringComparison.Ordinal);
    }

    private static ExtractedPage Extract(string body, string articleBody, TextFormat format = TextFormat.PlainText, int minWords = 1)
    {
        string html = $$"""<html><head><title>Head</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"Head","articleBody":"{{articleBody}}"}</script></head><body>{{body}}</body></html>""";
        return new HtmlExtractor { Format = format, MinWords = minWords }.Extract(Encoding.UTF8.GetBytes(html));
    }
}
