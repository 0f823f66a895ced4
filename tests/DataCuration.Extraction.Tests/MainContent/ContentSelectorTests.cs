using System.Globalization;
using System.Text;
using CsCheck;

namespace DataCuration.Extraction.Tests;

public sealed class ContentSelectorTests
{
    [Fact]
    public void Select_AnyProbabilities_HasTheBestExpectedMeasureOfAllSets() =>
        Gen.Select(Gen.Int[1, 12].Array[1, 9], Gen.Float[0.01f, 0.99f].Array[9], Gen.Int[0, 2].Select(i => new[] { 0.5, 1, 2 }[i]))
            .Sample((sizes, probabilities, beta) =>
        {
            PageBlocks page = PageOf(sizes);
            Span<float> given = probabilities.AsSpan(0, sizes.Length);
            var selector = new ContentSelector();
            selector.Select(page, given, beta);
            double all = Enumerable.Range(0, sizes.Length).Sum(i => probabilities[i] * (double)sizes[i]);
            double best = Enumerable.Range(1, (1 << sizes.Length) - 1).Max(set => Measure(i => ((set >> i) & 1) == 1));
            bool[] selected = selector.Selected[..sizes.Length].ToArray();
            Assert.Equal(best, Measure(i => selected[i]), 6);

            double Measure(Func<int, bool> has)
            {
                double chosen = 0;
                double hits = 0;
                for (int i = 0; i < sizes.Length; i++)
                {
                    if (!has(i)) continue;
                    chosen += sizes[i];
                    hits += probabilities[i] * (double)sizes[i];
                }
                return (1 + (beta * beta)) * hits / (chosen + (beta * beta * all) + 1e-9);
            }
        });

    [Theory]
    [InlineData("", "aria-hidden=true", "visible|")]
    [InlineData("aria-hidden=true", "", "|visible")]
    [InlineData("", "", "visible|")]
    public void Select_TextTwice_KeepsTheVisibleOne(string first, string second, string expected)
    {
        const string Text = "a text of more than eight words that stands twice in the page";
        HtmlTree tree = new HtmlParser().Parse(Encoding.UTF8.GetBytes($"<div {first}>{Text}</div><div {second}>{Text}</div>"));
        PageBlocks page = new PageSegmenter().Segment(tree);
        var selector = new ContentSelector();
        selector.Select(page, new float[] { 0.9f, 0.9f }, 1);
        Assert.Equal(expected, string.Join('|', selector.Selected[..2].ToArray().Select(kept => kept ? "visible" : "")));
    }

    [Theory]
    [InlineData(PageType.Article, "Ceramic mug with a picture", "", true)]
    [InlineData(PageType.Collection, "Ceramic mug with a picture", "", false)]
    [InlineData(PageType.Collection, "Ceramic mug here", "", true)]
    [InlineData(PageType.Article, "Press the button until the light is green again", "", false)]
    [InlineData(PageType.Documentation, "Press the button until the light is green again", "", true)]
    [InlineData(PageType.Documentation, "Press the button until the light is green again", "aria-hidden=true", false)]
    internal void Select_TextTwice_KeepsCopiesByPageTypeAndLength(PageType type, string text, string second, bool isKept)
    {
        HtmlTree tree = new HtmlParser().Parse(Encoding.UTF8.GetBytes($"<div>{text}</div><div {second}>{text}</div>"));
        PageBlocks page = new PageSegmenter().Segment(tree);
        var selector = new ContentSelector();
        selector.Select(page, new float[] { 0.9f, 0.9f }, 1, minCopyWords: ContentSelector.MinCopyWords(type));
        Assert.Equal([true, isKept], selector.Selected[..2].ToArray());
    }

    private static PageBlocks PageOf(int[] sizes)
    {
        // Each block has its own words, so none is a duplicate.
        string html = string.Concat(sizes.Select((size, block) => "<p>"
            + string.Join(' ', Enumerable.Range(0, size).Select(word => string.Create(CultureInfo.InvariantCulture, $"w{block}x{word}"))) + "</p>"));
        return new PageSegmenter().Segment(new HtmlParser().Parse(Encoding.UTF8.GetBytes(html)));
    }
}
