using System.Globalization;
using System.Text;

namespace DataCuration.Extraction.Tests;

public sealed class MainContentModelTests
{
    [Fact]
    public void Predict_MoreBlocksThanCachedRows_ScoresAllAlike()
    {
        // Features of the first 4,096 blocks are kept for the second model; those of others are computed again. Far from the edges of the page all blocks must
        // score alike.
        float[] scored = Predict(5000); // at 350 bytes per block, all are scored
        Assert.Equal(5000, scored.Length);
        Assert.All(scored, value => Assert.InRange(value, 0, 1));
        Assert.Equal(scored[4090], scored[4100], 2);
        Assert.Equal(scored, Predict(5000));
    }

    [Fact]
    public void Predict_BlocksFarSmallerThanUsual_AreScoredInGroups()
    {
        string html = string.Concat(Enumerable.Range(0, 100_000).Select(static i => i % 7 == 0 ? "<p>A few more words here" : "<p>x"));
        float[] scored = Predict(html);
        Assert.Equal(100_000, scored.Length);
        int changes = Enumerable.Range(1, scored.Length - 1).Count(i => scored[i] != scored[i - 1]);
        Assert.InRange(changes, 1, 1024 + (html.Length / 160));
    }

    private static float[] Predict(int blocks) =>
        Predict("<html><body><main>" + string.Concat(Enumerable.Range(0, blocks).Select(i => string.Create(CultureInfo.InvariantCulture,
            $"<p title='{new string('t', 280)}'>Paragraph {i} says something about the subject, and ends here.</p>"))) + "</main></body></html>");

    private static float[] Predict(string html)
    {
        HtmlTree tree = new HtmlParser().Parse(Encoding.UTF8.GetBytes(html));
        PageBlocks page = new PageSegmenter().Segment(tree);
        return new MainContentModel(ExtractionTrees.Shipped).Predict(tree, page, PageMetadataReader.Read(tree, null), null, out _).ToArray();
    }
}
