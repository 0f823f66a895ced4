using System.Globalization;
using System.Text;

namespace DataCuration.Extraction.Tests;

public sealed class MainContentModelTests
{
    [Fact]
    public void Judge_MoreBlocksThanRowsAreKept_IsTheSameForAllOfThem()
    {
        // Blocks from 1,000 on have the same numbers: their neighbours are alike, and so is the page. Only the depth of the row store lies between them.
        float[] small = Judge(4000);
        float[] large = Judge(6000);
        Assert.All(large, value => Assert.InRange(value, 0, 1));
        Assert.Equal(4000, small.Length);
        // One that is kept and one that is found anew, of the same page.
        Assert.Equal(large, Judge(6000));
        Assert.Equal(large[4090], large[4100], 2);
    }

    private static float[] Judge(int blocks)
    {
        string html = "<html><body><main>" + string.Concat(Enumerable.Range(0, blocks).Select(i => string.Create(CultureInfo.InvariantCulture, $"<p>Paragraph {i} says something about the subject, and ends here.</p>"))) + "</main></body></html>";
        HtmlTree tree = new HtmlParser().Parse(Encoding.UTF8.GetBytes(html));
        PageBlocks page = new PageSegmenter().Segment(tree);
        return new MainContentModel(ExtractionTrees.Shipped).Judge(tree, page, PageMetadataReader.Read(tree, null), null, out _).ToArray();
    }
}
