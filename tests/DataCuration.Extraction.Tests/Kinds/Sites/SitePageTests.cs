namespace DataCuration.Extraction.Tests.Kinds;

/// <summary>Each kind of fault on pages of other sites: other programs, languages, classes and markup.</summary>
public sealed class SitePageTests
{
    private static readonly SitePage[] All =
    [
        .. AdjacentBlocksPages.All,
        .. ConsentBannersPages.All,
        .. HeadingLinksPages.All,
        .. HeadingsInLinksPages.All,
        .. HiddenTextPages.All,
        .. SignUpBoxesPages.All,
        .. ScriptlessTextPages.All,
        .. PowersPages.All,
        .. QuotationsPages.All,
        .. TableMarkupPages.All,
        .. TabPanelsPages.All,
        .. WikiMarksPages.All,
    ];

    public static TheoryData<string> Names => [.. All.Select(static page => page.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Extract_FragmentInAPage_ComesOutAsAReaderExpects(string name)
    {
        SitePage page = All.Single(page => page.Name == name);
        byte[] html = page.ToHtml();
        string plain = Spaced(new HtmlExtractor().Extract(html).Text);
        string markdown = Spaced(new HtmlExtractor { Format = TextFormat.Markdown }.Extract(html).Text);
        foreach (string text in SiteTexts.ByLanguage[page.Language]) Assert.Contains(Spaced(text), plain, StringComparison.Ordinal);
        foreach (string either in page.Must)
        {
            Assert.True(either.Split('|').Select(Spaced).Any(text => plain.Contains(text, StringComparison.Ordinal)
                || markdown.Contains(text, StringComparison.Ordinal)), $"'{either}' is not in:\n{markdown}");
        }
        foreach (string text in page.MustNot.Select(Spaced))
        {
            Assert.DoesNotContain(text, plain, StringComparison.Ordinal);
            Assert.DoesNotContain(text, markdown, StringComparison.Ordinal);
        }
    }

    private static string Spaced(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
