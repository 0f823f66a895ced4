using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Lines;

public sealed class LineIndexTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(LineScope.Site, 1, 2)]
    [InlineData(LineScope.Site, 0, 4)]
    [InlineData(LineScope.Corpus, 3, 2)]
    [InlineData(LineScope.Corpus, 1, 5)]
    public async Task Fit_AgainstIndexes_EqualsTheCorporaTogether(LineScope scope, int kept, int copies)
    {
        var random = new SeededRandom((ulong)(kept * 10) + (ulong)copies);
        Document[][] corpora = [MakePages(ref random, 0), MakePages(ref random, 1), MakePages(ref random, 2)];
        CurationRun run = folder.Run();
        LineIndex[] indexes = new LineIndex[2];
        for (int i = 0; i < 2; i++) indexes[i] = await ToCorpus(corpora[i]).FitAsync(new LineIndexFit { Scope = scope, Partitions = 1 + (2 * i) }, run);
        var fit = new LineDeduplication { Scope = scope, KeptCopies = kept, MinCopies = copies, Partitions = 2 };
        var later = new LineDeduplication { Scope = scope, KeptCopies = kept, MinCopies = copies, Partitions = 2, Indexes = indexes };
        using DuplicateSpans together = await Corpus.Concat([.. corpora.Select(ToCorpus)]).FitAsync(fit, run);
        using DuplicateSpans spans = await ToCorpus(corpora[2]).FitAsync(later, run);
        using DuplicateSpans alone = await ToCorpus(corpora[2]).FitAsync(fit, run);
        Assert.Equal(Show(together, 2), Show(spans, 0));
        Assert.NotEqual(Show(alone, 0), Show(spans, 0));
        Assert.True(spans.SpanCount > 10, $"{spans.SpanCount} spans");
    }

    [Fact]
    public async Task Fit_OnlyIndexes_MarksWhatTheIndexHolds()
    {
        CurationRun run = folder.Run();
        LineIndex index = await ToCorpus([Page("a", "Menu\nOnce")]).FitAsync(new LineIndexFit { Partitions = 2 }, run);
        Assert.Equal(1, index.DocumentCount);
        Document[] pages = [Page("a", "Menu\nTwice\nTwice"), Page("b", "Menu\nMenu"), Page("a", "menu")];
        Assert.Equal(["Twice\nTwice", "Menu\nMenu", ""], await CutAsync(new() { Indexes = [index], IndexMode = IndexMode.OnlyIndexes }));
        // One copy in the index and the own one: two may stay.
        Assert.Equal(pages.Select(page => page.Text), await CutAsync(new() { Indexes = [index], IndexMode = IndexMode.OnlyIndexes, KeptCopies = 2 }));
        Assert.Equal(["Twice", "Menu", ""], await CutAsync(new() { Indexes = [index] }));

        async Task<string[]> CutAsync(LineDeduplication fit)
        {
            using DuplicateSpans spans = await ToCorpus(pages).FitAsync(fit, run);
            Dictionary<string, string> left = (await RunFolder.Read(ToCorpus(pages).Pipe(new DuplicateSpanRemoval(spans) { MinWords = 0 }), run))
                .ToDictionary(document => document.Id, document => document.Text);
            return [.. pages.Select((_, i) => left.GetValueOrDefault($"{i}", ""))];
        }
    }

    [Fact]
    public async Task Fit_OnlyIndexesWithMinCopies_CountsTheCopiesOfTheIndexAndTheOwnOne()
    {
        CurationRun run = folder.Run();
        LineIndex index = await ToCorpus([Page("a", "Rare\nMenu\nMenu\nMenu")]).FitAsync(new LineIndexFit { Partitions = 1 }, run);
        Corpus corpus = ToCorpus([Page("a", "Rare\nRare\nRare\nRare\nMenu\nMenu")]);
        using DuplicateSpans spans = await corpus.FitAsync(
            new LineDeduplication { Indexes = [index], IndexMode = IndexMode.OnlyIndexes, MinCopies = 4, Partitions = 1 }, run);
        // Two copies of one line are not four, however often the corpus has it; three of the other and the own one are.
        Assert.Equal([(20, 29)], spans.Read(0, 0).Select(span => (span.Start, span.Start + span.Length)));
    }

    [Fact]
    public async Task Load_HeaderWithoutAListOfFiles_IsNamed()
    {
        CurationRun run = folder.Run();
        LineIndex index = await ToCorpus([Page("a", "Menu")]).FitAsync(new LineIndexFit { Partitions = 1 }, run);
        string path = Path.Combine(index.Folder, "index", "index.json"), json = File.ReadAllText(path);
        File.WriteAllText(path, json[..json.IndexOf("\"parts\"", StringComparison.Ordinal)] + "\"parts\": []}");
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => LineIndex.Load(index.Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_DamagedOrOtherIndex_IsNamed()
    {
        CurationRun run = folder.Run();
        Corpus corpus = ToCorpus([Page("a", "Menu\nOnce")]);
        LineIndex index = await corpus.FitAsync(new LineIndexFit { Partitions = 1 }, run);
        Assert.Equal(index.Fingerprint, LineIndex.Load(index.Folder).Fingerprint);
        CurationException error = await Assert.ThrowsAsync<CurationException>(() =>
            corpus.FitAsync(new LineDeduplication { Scope = LineScope.Corpus, Indexes = [index] }, run));
        Assert.Contains("Scope = Site, and this deduplication has Corpus", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => SubstringIndex.Load(index.Folder));
        string path = Directory.GetFiles(Path.Combine(index.Folder, "sorted"), "*.records").Single();
        byte[] bytes = File.ReadAllBytes(path);
        bytes[40] ^= 1;
        File.WriteAllBytes(path, bytes);
        Exception damaged = await Assert.ThrowsAnyAsync<Exception>(() =>
            corpus.FitAsync(new LineDeduplication { Indexes = [LineIndex.Load(index.Folder)] }, run));
        Assert.Contains(path, damaged.ToString(), StringComparison.Ordinal);
    }

    private static Document Page(string host, string text) => new Document("", text).With(WellKnownAnnotations.Url, $"https://{host}.example/");

    private static Corpus ToCorpus(Document[] pages) => Corpus.FromDocuments(pages.Select((page, i) => new Document($"{i}", page.Text)
        .With(WellKnownAnnotations.Url, page.Url!)));

    private static Document[] MakePages(ref SeededRandom random, int corpus)
    {
        var pages = new Document[30];
        for (int i = 0; i < pages.Length; i++)
        {
            var lines = new string[random.NextInt64(6)];
            for (int j = 0; j < lines.Length; j++) lines[j] = $"line {(char)('a' + random.NextInt64(12) + corpus)}";
            pages[i] = Page($"{(char)('a' + random.NextInt64(3))}", string.Join('\n', lines));
        }
        return pages;
    }

    private static string[] Show(DuplicateSpans spans, int shard) => [.. Enumerable.Range(0, 30).Select(record =>
        string.Join(' ', spans.Read(shard, record).Select(span => $"{span.Start}-{span.End}")))];
}
