using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Lines;

public sealed class LineDeduplicationTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("  Straße 12, Nr. 7…  ", "straße 00, nr. 0")]
    [InlineData("\u0007A\u0085B\u00A0", "ab")]
    [InlineData("“ΟΔΟΣ” – İ٣", "οδος  i\u03070")]
    [InlineData(" \t ", "")]
    public void Normalize_Line_IsCcNetForm(string line, string expected) => Assert.Equal(expected, NormalizedLine.Of(line));

    [Theory]
    [InlineData("https://User@WWW.Example.org:8080/a?b=http://x/", "www.example.org")]
    [InlineData("example.org/path", "example.org")]
    [InlineData("http://[::1]:80/", "[::1]")]
    [InlineData(null, "")]
    public void HostOf_Address_IsLowerCase(string? url, string expected) => Assert.Equal(expected, LineWriter.HostOf(url));

    [Fact]
    public async Task Fit_Site_KeepsFirstCopiesOfEachHost()
    {
        (string Url, string Text)[] pages =
        [
            ("https://a.example/1", "Menu\nOne\n\nFooter 2024"), ("https://a.example/2", "MENU\nTwo\n\nFooter 2025"), ("https://b.example/1", "Menu\nThree"),
            ("https://a.example/3", "Menu\nFour\nMenu"),
        ];
        Corpus corpus = Corpus.FromDocuments(pages.Select((page, i) => new Document($"{i}", page.Text).With(WellKnownAnnotations.Url, page.Url)));
        CurationRun run = folder.Run();
        Assert.Equal(["Menu\nOne\n\nFooter 2024", "Two", "Menu\nThree", "Four"], await CutAsync(new LineDeduplication { Partitions = 2 }));
        Assert.Equal(["Menu\nOne\n\nFooter 2024", "MENU\nTwo\n\nFooter 2025", "Menu\nThree", "Four"],
            await CutAsync(new LineDeduplication { KeptCopies = 2, Partitions = 2 }));
        Assert.Equal(["One\n\nFooter 2024", "Two\n\nFooter 2025", "Menu\nThree", "Four"],
            await CutAsync(new LineDeduplication { KeptCopies = 0, MinCopies = 3, Partitions = 2 }));
        Assert.Equal(["Menu\nOne\n\nFooter 2024", "MENU\nTwo", "Menu\nThree", "Menu\nFour\nMenu"],
            await CutAsync(new LineDeduplication { MinLineBytes = 5, Partitions = 2 }));
        Assert.Equal(["Menu\nOne\n\nFooter 2024", "Two", "Three", "Four"], await CutAsync(new LineDeduplication { Scope = LineScope.Corpus, Partitions = 2 }));

        async Task<string[]> CutAsync(LineDeduplication fit)
        {
            using DuplicateSpans spans = await corpus.FitAsync(fit, run);
            return [.. (await RunFolder.Read(corpus.Pipe(new DuplicateSpanRemoval(spans) { MinWords = 0 }), run)).Select(document => document.Text)];
        }
    }
}
