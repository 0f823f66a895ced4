using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Reports;

public sealed class DuplicateReportFitTests : IDisposable
{
    private readonly DedupFolder folder = new();

    [Fact]
    public async Task Fit_Clusters_GivesOnePairForEachOfTheFirst()
    {
        Corpus corpus = Records([("a", "same text"), ("b", "same\n text"), ("c", "other")],
            [("d", "same text"), ("e", "other"), ("f", "third"), ("g", "third")]);
        KeepList list = await folder.Fit(corpus, new ExactDeduplication { Key = ExactKey.Normalized(TextForm.WhiteSpace) });
        DuplicateReport report = await folder.Fit(corpus, new DuplicateReportFit(list) { Examples = 2, ExcerptLength = 4 });
        Assert.Equal((7, 4, 3, 3), (report.Records, report.DroppedRecords, report.Clusters, report.LargestCluster));
        Assert.Equal(new DuplicatePair { DroppedId = "b", DroppedExcerpt = "same…", KeptId = "a", KeptExcerpt = "same…", ClusterSize = 3, Similarity = 1 },
            report.Pairs[0]);
        Assert.Equal(("e", "c", 2), (report.Pairs[1].DroppedId, report.Pairs[1].KeptId, report.Pairs[1].ClusterSize));
        Assert.Equal(2, report.Pairs.Count);
        Assert.Contains("| b | a | 3 | 1 | same… | same… |", report.ToMarkdown(), StringComparison.Ordinal);
        Assert.StartsWith("4 of 7 records are duplicates, in 3 clusters of up to 3 records", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_DuplicateOfAnIndex_HasNoKeptDocument()
    {
        ExactIndex index = await folder.Fit(Records([("old", "text")]), new ExactIndexFit());
        Corpus later = Records([("new", "text"), ("other", "other")]);
        KeepList list = await folder.Fit(later, new ExactDeduplication { Indexes = [index], IndexMode = IndexMode.CorpusAndIndexes });
        DuplicateReport report = await folder.Fit(later, new DuplicateReportFit(list));
        Assert.Equal((1, 0), (report.DroppedRecords, report.Clusters));
        DuplicatePair pair = Assert.Single(report.Pairs);
        Assert.Equal(("new", null, null), (pair.DroppedId, pair.KeptId, pair.KeptExcerpt));
        Assert.Contains("new -> (in an index)", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_NoDuplicates_IsEmpty()
    {
        Corpus corpus = Records([("a", "one"), ("b", "two")]);
        DuplicateReport report = await folder.Fit(corpus, new DuplicateReportFit(await folder.Fit(corpus, new ExactDeduplication())));
        Assert.Equal((2, 0, 0, 0, ""), (report.Records, report.DroppedRecords, report.Clusters, report.LargestCluster, report.ToMarkdown()));
        Assert.Equal("0 of 2 records are duplicates, in 0 clusters", report.ToString().TrimEnd());
    }

    [Fact]
    public async Task Fit_OtherCorpusOrOtherList_IsRefused()
    {
        Corpus corpus = Records([("a", "one"), ("b", "one")]);
        KeepList list = await folder.Fit(corpus, new ExactDeduplication());
        CurationException shards = await Assert.ThrowsAsync<CurationException>(() => folder.Fit(Records([("a", "one")], [("b", "one")]),
            new DuplicateReportFit(list)));
        Assert.Contains("2 shards, and the list has 1", shards.Message, StringComparison.Ordinal);
        CurationException records = await Assert.ThrowsAsync<CurationException>(() => folder.Fit(Records([("a", "one")]), new DuplicateReportFit(list)));
        Assert.Contains("1 records in shard 0, and the list has 2", records.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private Corpus Records(params (string Id, string Text)[][] files) => folder.WriteRecords([.. files.Select(file =>
        file.Select(record => new Dictionary<string, object> { ["id"] = record.Id, ["text"] = record.Text }).ToArray())]);
}
