using System.Text;

namespace DataCuration.Extraction.Tests;

public sealed class HeadedItemsTests
{
    [Theory]
    [InlineData("<ul><li><h3>One</h3><p>first</p></li><li><h3>Two</h3><p>second</p></li></ul>", "### One\n\nfirst\n\n### Two\n\nsecond")]
    [InlineData("<ul><li>plain</li><li><h3>Two</h3><p>second</p></li></ul>", "- plain\n\n### Two\n\nsecond")]
    [InlineData("<ul><li><h3>One</h3><ul><li>inner</li><li>more</li></ul></li></ul>", "### One\n\n- inner\n- more")]
    [InlineData("<ol><li><h2>One</h2><p>first</p></li><li>plain</li></ol>", "## One\n\nfirst\n\n2. plain")]
    [InlineData("<ul><li>outer<ul><li><h4>Deep</h4><p>text</p></li></ul></li></ul>", "outer\n\n#### Deep\n\ntext")]
    [InlineData("<ul><li><div><section><h2>One</h2></section></div><p>first</p></li></ul>", "## One\n\nfirst")]
    [InlineData("<blockquote><ul><li><h3>One</h3><p>first</p></li></ul></blockquote>", "> ### One\n\n> first")]
    [InlineData("<ul><li>a</li><li>b</li></ul><h2>After</h2>", "- a\n- b\n\n## After")]
    public void Render_ItemsWithHeadings_AreSections(string html, string expected) => Assert.Equal(expected, Render(html, static (_, _) => true));

    [Fact]
    public void Render_ItemWhoseHeadingIsNotKept_IsAnItem() =>
        Assert.Equal("- first", Render("<ul><li><h3>One</h3><p>first</p></li></ul>", static (page, i) => page.Blocks[i].Role != HtmlTag.H3));

    [Fact]
    public void Contains_SecondPage_ForgetsTheFirst()
    {
        var items = new HeadedItems();
        PageBlocks first = Segment("<ul><li><h2>One</h2></li></ul>");
        items.Read(first, [true]);
        Assert.True(items.Contains(ItemOf(first)));
        PageBlocks second = Segment("<ul><li><p>One</p></li></ul>");
        items.Read(second, [true]);
        Assert.False(items.Contains(ItemOf(second)));
        Assert.Equal(0, items.Marked);
    }

    [Fact]
    public void Read_ManyHeadingsInOneDeepItem_MarksEachContainerOnce()
    {
        const int Depth = 150;
        PageBlocks page = Segment(string.Concat(Enumerable.Repeat("<ul><li>", Depth)) + string.Concat(Enumerable.Repeat("<h2>a</h2>", 5_000)));
        bool[] all = new bool[page.Count];
        Array.Fill(all, true);
        var items = new HeadedItems();
        items.Read(page, all);
        Assert.Equal(5_000, page.Count);
        Assert.InRange(items.Marked, 5_000, page.ContainerCount);
    }

    private static int ItemOf(PageBlocks page)
    {
        for (int i = 0; i < page.ContainerCount; i++)
            if (page.Containers[i].Tag == HtmlTag.ListItem) return i;
        throw new InvalidOperationException("The page has no item.");
    }

    private static PageBlocks Segment(string html) => new PageSegmenter().Segment(new HtmlParser().Parse(Encoding.UTF8.GetBytes(html)));

    private static string Render(string html, Func<PageBlocks, int, bool> isKept)
    {
        HtmlTree tree = new HtmlParser().Parse(Encoding.UTF8.GetBytes(html));
        PageBlocks page = new PageSegmenter().Segment(tree);
        bool[] selected = [.. Enumerable.Range(0, page.Count).Select(i => isKept(page, i))];
        return Encoding.UTF8.GetString(new PageRenderer().Render(tree, page, selected, TextFormat.Markdown));
    }
}
