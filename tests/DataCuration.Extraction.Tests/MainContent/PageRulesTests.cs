using System.Text;

namespace DataCuration.Extraction.Tests;

public sealed class PageRulesTests
{
    private const string Long = "w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w w";

    [Theory]
    [InlineData(PageType.Article, PageKinds.None, false, true)]
    [InlineData(PageType.Service, PageKinds.OpenGraphArticle, false, true)]
    [InlineData(PageType.Service, PageKinds.OpenGraphArticle | PageKinds.Forum, false, false)]
    [InlineData(PageType.Forum, PageKinds.None, false, false)]
    [InlineData(PageType.Article, PageKinds.None, true, false)]
    internal void Apply_CommentsAfterText_AreLoweredOnlyOnArticles(PageType type, PageKinds kinds, bool isForumAddress, bool isLowered)
    {
        float[] probabilities = Apply($"<p>{Long}</p><div class=comments><p>so says a reader</p></div><p>end</p>",
            [0.9f, 0.9f, 0.9f], kinds, type, isForumAddress);
        Assert.Equal(isLowered ? 0.09f : 0.9f, probabilities[1], 4);
        Assert.Equal([0.9f, 0.9f], [probabilities[0], probabilities[2]]);
    }

    [Theory]
    [InlineData("<div class=comments><p>the whole article stands in it</p></div><p>end</p>")]
    [InlineData($"<div class=topic><p>{Long}</p></div><div class=comments><p>reply</p></div>")]
    public void Apply_CommentsWithoutArticleBefore_AreLeft(string html) =>
        Assert.Equal([0.9f, 0.9f], Apply(html, [0.9f, 0.9f], PageKinds.None, PageType.Article, false));

    [Theory]
    [InlineData(9, true)]
    [InlineData(11, false)]
    public void Apply_CommentsLongerThanTheTextBefore_AreLoweredUpToTenTimes(int times, bool areLowered)
    {
        string comments = string.Concat(Enumerable.Repeat($"<div class=comment><p>{Long}</p></div>", times));
        float[] probabilities = Apply($"<p>{Long}</p>{comments}", [.. Enumerable.Repeat(0.9f, times + 1)], PageKinds.None, PageType.Article, false);
        Assert.Equal(0.9f, probabilities[0]);
        Assert.All(probabilities[1..], probability => Assert.Equal(areLowered ? 0.09f : 0.9f, probability, 4));
    }

    [Theory]
    [InlineData(PageType.Product, 0.09f)]
    [InlineData(PageType.Collection, 0.9f)]
    internal void Apply_ReviewsOfProduct_AreLowered(PageType type, float expected) =>
        Assert.Equal(expected, Apply($"<p>{Long}</p><section id=reviews><p>fits well</p></section>", [0.9f, 0.9f], PageKinds.None, type, false)[1], 4);

    [Theory]
    [InlineData(PageType.Product, "shop-faq", 0.09f)]
    [InlineData(PageType.Collection, "faqs", 0.09f)]
    [InlineData(PageType.Service, "faq", 0.9f)]
    [InlineData(PageType.Documentation, "faq", 0.9f)]
    [InlineData(PageType.Product, "details", 0.9f)]
    internal void Apply_FrequentQuestions_AreLoweredBesideProducts(PageType type, string name, float expected) =>
        Assert.Equal([0.9f, expected], Apply($"<p>{Long}</p><div class={name}><div><p>When will it arrive? Soon.</p></div></div>", [0.9f, 0.9f],
            PageKinds.None, type, false), new Near());

    [Theory]
    [InlineData(PageType.Forum, "div class=post", "div class=signature", 0.09f)]
    [InlineData(PageType.Forum, "div class=post", "div class=postSignature", 0.09f)]
    [InlineData(PageType.Documentation, "div class=msg_body", "div class=signature", 0.09f)] // a thread that looks like something else
    [InlineData(PageType.Documentation, "section class=detail", "div class=member-signature", 0.9f)] // of a function
    [InlineData(PageType.Documentation, "dl class=function", "dt class=sig", 0.9f)]
    internal void Apply_SignaturesOfMembers_AreLowered(PageType type, string post, string signature, float expected)
    {
        float[] probabilities = Apply($"<{post}><p>{Long}</p><{signature}><p>my computer</p><div class=signature-line>my other computer</div></div></div>"
            + "<p>end</p>", [0.9f, 0.9f, 0.9f, 0.9f], PageKinds.None, type, false);
        // Once, though an element of a signature is named one too.
        Assert.Equal([0.9f, expected, expected, 0.9f], probabilities, new Near());
    }

    [Theory]
    [InlineData(PageKinds.OpenGraphArticle, 0.09f)]
    [InlineData(PageKinds.OpenGraphArticle | PageKinds.List, 0.9f)]
    [InlineData(PageKinds.None, 0.9f)]
    internal void Apply_OtherArticles_AreLoweredIfPageIsDeclaredAnArticle(PageKinds kinds, float expected)
    {
        // The first article has less than half of the likely text.
        float[] probabilities = Apply($"<article><p>one two three four five six seven eight nine ten</p></article><article><p>{Long}</p></article><p>end</p>",
            [0.9f, 0.9f, 0.9f], kinds, PageType.Article, false);
        Assert.Equal(expected, probabilities[1], 4);
        Assert.Equal([0.9f, 0.9f], [probabilities[0], probabilities[2]]);
    }

    [Fact]
    public void Apply_SmallArticleBesideLargeOne_IsLowered() =>
        Assert.Equal(0.09f, Apply($"<article><p>{Long}</p></article><article><p>teaser</p></article>", [0.9f, 0.9f],
            PageKinds.None, PageType.Article, false)[1], 4);

    [Theory]
    [InlineData("<div role=dialog class=cookie-consent>", 0.09f)]
    [InlineData("<div role=dialog class=settings>", 0.9f)]
    [InlineData("<div class=cookie-recipes>", 0.9f)]
    public void Apply_ConsentDialog_IsLowered(string element, float expected) =>
        Assert.Equal(expected, Apply($"<p>text</p>{element}<p>we use them</p></div>", [0.9f, 0.9f], PageKinds.None, PageType.Service, false)[1], 4);

    private static float[] Apply(string html, float[] probabilities, PageKinds kinds, PageType type, bool isForumAddress)
    {
        PageBlocks page = new PageSegmenter().Segment(new HtmlParser().Parse(Encoding.UTF8.GetBytes(html)));
        Assert.Equal(probabilities.Length, page.Count);
        PageRules.Apply(page, kinds, type, isForumAddress, probabilities);
        return probabilities;
    }

    private sealed class Near : IEqualityComparer<float>
    {
        public bool Equals(float x, float y) => MathF.Abs(x - y) < 0.0001f;

        public int GetHashCode(float obj) => 0;
    }
}
