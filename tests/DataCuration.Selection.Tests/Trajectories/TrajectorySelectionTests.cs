using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class TrajectorySelectionTests : IDisposable
{
    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(new long[] { 3, 4, 20 }, 10, new long[] { 3, 3, 4 })]
    [InlineData(new long[] { 2, 100 }, 10, new long[] { 2, 8 })]
    [InlineData(new long[] { 20, 4, 3 }, 10, new long[] { 4, 3, 3 })]
    [InlineData(new long[] { 5, 5 }, 0, new long[] { 0, 0 })]
    [InlineData(new long[] { 2, 3 }, 10, new long[] { 2, 3 })]
    public void Even_ExamplesOfTheSpecification_GiveItsShares(long[] sizes, long budget, long[] expected) =>
        Assert.Equal(expected, Quotas.Even(sizes, budget));

    [Fact]
    public void Even_AnySizes_UsesTheBudgetAndPrefersNoLargePart() =>
        Gen.Select(Gen.Long[0, 50].Array[1, 8], Gen.Long[0, 300]).Sample((sizes, budget) =>
        {
            long[] shares = Quotas.Even(sizes, budget);
            Assert.Equal(Math.Min(budget, sizes.Sum()), shares.Sum());
            for (int i = 0; i < sizes.Length; i++)
            {
                Assert.InRange(shares[i], 0, sizes[i]);
                // A part that is not taken whole has as much as any other, but for rounding.
                if (shares[i] < sizes[i]) Assert.True(shares[i] >= shares.Max() - 1);
            }
        });

    [Fact]
    public async Task ClusterBalanced_ClustersOfTheSpecification_TakesTheirShares()
    {
        Assert.Equal([("a", 3L), ("b", 3L), ("c", 4L)], await Balanced(10, null, ("", "a", 3), ("", "b", 4), ("", "c", 20)));
        Assert.Equal([("c", 3L), ("d", 10L), ("(small clusters)", 1L)], await Balanced(14, null, ("", "a", 1), ("", "b", 2), ("", "c", 3), ("", "d", 10)));
    }

    [Fact]
    public async Task ClusterBalanced_SmallSource_IsTakenWhole()
    {
        KeepList list = await Fit(Pool(("small", "x", 2), ("large", "x", 100)),
            new ClusterBalancedSelection("cluster") { Documents = 10, SourceField = "source" });
        Assert.Equal([("large", 8L), ("small", 2L)], SelectionReport.Load(list).Strata.Select(stratum => (stratum.Source, stratum.SelectedDocuments)));
        Assert.Equal(10, list.KeptCount);
    }

    [Fact]
    public async Task ClusterBalanced_MoreThanThereIs_TakesAllAndReportsWhatIsMissing()
    {
        KeepList list = await Fit(Pool(("s", "x", 3), ("s", "", 5)), new ClusterBalancedSelection("cluster") { Documents = 10 });
        SelectionReport report = SelectionReport.Load(list);
        Assert.Equal((3L, 5L, 7L), (list.KeptCount, report.Unrated, report.Shortfall));
    }

    [Fact]
    public async Task Fit_ThreeKindsOfTrajectories_BalancesThem()
    {
        // 60 documents learn early, 9 late, 3 never: each kind is one of three clusters.
        Corpus pool = Corpus.FromDocuments(
            [.. Trajectories("early", 60, 2, 0.1, 0.1), .. Trajectories("late", 9, 2, 2, 0.1), .. Trajectories("never", 3, 2, 2, 2)]);
        KeepList list = await Fit(pool, new TrajectorySelection(new EmbeddingField("losses", 3))
        {
            Documents = 12,
            KMeans = new() { Clusters = 3, Distance = VectorDistance.Euclidean, MaxIterations = 20 },
        });
        string[] ids = [.. (await RunFolder.Read(pool.Keep(list), folder.Run())).Select(document => document.Id.Split('-')[0])];
        Assert.Equal([("early", 5), ("late", 4), ("never", 3)], ids.GroupBy(id => id).Select(group => (group.Key, group.Count())).Order());
        using RecordTable<int> clusters = list.OpenProvenance<int>("cluster");
        int[] all = [.. Enumerable.Range(0, 72).Select(record => clusters.TryGet(0, record, out int cluster) ? cluster : -2)];
        Assert.Equal(3, all.Distinct().Count());
        Assert.Single(all[..60].Distinct());
    }

    [Fact]
    public async Task Fit_FieldsFileAndArray_SelectTheSame()
    {
        Document[] documents = [.. Enumerable.Range(0, 40).Select(i =>
        {
            DocumentEditor editor = new Document($"d{i}", "text").Edit();
            double[] losses = Losses(i);
            for (int k = 0; k < losses.Length; k++) editor.Set($"loss_{k}", AnnotationValue.FromNumber(losses[k]));
            string json = string.Join(',', losses.Select(loss => loss.ToString("R", CultureInfo.InvariantCulture)));
            return editor.Set("losses", AnnotationValue.FromJson(System.Text.Encoding.UTF8.GetBytes($"[{json}]"))).Build();
        })];
        var all = new List<string>();
        foreach (TrajectorySelection fit in (TrajectorySelection[])
        [
            new(new EmbeddingField("losses", 3)) { Documents = 15 }, new(["loss_0", "loss_1", "loss_2"]) { Documents = 15 },
            new(new LossesById(40)) { Documents = 15 },
        ])
        {
            Corpus pool = Corpus.FromDocuments(documents);
            all.Add(string.Join(' ', (await RunFolder.Read(pool.Keep(await Fit(pool, fit)), folder.Run())).Select(document => document.Id)));
        }
        Assert.Equal(15, all[0].Split(' ').Length);
        Assert.Equal(all[0], all[1]);
        Assert.Equal(all[0], all[2]);
    }

    [Fact]
    public async Task Fit_LossThatIsNoNumber_CountsAsZero()
    {
        Document Make(string id, string losses) =>
            new Document(id, "t").Edit().Set("losses", AnnotationValue.FromJson(System.Text.Encoding.UTF8.GetBytes(losses))).Build();
        Corpus pool = Corpus.FromDocuments([Make("a", "[1,null]"), Make("b", "[1,0]"), Make("c", "[9,9]"), new Document("none", "t")]);
        KeepList list = await Fit(pool, new TrajectorySelection(new EmbeddingField("losses", 2))
        {
            Documents = 9,
            KMeans = new() { Clusters = 2, Distance = VectorDistance.Euclidean },
        });
        using RecordTable<int> clusters = list.OpenProvenance<int>("cluster");
        int[] all = [.. Enumerable.Range(0, 4).Select(record => clusters.TryGet(0, record, out int cluster) ? cluster : -2)];
        Assert.Equal(all[0], all[1]);
        Assert.NotEqual(all[0], all[2]);
        Assert.Equal(-1, all[3]);
        Assert.Equal(3, list.KeptCount);
    }

    [Fact]
    public async Task Fit_OtherNumberOfCheckpoints_NamesTheDocument()
    {
        Corpus pool = Corpus.FromDocuments([new Document("bad", "t").Edit().Set("losses", AnnotationValue.FromJson("[1]"u8.ToArray())).Build()]);
        var fit = new TrajectorySelection(new EmbeddingField("losses", 2)) { Documents = 1 };
        Exception thrown = await Assert.ThrowsAnyAsync<CurationException>(() => Fit(pool, fit));
        Assert.Contains("'bad'", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_Thinned_UsesEverySecondCheckpoint()
    {
        // The checkpoints that are left out would make two clusters of one.
        Corpus pool = Corpus.FromDocuments([.. Trajectories("a", 5, 1, 0, 1, 0), .. Trajectories("b", 5, 1, 9, 1, 9), .. Trajectories("c", 5, 5, 0, 5, 0)]);
        KeepList list = await Fit(pool, new TrajectorySelection(new EmbeddingField("losses", 4))
        {
            Documents = 2,
            Checkpoints = 2,
            KMeans = new() { Clusters = 2, Distance = VectorDistance.Euclidean },
        });
        using RecordTable<int> clusters = list.OpenProvenance<int>("cluster");
        int[] all = [.. Enumerable.Range(0, 15).Select(record => clusters.TryGet(0, record, out int cluster) ? cluster : -2)];
        Assert.Single(all[..10].Distinct());
        Assert.NotEqual(all[0], all[14]);
    }

    [Fact]
    public async Task Fit_CancelledWhileLossesLoad_StopsAndLoadsAgainLater()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var losses = new StoppingLosses(stop);
        Corpus pool = Corpus.FromDocuments([.. Enumerable.Range(0, 20).Select(i => new Document($"d{i}", "text"))]);
        var fit = new TrajectorySelection(losses) { Documents = 5 };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pool.FitAsync(fit, folder.Run(), stop.Token));
        Assert.Equal(1, losses.Read);
        // The same object serves the run that continues.
        KeepList list = await Fit(pool, fit);
        Assert.Equal(5, list.KeptCount);
    }

    [Fact]
    public async Task Fit_SourceThatGivesUpByItself_FailsAndIsAskedAgainLater()
    {
        Corpus pool = Corpus.FromDocuments([.. Enumerable.Range(0, 20).Select(i => new Document($"d{i}", "text"))]);
        var fit = new TrajectorySelection(new TimedOutLosses()) { Documents = 5 };
        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => Fit(pool, fit));
        Assert.Contains("their source gave up. the server did not answer", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(5, (await Fit(pool, fit)).KeptCount);
    }

    private async Task<(string Cluster, long Selected)[]> Balanced(long budget, string? source, params (string Source, string Cluster, int Count)[] groups)
    {
        KeepList list = await Fit(Pool(groups), new ClusterBalancedSelection("cluster") { Documents = budget, SourceField = source });
        Assert.Equal(budget, list.KeptCount);
        return [.. SelectionReport.Load(list).Strata.Select(stratum => (stratum.Domain, stratum.SelectedDocuments))];
    }

    private Task<KeepList> Fit(Corpus pool, CorpusFit<KeepList> fit) => pool.FitAsync(fit, folder.Run());

    private static Corpus Pool(params (string Source, string Cluster, int Count)[] groups) =>
        Corpus.FromDocuments(groups.SelectMany((group, g) => Enumerable.Range(0, group.Count).Select(i =>
        {
            DocumentEditor editor = new Document($"d{g}-{i}", "text").Edit().Set(WellKnownAnnotations.Source, group.Source);
            return (group.Cluster.Length > 0 ? editor.Set(new AnnotationKey<string>("cluster"), group.Cluster) : editor).Build();
        })));

    private static IEnumerable<Document> Trajectories(string name, int count, params double[] losses) => Enumerable.Range(0, count).Select(i =>
    {
        string json = string.Join(',', losses.Select(loss => (loss + (i * 1e-4)).ToString("R", CultureInfo.InvariantCulture)));
        return new Document($"{name}-{i}", "text").Edit().Set("losses", AnnotationValue.FromJson(System.Text.Encoding.UTF8.GetBytes($"[{json}]"))).Build();
    });

    internal static double[] Losses(int number)
    {
        var random = new SeededRandom((ulong)number);
        return [random.NextDouble() * 4, random.NextDouble() * 3, random.NextDouble()];
    }

    /// <summary>Losses whose first reader is cancelled after one document, and which do not look at the token.</summary>
    private sealed class StoppingLosses(CancellationTokenSource stop) : ILossSource
    {
        private readonly LossesById all = new(20);

        /// <summary>The number of documents that were read before the first cancellation was obeyed.</summary>
        public int Read { get; private set; }

        public IReadOnlyList<LossModel> Models => all.Models;

        public void Describe(FingerprintWriter writer) => all.Describe(writer);

        public async IAsyncEnumerable<DocumentLosses> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            bool stops = !stop.IsCancellationRequested;
            await foreach (DocumentLosses one in all.ReadAsync(CancellationToken.None))
            {
                if (stops)
                {
                    Read++;
                    await stop.CancelAsync();
                }
                yield return one;
            }
        }
    }

    /// <summary>Losses whose first reader has to wait for too long.</summary>
    private sealed class TimedOutLosses : ILossSource
    {
        private readonly LossesById all = new(20);
        private bool hasGivenUp;

        public IReadOnlyList<LossModel> Models => all.Models;

        public void Describe(FingerprintWriter writer) => all.Describe(writer);

        public IAsyncEnumerable<DocumentLosses> ReadAsync(CancellationToken cancellationToken)
        {
            if (hasGivenUp) return all.ReadAsync(cancellationToken);
            hasGivenUp = true;
            throw new TaskCanceledException("the server did not answer");
        }
    }

    /// <summary>The losses of the documents d0, d1, … at three checkpoints.</summary>
    internal sealed class LossesById(int count, double scale = 1) : ILossSource
    {
        public IReadOnlyList<LossModel> Models { get; } = [new("step500", 1), new("step1000", 2), new("step1500", 3)];

        public void Describe(FingerprintWriter writer)
        {
            writer.Add("count", count);
            writer.Add("scale", scale);
        }

        public async IAsyncEnumerable<DocumentLosses> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            for (int i = 0; i < count; i++)
            {
                double[] losses = Losses(i);
                losses[0] *= scale;
                yield return new($"d{i}", [.. losses]);
            }
        }
    }
}

/// <summary>The selection passes the tests for fits.</summary>
public sealed class TrajectorySelectionConformanceTests : CorpusFitConformance<KeepList>
{
    protected override CorpusFit<KeepList> Create() => Make(100);

    protected override CorpusFit<KeepList> CreateOther() => Make(101);

    protected override string Fingerprint(KeepList artifact) => artifact.Fingerprint;

    private static TrajectorySelection Make(long documents) => new(new TrajectorySelectionTests.LossesById(3_000))
    {
        Documents = documents,
        KMeans = new() { Clusters = 12, MaxIterations = 5, Distance = VectorDistance.Euclidean, Threads = 2 },
    };
}
