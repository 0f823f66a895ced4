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

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private Task<TArtifact> Fit(CorpusFit<TArtifact> fit, string work, int workers, int rank = 0, int world = 1) =>
        RunFolder.Documents(3_000).Pipe(new FakeFilter(_ => StageResult.Keep)).FitAsync(fit,
            folder.Run(options => options with { WorkDirectory = folder.Inputs[work], MaxParallelShards = workers, Rank = rank, WorldSize = world }));
}
