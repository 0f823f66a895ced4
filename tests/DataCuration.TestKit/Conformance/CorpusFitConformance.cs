using Xunit;

namespace DataCuration.TestKit;

/// <summary>Tests that every fit has to pass. Derive a test class from it.</summary>
/// <typeparam name="TArtifact">The type of the fit's artifact.</typeparam>
public abstract class CorpusFitConformance<TArtifact> : IDisposable
{
    private readonly RunFolder folder = new();

    /// <summary>Creates the fit, each time with the same options.</summary>
    protected abstract CorpusFit<TArtifact> Create();

    /// <summary>Creates a fit with a different artifact.</summary>
    protected abstract CorpusFit<TArtifact> CreateOther();

    /// <summary>Creates the fit for another corpus than that of the other tests; for fits that refer to their corpus.</summary>
    protected virtual CorpusFit<TArtifact> CreateFor(Corpus corpus) => Create();

    /// <summary>Returns a text that identifies an artifact's content.</summary>
    protected abstract string Fingerprint(TArtifact artifact);

    [Fact]
    public async Task Fit_AnyWorkers_GivesTheSameArtifact()
    {
        string one = Fingerprint(await Fit(Create(), "one", workers: 1));
        Assert.Equal(one, Fingerprint(await Fit(Create(), "four", workers: 4)));
        Assert.NotEqual(one, Fingerprint(await Fit(CreateOther(), "other", workers: 2)));
    }

    [Fact]
    public async Task Fit_ThreeRanks_GiveTheSameArtifact()
    {
        string one = Fingerprint(await Fit(Create(), "one", workers: 1));
        TArtifact[] artifacts = await Task.WhenAll(Enumerable.Range(0, 3).Select(rank => Task.Run(() => Fit(Create(), "ranks", 1, rank, 3))));
        Assert.All(artifacts, artifact => Assert.Equal(one, Fingerprint(artifact)));
    }

    [Fact]
    public async Task Fit_SameAgain_IsFoundNotFitted()
    {
        var stage = new FakeFilter(_ => StageResult.Keep);
        Corpus corpus = RunFolder.Documents(3_000).Pipe(stage);
        TArtifact first = await corpus.FitAsync(Create(), folder.Run());
        int calls = stage.Calls;
        Assert.True(calls >= 3_000);
        Assert.Equal(Fingerprint(first), Fingerprint(await corpus.FitAsync(Create(), folder.Run())));
        Assert.Equal(calls, stage.Calls);
    }

    [Fact]
    public async Task Fit_FailedOnTheWay_GoesOn()
    {
        bool broken = true;
        var stage = new FakeFilter(document => broken && document.Id == "d2000" ? throw new FormatException("bad") : StageResult.Keep);
        Corpus corpus = RunFolder.Documents(3_000).Pipe(stage);
        await Assert.ThrowsAnyAsync<CurationException>(() => corpus.FitAsync(Create(), folder.Run()));
        broken = false;
        string resumed = Fingerprint(await corpus.FitAsync(Create(), folder.Run()));
        Assert.Equal(Fingerprint(await Fit(Create(), "clean", 1)), resumed);
    }

    [Fact]
    public async Task Fit_FilesListedInAnotherOrder_GivesTheSameArtifact()
    {
        // Each text is in two files, so a fit that keeps the first copy decides by the order.
        string[] files = [.. Enumerable.Range(0, 3).Select(file => folder.Inputs.Write($"listed/{file}.jsonl",
            string.Concat(Enumerable.Range(0, 200).Select(i => $"{{\"id\":\"d{file * 200 + i}\",\"text\":\"text of d{(file * 200 + i) % 300}\"}}\n"))))];
        Corpus sorted = Read(FileOrder.Sorted, files), shuffled = Read(FileOrder.Sorted, files[2], files[0], files[1]);
        Corpus listed = Read(FileOrder.Listed, files[2], files[0], files[1]);
        string expected = Fingerprint(await Fit(sorted, CreateFor(sorted), "sorted", workers: 2));
        Assert.Equal(expected, Fingerprint(await Fit(shuffled, CreateFor(shuffled), "shuffled", workers: 2)));
        Assert.Equal("d400", (await RunFolder.Read(listed.Take(1), folder.Run()))[0].Id);
    }

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static Corpus Read(FileOrder order, params string[] files) =>
        Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { CoalesceFiles = 1, FileOrder = order } }, files);

    private Task<TArtifact> Fit(CorpusFit<TArtifact> fit, string work, int workers, int rank = 0, int world = 1) =>
        Fit(RunFolder.Documents(3_000), fit, work, workers, rank, world);

    private Task<TArtifact> Fit(Corpus corpus, CorpusFit<TArtifact> fit, string work, int workers, int rank = 0, int world = 1) =>
        corpus.Pipe(new FakeFilter(_ => StageResult.Keep)).FitAsync(fit,
            folder.Run(options => options with { WorkDirectory = folder.Inputs[work], MaxParallelShards = workers, Rank = rank, WorldSize = world }));
}
