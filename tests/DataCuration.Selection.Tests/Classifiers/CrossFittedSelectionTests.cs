using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class CrossFittedSelectionTests : IDisposable
{
    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fit_SomeDocumentsLikeTheTarget_SelectsThose()
    {
        Corpus pool = Corpus.FromDocuments(Enumerable.Range(0, 200).Select(i => new Document($"d{i}", i % 10 == 0 ? Law(i) : Web(i))));
        Corpus target = Corpus.FromDocuments(Enumerable.Range(1_000, 100).Select(i => new Document($"t{i}", Law(i))));
        KeepList list = await pool.FitAsync(Make(target), folder.Run());
        Assert.Equal(20, list.KeptCount);
        Assert.All(await RunFolder.Read(pool.Keep(list), folder.Run()), document => Assert.Contains("court", document.Text, StringComparison.Ordinal));
        using RecordTable<double> scores = list.OpenProvenance<double>("target_probability");
        Assert.True(scores.TryGet(0, 0, out double law) && scores.TryGet(0, 1, out double web) && law > 0.5 && web < 0.5);
    }

    /// <summary>Draws for each document by itself could leave a fold without an example of the pool.</summary>
    [Fact]
    public async Task Fit_TargetOfFewDocuments_TrainsOnBothSides()
    {
        Corpus pool = Corpus.FromDocuments(Enumerable.Range(0, 300).Select(i => new Document($"d{i}", i % 10 == 0 ? Law(i) : $"{Web(i)} {i}")));
        for (ulong seed = 0; seed < 4; seed++)
        {
            Corpus target = Corpus.FromDocuments(Enumerable.Range(0, 3).Select(i => new Document($"t{i}", Law(i + (int)seed))));
            var fit = new CrossFittedSelection(target) { Share = 0.1, Folds = 2, Training = new() { Epochs = 5, Dimension = 4 }, Seed = seed };
            Assert.Equal(30, (await pool.FitAsync(fit, folder.Run())).KeptCount);
        }
    }

    /// <summary>fastText's result depends on the order of examples and on the number of threads.</summary>
    [Fact]
    public async Task Fit_AnyOrderOfDocumentsAndThreads_SelectsTheSame()
    {
        Document[] pool = [.. Enumerable.Range(0, 200).Select(i => new Document($"d{i}", $"{(i % 3 == 0 ? Law(i) : Web(i))} {i % 29} {i}"))];
        Document[] target = [.. Enumerable.Range(0, 80).Select(i => new Document($"t{i}", $"{Law(i)} {i % 29}"))];
        string[] first = await Select(pool, target, 1), second = await Select([.. pool.Reverse()], [.. target.Reverse()], 3);
        Assert.Equal(20, first.Length);
        Assert.Equal(first, second);

        async Task<string[]> Select(Document[] from, Document[] like, int threads)
        {
            Corpus corpus = Corpus.FromDocuments(from);
            FastTextTrainingOptions training = new() { Epochs = 3, Dimension = 4, Threads = threads };
            CrossFittedSelection fit = new(Corpus.FromDocuments(like)) { Share = 0.1, Folds = 3, Training = training };
            KeepList list = await corpus.FitAsync(fit, folder.Run());
            return [.. (await RunFolder.Read(corpus.Keep(list), folder.Run())).Select(document => document.Id).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Each model trains on one thread, so a finished selection is the same for any number.</summary>
    [Fact]
    public void Describe_OtherThreads_IsTheSame()
    {
        Corpus target = Corpus.FromDocuments([new Document("t", "text")]);
        Assert.Equal(Fingerprint(1), Fingerprint(7));

        string Fingerprint(int threads)
        {
            var writer = new FingerprintWriter();
            new CrossFittedSelection(target) { Training = new() { Threads = threads } }.AddTo(writer);
            return writer.ToFingerprint();
        }
    }

    [Fact]
    public async Task Fit_TargetWithoutDocuments_SaysWhy() => await Assert.ThrowsAsync<InsufficientDataException>(
        () => RunFolder.Documents(50).FitAsync(Make(Corpus.FromDocuments([])), folder.Run()));

    internal static CrossFittedSelection Make(Corpus target, double share = 0.1) =>
        new(target) { Share = share, Folds = 3, Training = new() { Epochs = 10, LearningRate = 0.5, Dimension = 4 } };

    internal static string Law(int i) => $"the court and the judge of case {i % 13} held that the statute applies";

    private static string Web(int i) => $"buy the new phone number {i % 13} now and save on shipping";
}

/// <summary>The selection passes the tests for fits.</summary>
public sealed class CrossFittedConformanceTests : CorpusFitConformance<KeepList>
{
    protected override CorpusFit<KeepList> Create() => Make(0.1);

    protected override CorpusFit<KeepList> CreateOther() => Make(0.2);

    protected override string Fingerprint(KeepList artifact) => artifact.Fingerprint;

    private static CrossFittedSelection Make(double share) => CrossFittedSelectionTests.Make(
        Corpus.FromDocuments(Enumerable.Range(0, 30).Select(i => new Document($"t{i}", CrossFittedSelectionTests.Law(i)))), share);
}
