using System.Text;

namespace DataCuration.Extraction.Tests;

public sealed class SectionHeadingsTests
{
    private const string Text = "<p>This is a long enough text of the page.</p>";

    [Theory]
    [InlineData("<h1>Title</h1>" + Text, true, "Title")]
    [InlineData("<h1>Title</h1>" + Text, false, "")]
    [InlineData("<header><h1>Title</h1></header><main>" + Text + "</main>", true, "Title")]
    [InlineData("<header><h1>Title</h1></header><main>" + Text + "</main>", false, "")]
    [InlineData("<header><h1>Title</h1><h2>Part</h2></header>" + Text, false, "Part")]
    [InlineData("<h1>One</h1>" + Text + "<h1>Two</h1>" + Text, false, "One|Two")] // then they are sections, not the title
    [InlineData("<h1>One</h1>" + Text + "<h2>Two</h2>" + Text, false, "Two")]
    [InlineData("<nav><h1>Menu</h1></nav>" + Text, true, "")]
    [InlineData("<aside><h1>Beside</h1></aside>" + Text, true, "")]
    [InlineData("<h1>Title</h1><p class=drop>by Ann</p>" + Text, true, "Title")]
    [InlineData("<h1>Title</h1><p class=drop>a b c d e f g h i j k l m n</p>" + Text, true, "")] // too much between them that is not kept
    [InlineData("<h2>Part</h2><h1>Title</h1>" + Text, true, "Title")] // no heading of a part is above the title
    [InlineData("<h2>Part</h2><h3>Inner</h3>" + Text, true, "Part|Inner")]
    [InlineData("<h2>Read more</h2><p class=drop>Other</p>" + Text, true, "")]
    [InlineData("<ul><li><h2>Part</h2>" + Text + "</li></ul>", false, "Part")]
    [InlineData("<ul><li><h1>Title</h1>" + Text + "</li></ul>", false, "")]
    public void Keep_HeadingsAboveText_FollowTheirLevelAndPlace(string html, bool keepsTitle, string expected)
    {
        HtmlTree tree = new HtmlParser().Parse(Encoding.UTF8.GetBytes(html));
        PageBlocks page = new PageSegmenter().Segment(tree);
        bool[] selected = new bool[page.Count];
        for (int i = 0; i < page.Count; i++) selected[i] = Encoding.UTF8.GetString(page.TextOf(i)).StartsWith("This is", StringComparison.Ordinal);
        SectionHeadings.Keep(page, selected, keepsTitle);
        var kept = new List<string>();
        for (int i = 0; i < page.Count; i++)
            if (selected[i] && ElementTraits.IsHeading(page.Blocks[i].Role)) kept.Add(Encoding.UTF8.GetString(page.TextOf(i)));
        Assert.Equal(expected, string.Join('|', kept));
    }

    [Theory]
    [InlineData("<div class=page><header class=page-header><h1>The valley line</h1></header><div class=content>{0}</div></div>", false)]
    [InlineData("<div class=page><header class=page-header><h1>The valley line</h1></header><div class=content><article>{0}</article></div></div>", true)]
    public void Extract_TitleInAPageHeader_StaysUnlessThePageIsAnArticle(string page, bool isArticle)
    {
        const string Body = "<h2>Options</h2><p>The option names the file to read, and the program stops if the file cannot be opened for reading.</p>"
            + "<pre>railway --file timetable.txt</pre><h2>Results</h2><p>The program writes one line for each train, with its time and the station.</p>"
            + "<pre>railway --list</pre><p>Lines are sorted by time, and the first line names the columns of the table that follows.</p>";
        string head = isArticle ? "<meta property='og:type' content='article'>" : "";
        ExtractedPage extracted = new HtmlExtractor { Format = TextFormat.Markdown }.Extract(Encoding.UTF8.GetBytes(
            $"<!doctype html><html lang=en><head><title>The valley line</title>{head}</head><body>"
            + $"{page.Replace("{0}", Body, StringComparison.Ordinal)}</body></html>"));
        Assert.Equal(extracted.PageType != PageType.Article, extracted.Text.Contains("# The valley line\n", StringComparison.Ordinal));
        Assert.Contains("## Options\n", extracted.Text, StringComparison.Ordinal);
    }
}
