using System.Globalization;
using System.Text;

namespace DataCuration.Extraction.Tests;

public sealed class MainContentModelTests
{
    [Fact]
    public void Judge_MoreBlocksThanRowsAreKept_IsTheSameForAllOfThem()
    {
        // The numbers of the first 4,096 blocks are kept for the second judgement, those of the others found anew. Far from the page's edges all blocks are alike, whichever way it was.
        float[] judged = Judge(6000);
        Assert.Equal(6000, judged.Length);
        Assert.All(judged, value => Assert.InRange(value, 0, 1));
        Assert.Equal(judged[4090], judged[4100], 2);
        Assert.Equal(judged, Judge(6000));
    }

    private static float[] Judge(int blocks)
    {
        string html = "<html><body><main>" + string.Concat(Enumerable.Range(0, blocks).Select(i => string.Create(CultureInfo.InvariantCulture, $"<p>Paragraph {i} says something about the subject, and ends here.</p>"))) + "</main></body></html>";
        HtmlTree tree = new HtmlParser().Parse(Encoding.UTF8.GetBytes(html));
        PageBlocks page = new PageSegmenter().Segment(tree);
        return new MainContentModel(ExtractionTrees.Shipped).Judge(tree, page, PageMetadataReader.Read(tree, null), null, out _).ToArray();
    }
}
