using System.Text;

namespace DataCuration.Extraction.Tests;

public sealed class SectionGapsTests
{
    private const string Kept = "<h2>Kept</h2><p>long text that is kept by the model, with many words in it</p>";

    [Theory]
    [InlineData("<div>" + Kept + "<h2>Lost</h2><p>name</p>" + Kept + "</div>", true)]
    [InlineData("<div>" + Kept + Kept + "<h2>Lost</h2><p>name</p></div>", true)]
    [InlineData("<div>" + Kept + "<h2>Lost</h2><p>name</p></div>", false)] // one section says little about the others
    [InlineData("<div>" + Kept + Kept + "<h4>Lost</h4><p>name</p></div>", false)] // another level
    [InlineData("<div>" + Kept + Kept + "<h2>Lost</h2><p><a href=/a>Other page</a></p></div>", false)]
    [InlineData("<div>" + Kept + Kept + "<h2>Read more</h2><p>name</p></div>", false)]
    [InlineData("<div>" + Kept + Kept + "<aside><h2>Lost</h2><p>name</p></aside></div>", false)]
    [InlineData("<div>" + Kept + Kept + "<div class=related><h2>Lost</h2><p>name</p></div></div>", false)]
    [InlineData("<div>" + Kept + Kept + "</div><h2>Lost</h2><p>name</p>", false)] // outside the division
    [InlineData("<section><div>" + Kept + "</div><div>" + Kept + "</div><div><h2>Lost</h2><p>name</p></div></section>", true)]
    public void Fill_ShortSection_IsKeptAmongKeptOnes(string html, bool isKept)
    {
        PageBlocks page = Segment(html);
        bool[] selected = Select(page);
        new SectionGaps().Fill(page, selected);
        int lost = Enumerable.Range(0, page.Count).Single(i => Encoding.UTF8.GetString(page.TextOf(i)) is "Lost" or "Read more");
        Assert.Equal(isKept, selected[lost] && selected[lost + 1]);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(8_000)]
    public void Fill_ManySections_LooksAtEachBlockAFewTimes(int times)
    {
        PageBlocks page = Segment("<section><div>" + string.Concat(Enumerable.Repeat(Kept + "<h2>Lost</h2><p>name</p>", times)));
        bool[] selected = Select(page);
        var gaps = new SectionGaps();
        gaps.Begin();
        gaps.Fill(page, selected);
        Assert.Equal(4 * times, page.Count);
        Assert.InRange(gaps.Steps, page.Count, 7L * (page.Count + page.ContainerCount));
    }

    private static PageBlocks Segment(string html) => new PageSegmenter().Segment(new HtmlParser().Parse(Encoding.UTF8.GetBytes($"<body>{html}")));

    private static bool[] Select(PageBlocks page)
    {
        bool[] selected = new bool[page.Count];
        for (int i = 0; i < page.Count; i++)
            selected[i] = page.TextOf(i).StartsWith("Kept"u8) || page.TextOf(i).StartsWith("long text"u8);
        return selected;
    }
}
