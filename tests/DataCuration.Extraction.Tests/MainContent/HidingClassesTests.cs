using System.Text;

namespace DataCuration.Extraction.Tests;

public sealed class HidingClassesTests
{
    private const string Text = "<p>This is a text of the page, and a reader sees all of its words on every screen.</p>";

    [Theory]
    [InlineData("<div class='d-none'>{0}</div>", true)]
    [InlineData("<p class='note is-hidden'>x</p>", true)]
    [InlineData("<div class='d-none d-print-block'>{0}</div>", true)] // only on paper
    [InlineData("<div class='d-none d-lg-flex'>{0}</div>", false)]
    [InlineData("<div class='d-nonesuch'>{0}</div>", false)]
    [InlineData("<div class='hidden'>{0}</div>", false)] // a script may show it
    [InlineData("<div class='tab-pane d-none'>{0}</div>", false)] // a reader opens it
    [InlineData("<details class='d-none'><summary>More</summary>{0}</details>", false)]
    public void Mark_ClassOfAFramework_HidesUnlessAnotherShows(string html, bool isHidden)
    {
        PageBlocks page = Mark(string.Concat(Enumerable.Repeat(Text, 5)) + html.Replace("{0}", "<p>x</p>", StringComparison.Ordinal));
        Assert.Equal(isHidden, page.Blocks[^1].IsUnwanted);
        Assert.False(page.Blocks[0].IsUnwanted);
    }

    [Fact]
    public void Mark_MuchOfThePage_Stays()
    {
        PageBlocks page = Mark(Text + Text + $"<div class=d-none>{Text}</div>");
        Assert.False(page.Blocks[^1].IsUnwanted);
    }

    private static PageBlocks Mark(string html)
    {
        HtmlTree tree = new HtmlParser().Parse(Encoding.UTF8.GetBytes(html));
        PageBlocks page = new PageSegmenter().Segment(tree);
        new UnwantedBoxes().Mark(tree, page);
        return page;
    }
}
