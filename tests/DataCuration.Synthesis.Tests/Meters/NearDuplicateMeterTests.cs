using DataCuration.Deduplication;
using DataCuration.TestKit;

namespace DataCuration.Synthesis.Tests.Meters;

public sealed class NearDuplicateMeterTests : CorpusFitConformance<NearDuplicateReport>
{
    protected override CorpusFit<NearDuplicateReport> Create() =>
        new NearDuplicateMeter { MinHash = new() { Shingles = new ShingleOptions { Size = 1 } }, PartitionCount = 3 };

    protected override CorpusFit<NearDuplicateReport> CreateOther() =>
        new NearDuplicateMeter { MinHash = new() { Shingles = new ShingleOptions { Size = 4 } }, PartitionCount = 3 }; // the documents have three words

    protected override string Fingerprint(NearDuplicateReport artifact) => artifact.ToString();

    [Fact]
    public async Task Fit_KnownCopies_AreCounted()
    {
        var random = new SeededRandom(3);
        string[] originals = [.. Enumerable.Range(0, 40).Select(_ => string.Join(' ', Enumerable.Range(0, 120).Select(_ => Word())))];
        var documents = new List<Document>();
        foreach (string text in originals) documents.Add(new Document(null, text));
        // Copies with another case, punctuation and one word changed at the end; three copies of the first text.
        for (int i = 0; i < 10; i++)
            documents.Add(new Document(null, originals[i].ToUpperInvariant().Replace(" W", ", W", StringComparison.Ordinal) + " changed"));
        documents.Add(new Document(null, originals[0] + "!"));
        documents.Add(new Document(null, "   " + originals[0]));
        documents.Add(new Document(null, "too short"));
        documents.Add(new Document(null, "too short"));
        using var folder = new TemporaryFolder();
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder.Path });
        NearDuplicateReport report = await Corpus.FromDocuments(documents).FitAsync(new NearDuplicateMeter(), run, TestContext.Current.CancellationToken);
        Assert.Equal((54, 52, 10, 4, 12), (report.Documents, report.SignedDocuments, report.Clusters, report.LargestCluster, report.NearDuplicates));
        Assert.Equal(12.0 / 54, report.Share);

        string Word() => "w" + string.Concat(Enumerable.Range(0, 3).Select(_ => (char)('a' + random.NextInt64(26))));
    }

    [Fact]
    public async Task Fit_EmptyCorpus_HasNoDuplicates()
    {
        using var folder = new TemporaryFolder();
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder.Path });
        NearDuplicateReport report = await Corpus.FromDocuments([]).FitAsync(new NearDuplicateMeter(), run, TestContext.Current.CancellationToken);
        Assert.Equal((0, 0, 0.0), (report.Documents, report.NearDuplicates, report.Share));
    }
}
