using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Sentences;

public sealed class DuplicateShareTests : IDisposable
{
    private static readonly SentenceDeduplication Lines = new() { WindowSentences = 1, Unit = SentenceUnit.Lines, Partitions = 2 };

    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0.0, "first,empty")]
    [InlineData(0.3, "first,third,empty")]
    [InlineData(0.5, "first,third,half,empty")]
    [InlineData(1.0, "first,copy,third,half,empty")]
    public async Task Fit_Shares_KeepsThoseUpToTheLimit(double share, string expected)
    {
        Corpus corpus = Corpus.FromDocuments(
        [
            new("first", "aaaa aaaa\nbbbb bbbb\ncccc cccc"), new("copy", "aaaa aaaa\nbbbb bbbb\ncccc cccc"),
            new("third", "aaaa aaaa\ndddd dddd\neeee eeee eeee"), new("half", "cccc cccc\nffff ffff "), new("empty", ""),
        ]);
        using DuplicateSpans spans = await corpus.FitAsync(Lines, folder.Run());
        KeepList list = await corpus.FitAsync(new DuplicateShareSelection(spans) { MaxShare = share }, folder.Run());
        Assert.Equal(expected.Split(','), (await RunFolder.Read(corpus.Keep(list), folder.Run())).Select(document => document.Id));
    }

    [Theory]
    [InlineData(SentenceUnit.Sentences, 1, " A cat sat. It slept.  A dog came. \n\n")]
    [InlineData(SentenceUnit.Sentences, 3, "A cat sat. It slept. A dog came. It left.\n")]
    [InlineData(SentenceUnit.Lines, 1, "***\na cat sat\n---\n\nit slept\n \n...")]
    [InlineData(SentenceUnit.Paragraphs, 1, "\n\na cat sat\n\n---\n\nit slept\n\n\n")]
    public async Task Fit_WhollyRepeatedDocument_HasShareOne(SentenceUnit unit, int sentences, string text)
    {
        Corpus corpus = Corpus.FromDocuments([new("first", text), new("copy", text), new("longer", text + "\n\nBirds sang. They flew. All sang.")]);
        var windows = new SentenceDeduplication { WindowSentences = sentences, Unit = unit, Partitions = 1 };
        using DuplicateSpans spans = await corpus.FitAsync(windows, folder.Run());
        KeepList list = await corpus.FitAsync(new DuplicateShareSelection(spans) { MaxShare = 0.999 }, folder.Run());
        Assert.Equal(["first", "longer"], (await RunFolder.Read(corpus.Keep(list), folder.Run())).Select(document => document.Id));
    }

    [Theory]
    [InlineData("", "first,longer")]
    [InlineData("x", "first,copy,longer")]
    public async Task Fit_LongGap_IsBlankOnlyIfAllOfItIs(string end, string expected)
    {
        // Marks of three bytes: slices end inside of them unless that is minded.
        string gap = "\n" + new string('\u3002', 70_000) + "\n";
        Corpus corpus = Corpus.FromDocuments([new("first", "a cat sat" + gap), new("copy", "a cat sat" + gap + end), new("longer", "a cat sat\nb\nc d e f g")]);
        using DuplicateSpans spans = await corpus.FitAsync(Lines, folder.Run());
        KeepList list = await corpus.FitAsync(new DuplicateShareSelection(spans) { MaxShare = 0.999 }, folder.Run());
        Assert.Equal(expected.Split(','), (await RunFolder.Read(corpus.Keep(list), folder.Run())).Select(document => document.Id));
    }

    [Fact]
    public async Task Fit_OverlappingSpans_CountBytesOnce()
    {
        Corpus corpus = Corpus.FromDocuments([new("first", "a\nb\nc\nd"), new("copy", "a\nb\nc\nxxxxxxxx")]);
        var pairs = new SentenceDeduplication { WindowSentences = 2, Unit = SentenceUnit.Lines, Partitions = 1 };
        using DuplicateSpans spans = await corpus.FitAsync(pairs, folder.Run());
        int covered = spans.Read(0, 1).Max(span => span.End);
        double length = "a\nb\nc\nxxxxxxxx".Length;
        foreach ((double share, int kept) in new[] { (covered / length, 2), ((covered - 0.5) / length, 1) })
        {
            KeepList list = await corpus.FitAsync(new DuplicateShareSelection(spans) { MaxShare = share }, folder.Run());
            Assert.Equal(kept, (await RunFolder.Read(corpus.Keep(list), folder.Run())).Count);
        }
    }

    [Fact]
    public async Task Fit_OtherCorpus_IsRefused()
    {
        Corpus corpus = Corpus.FromDocuments([new("first", "a\nb\nc\nd"), new("copy", "a\nb\nc\nd")]);
        using DuplicateSpans spans = await corpus.FitAsync(Lines, folder.Run());
        var fit = new DuplicateShareSelection(spans);
        Exception e = await Assert.ThrowsAnyAsync<Exception>(() => Corpus.FromDocuments([new("x", "a"), new("y", "a")]).FitAsync(fit, folder.Run()));
        Assert.Contains("'y'", e.ToString(), StringComparison.Ordinal);
        e = await Assert.ThrowsAnyAsync<Exception>(() => Corpus.Concat(corpus, Corpus.FromDocuments([new("z", "q")])).FitAsync(fit, folder.Run()));
        Assert.Contains("shards", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DuplicateShareSelection(spans) { MaxShare = double.NaN });
    }
}
