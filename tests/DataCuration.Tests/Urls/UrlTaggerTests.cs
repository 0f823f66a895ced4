using DataCuration.TestKit;

namespace DataCuration.Tests;

public sealed class UrlTaggerTests
{
    private static readonly PublicSuffixList List = PublicSuffixList.Parse("com\nco.uk\nuk");

    [Fact]
    public async Task Transform_Address_IsTakenApart()
    {
        Document[] documents = await RunAsync(new UrlTagger(List), "HTTP://WWW.Example.CO.UK/a/../b?utm_source=x#y");
        Assert.Equal("http://www.example.co.uk/b", documents[0].Get(UrlTagger.CanonicalUrl));
        Assert.Equal("www.example.co.uk", documents[0].Get(UrlTagger.Host));
        Assert.Equal("example.co.uk", documents[0].Get(UrlTagger.Domain));
    }

    [Fact]
    public async Task Transform_InvalidOrMissing_GoesOnOrIsDropped()
    {
        Document[] kept = await RunAsync(new UrlTagger(List), "nonsense", null);
        Assert.Equal(2, kept.Length);
        Assert.All(kept, document => Assert.False(document.TryGet(UrlTagger.Host, out _)));
        Assert.Empty(await RunAsync(new UrlTagger(List) { DropsInvalid = true }, "nonsense", null));
    }

    [Fact]
    public async Task Transform_NoList_RefusesToRun()
    {
        Exception? e = await Record.ExceptionAsync(() => RunAsync(new UrlTagger(), "http://example.com/"));
        while (e is not null and not InvalidOperationException) e = e.InnerException;
        Assert.NotNull(e);
        Assert.Contains("apt-get install publicsuffix", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transform_DomainNotWanted_NeedsNoList()
    {
        Document[] documents = await RunAsync(new UrlTagger { WritesDomain = false }, "http://example.com/");
        Assert.Equal("example.com", documents[0].Get(UrlTagger.Host));
        Assert.False(documents[0].TryGet(UrlTagger.Domain, out _));
    }

    private static async Task<Document[]> RunAsync(Stage stage, params string?[] urls)
    {
        using var folder = new TemporaryFolder();
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder.Path });
        Document[] documents =
            [.. urls.Select((url, i) => url is null ? new Document($"{i}", "text") : new Document($"{i}", "text").With(WellKnownAnnotations.Url, url))];
        List<Document> result = [];
        await foreach (Document document in Corpus.FromDocuments(documents).Pipe(stage).AsAsyncEnumerable(run, TestContext.Current.CancellationToken))
            result.Add(document);
        return [.. result];
    }
}
