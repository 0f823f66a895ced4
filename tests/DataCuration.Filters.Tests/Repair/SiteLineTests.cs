using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Repair;

public sealed class SiteLineTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(10, 10, true)]
    [InlineData(9, 10, false)]
    [InlineData(10, 200, true)] // a share of 0.05
    [InlineData(10, 201, false)]
    public async Task FitAsync_SharedLine_NeedsCountAndShare(int pagesWithLine, int pages, bool isShared)
    {
        Corpus corpus = Corpus.FromDocuments(Enumerable.Range(0, pages)
            .Select(i => Page(i, "a.example", i < pagesWithLine ? $"  Subscribe now! \nown text {i}\nSubscribe now!\n" : $"own text {i}")));
        SiteLines lines = await corpus.FitAsync(new SiteLineFit(), folder.Run());
        Assert.Equal(isShared ? 1 : 0, lines.Count);
    }

    [Fact]
    public async Task Transform_SharedLines_AreRemovedOnTheirSiteOnly()
    {
        using CurationRun run = folder.Run();
        Corpus corpus = Corpus.FromDocuments(
        [
            .. Enumerable.Range(0, 12).Select(i => Page(i, i % 2 == 0 ? "www.a.example" : "A.example:80", $"Menu\n\n  text {i}\r\n\tMenu \nlast")),
            Page(100, "b.example", "Menu\ntext"), Page(101, "a.example", "Menu\nlast"), new Document("102", "Menu\ntext"),
        ]);
        SiteLines lines = await corpus.FitAsync(new SiteLineFit { MinDocuments = 5 }, run);
        Assert.Equal(2, lines.Count); // "Menu" and "last"
        var stage = new SiteLineRemover(lines);
        List<Document> kept = await RunFolder.Read(corpus.Pipe(stage), run);
        Assert.Equal(14, kept.Count); // 101 has shared lines only
        Assert.Equal("\n  text 3\r\n", kept[3].Text);
        Assert.Equal(3, kept[3].Get(SiteLineRemover.Removed));
        Assert.Equal("Menu\ntext", kept[12].Text);
        Assert.Equal("Menu\ntext", kept[13].Text);
        Assert.Equal(SiteLineRemover.Reason, new StageCalls(stage).Apply(Page(101, "a.example", "Menu\nlast")).Reason);
    }

    [Theory]
    [InlineData("https://www.Example.org/path?x=@y", "example.org")]
    [InlineData("http://user:pw@example.org:8080/", "example.org")]
    [InlineData("example.org/path", "example.org")]
    [InlineData("http://[2001:db8::1]:80/", "[2001:db8::1]")]
    [InlineData("https:///path", null)]
    [InlineData(null, null)]
    public void Of_Addresses_GivesTheHost(string? url, string? site) => Assert.Equal(site, SiteNames.Of(url, null));

    [Fact]
    public void Of_WithSuffixes_GivesTheRegistrableDomain() =>
        Assert.Equal("example.co.uk", SiteNames.Of("https://news.example.co.uk/", PublicSuffixList.Parse("uk\nco.uk")));

    [Fact]
    public void Options_OutOfRange_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SiteLineFit { MinDocuments = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SiteLineFit { MinShare = 1.5 });
    }

    private static Document Page(int number, string host, string text) =>
        new Document($"{number}", text).With(WellKnownAnnotations.Url, $"https://{host}/page/{number}");
}

public sealed class SiteLineFitConformance : CorpusFitConformance<SiteLines>
{
    protected override CorpusFit<SiteLines> Create() => new Tagged(50);

    protected override CorpusFit<SiteLines> CreateOther() => new Tagged(5_000);

    protected override string Fingerprint(SiteLines artifact) => artifact.Fingerprint;

    /// <summary>The fit over a corpus whose documents get an address and a shared line.</summary>
    private sealed class Tagged(int minimum) : CorpusFit<SiteLines>
    {
        public override string Name => "tagged";

        protected override void Describe(FingerprintWriter writer) => writer.Add("minimum", minimum);

        protected override Task<SiteLines> FitAsync(FitScope scope, CancellationToken cancellationToken) =>
            scope.FitAsync(scope.Corpus.Pipe(new FakeTransform((document, _) => StageResult.Replace(document.Edit()
                .Set(WellKnownAnnotations.Url, $"https://host{document.Id.Length}.example/{document.Id}").SetText(document.Text + "\nshared line").Build()))),
                new SiteLineFit { MinDocuments = minimum }, cancellationToken);
    }
}
