using DataCuration.Experiments.Select;
using DataCuration.Mixing;
using DataCuration.Selection;
using DataCuration.TestKit;

namespace DataCuration.Training.Tests.Experiments;

public sealed class SelectionBenchTests : IDisposable
{
    private static readonly AnnotationKey<string> Source = new("source");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task MixtureAsync_StoppedBench_StopsTheTrainings()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var backend = new WaitingBackend(stop);
        var bench = new SelectionBench(Corpus.FromDocuments([.. Documents()]), ByteTokenEncoder.Instance, folder.FullPath)
        {
            Backend = backend,
            Model = new() { Layers = 1, Width = 16, Heads = 2, KeyValueHeads = 1, FeedForwardWidth = 24, ContextLength = 24 },
            Training = new() { Tokens = 4_800, BatchRows = 4, Device = TrainingDevice.Cpu, Threads = 1 },
            Bytes = 3_000,
            HeldOutBytes = 3_000,
            Seeds = [1],
            ParallelRuns = 1,
        };
        BenchData data = await BenchData.MakeAsync(Corpus.FromDocuments([.. Documents()]), new("a", "source", "a"), folder["work"], bench, stop.Token);
        using CurationRun run = data.Run;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => data.MixtureAsync(TestContext.Current.CancellationToken));
        Assert.True(backend.WasStopped);
    }

    [Fact]
    public void ToSelection_SourcesOfAnyName_AreNotThoseWithoutOne()
    {
        string none = BenchMixture.NameOf(new Document("d", "t")), named = BenchMixture.NameOf(new Document("d", "t").With(Source, "none"));
        string dash = BenchMixture.NameOf(new Document("d", "t").With(Source, "-"));
        Assert.Equal(3, new[] { none, named, dash }.Distinct().Count());
        QuotaSelection selection = BenchMixture.ToSelection(MixtureWeights.Normalize([none, named, dash], [0.5, 0.25, 0.25]), 100, 1);
        Assert.Equal([("", 50L), ("-", 25L), ("none", 25L)], selection.Quotas.Select(one => (one.Key, one.Value)).OrderBy(one => one.Key,
            StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0UL, 0)]
    [InlineData(7UL, 7)]
    [InlineData(2147483647UL, int.MaxValue)]
    public void ToInt32_SeedThatFits_IsTheSeed(ulong seed, int expected) => Assert.Equal(expected, BenchMethod.ToInt32(seed));

    [Fact]
    public void ToInt32_LargeSeeds_DifferByTheirHighBits()
    {
        ulong[] seeds = [1UL << 31, 1UL << 32, 1UL << 40, 1UL << 63, ulong.MaxValue];
        int[] values = [.. seeds.Select(BenchMethod.ToInt32)];
        Assert.Equal(seeds.Length, values.Distinct().Count());
        Assert.All(values, value => Assert.InRange(value, 0, int.MaxValue));
    }

    private static IEnumerable<Document> Documents()
    {
        foreach (string source in (string[])["a", "b", "c"])
            for (int i = 0; i < 30; i++)
            {
                SeededRandom random = SeededRandom.Create(3, "selection bench tests", $"{source}{i}");
                yield return new Document($"{source}{i}", new string([.. Enumerable.Range(0, 700).Select(_ => (char)('a' + random.NextInt64(26)))]))
                    .With(Source, source);
            }
    }

    /// <summary>Stops the bench when the first training starts. Its trainings end only when their own token stops them.</summary>
    private sealed class WaitingBackend(CancellationTokenSource stop) : IPretrainingBackend
    {
        public bool WasStopped { get; private set; }

        public async Task<TrainingReport> PretrainAsync(TokenMixture tokens, DecoderOptions model, TrainingOptions options, EvaluationSets? evaluation = null,
            IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            await stop.CancelAsync();
            WasStopped |= cancellationToken.IsCancellationRequested;
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException("The training has a token that the bench does not stop.");
        }
    }
}
