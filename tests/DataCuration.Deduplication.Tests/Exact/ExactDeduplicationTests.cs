namespace DataCuration.Deduplication.Tests.Exact;

public sealed class ExactDeduplicationTests : IDisposable
{
    private readonly DedupFolder folder = new();

    [Theory]
    [InlineData(TextForm.Unchanged, "0/0 0/1 0/2 0/3 1/1 1/3")]
    [InlineData(TextForm.WhiteSpace, "0/0 0/2 0/3 1/3")]
    [InlineData(TextForm.CaseAndWhiteSpace, "0/0 0/3 1/3")]
    [InlineData(TextForm.Simplified, "0/0 0/3")]
    public async Task Fit_TextForms_KeepTheFirstOfEachForm(TextForm form, string kept)
    {
        Corpus corpus = folder.Write(["one two", "one  two", "One two", "other"], ["one two", " one two ", "One two", "One, two!"]);
        Assert.Equal(kept, string.Join(' ', DedupFolder.Kept(await folder.Fit(corpus,
            new ExactDeduplication { Key = ExactKey.Normalized(form), Partitions = 2 }))));
    }

    [Fact]
    public async Task Fit_Priorities_KeepTheHighestThenTheFirst()
    {
        Corpus corpus = folder.WriteRecords([
            [Record("a", 1), Record("a", 3), new() { ["text"] = "b" }],
            [Record("a", 3.0), Record("b", -5), Record("c", 0)]]);
        KeepList list = await folder.Fit(corpus, new ExactDeduplication { Priority = "score", Partitions = 2 });
        Assert.Equal(["0/1", "1/1", "1/2"], DedupFolder.Kept(list));
        Assert.Equal(
            ["0/0: 0/1 size 3 match 0/1", "0/1: 0/1 size 3 match 0/1", "0/2: 1/1 size 2 match 1/1", "1/0: 0/1 size 3 match 0/1", "1/1: 1/1 size 2 match 1/1"],
            DedupFolder.Entries(list));
    }

    [Fact]
    public async Task Fit_PriorityOfAnotherKind_NamesTheDocument()
    {
        Corpus corpus = folder.WriteRecords([[new() { ["id"] = "here", ["text"] = "a", ["score"] = "high" }]]);
        Exception failed = await Assert.ThrowsAnyAsync<CurationException>(() =>
            folder.Fit(corpus, new ExactDeduplication { Priority = "score", Partitions = 1 }));
        Assert.Contains("'here'", failed.ToString(), StringComparison.Ordinal);
        Assert.Contains("'high'", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_Urls_CompareCanonicalAddresses()
    {
        Corpus corpus = folder.WriteRecords([[
            new() { ["text"] = "1", ["url"] = "http://Example.com:80/a#x" }, new() { ["text"] = "2", ["url"] = "http://example.com/a?utm_source=y" },
            new() { ["text"] = "3", ["url"] = "not an address" }, new() { ["text"] = "4", ["url"] = "not an address" }, new() { ["text"] = "5" }]]);
        Assert.Equal(["0/0", "0/2", "0/3", "0/4"], DedupFolder.Kept(await folder.Fit(corpus, new ExactDeduplication { Key = ExactKey.Url, Partitions = 2 })));
    }

    [Fact]
    public async Task Fit_Annotation_TellsKindsApart()
    {
        Corpus corpus = folder.WriteRecords([[
            new() { ["text"] = "1", ["key"] = "7" }, new() { ["text"] = "2", ["key"] = 7 }, new() { ["text"] = "3", ["key"] = "7" }, new() { ["text"] = "4" },
            new() { ["text"] = "5" }]]);
        KeepList list = await folder.Fit(corpus, new ExactDeduplication { Key = ExactKey.Annotation("key"), Partitions = 2 });
        Assert.Equal(["0/0", "0/1", "0/3", "0/4"], DedupFolder.Kept(list));
    }

    [Fact]
    public async Task Fit_Indexes_RemoveWhatTheirModeSays()
    {
        ExactIndex first = await folder.Fit(folder.Write(["a", "b"]), new ExactIndexFit { Partitions = 2 });
        ExactIndex second = await folder.Fit(folder.Write(["c"], ["d"]), new ExactIndexFit { Partitions = 2 });
        Corpus later = folder.Write(["d", "e", "e", "a"], ["a"]);
        KeepList both = await folder.Fit(later, new ExactDeduplication { Indexes = [ExactIndex.Load(first.Folder), second], Partitions = 2 });
        Assert.Equal(["0/1"], DedupFolder.Kept(both));
        Assert.Equal(
            ["0/0: index 1 1/0 size 1 match index 1 1/0", "0/1: 0/1 size 2 match 0/1", "0/2: 0/1 size 2 match 0/1", "0/3: index 0 0/0 size 2 match index 0 0/0",
                "1/0: index 0 0/0 size 2 match index 0 0/0"],
            DedupFolder.Entries(both));
        var only = new ExactDeduplication { Indexes = [first, second], IndexMode = IndexMode.OnlyIndexes, Partitions = 2 };
        Assert.Equal(["0/1", "0/2"], DedupFolder.Kept(await folder.Fit(later, only)));
        await Assert.ThrowsAsync<CurationException>(() => folder.Fit(later, new ExactDeduplication { Key = ExactKey.Url, Indexes = [first], Partitions = 2 }));
    }

    [Fact]
    public async Task Fit_AfterAFilter_KeepsOnlyWhatTheFilterKept()
    {
        Corpus corpus = folder.Write(["a", "b", "a"]).Where(document => document.Text != "b");
        Assert.Equal(["0/0"], DedupFolder.Kept(await folder.Fit(corpus, new ExactDeduplication { Partitions = 1 })));
    }

    public void Dispose() => folder.Dispose();

    private static Dictionary<string, object> Record(string text, double score) => new() { ["text"] = text, ["score"] = score };
}
