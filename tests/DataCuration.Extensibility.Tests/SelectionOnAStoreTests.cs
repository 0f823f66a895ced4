using System.Globalization;
using System.Text;
using DataCuration.FastText;
using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

/// <summary>The fits of the selection package on a store in memory: the results are those of local files.</summary>
public sealed class SelectionOnAStoreTests : IDisposable
{
    private static readonly AnnotationKey<double> Score = new("score");
    private static readonly AnnotationKey<string> Label = new("label");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static Corpus Pool() => Corpus.FromDocuments(Enumerable.Range(0, 900).Select(i =>
    {
        string kind = i % 2 == 0 ? "good" : "bad";
        string text = $"{kind}{i % 13} {kind}{i % 17} any{i % 7} n{i}";
        return new Document($"d{i}", text).Edit().Set(Score, i % 101 / 101.0).Set(Label, kind).Set(WellKnownAnnotations.Source, $"{kind}-{i / 60}").Build();
    }));

    /// <summary>Runs a fit on local files and in memory, and requires the same description of both results.</summary>
    private async Task<T> FitAsync<T>(CorpusFit<T> fit, Func<T, string> describe)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        using var local = new CurationRun(new RunOptions { WorkDirectory = folder["local"], MaxParallelShards = 2 });
        string expected = describe(await Pool().FitAsync(fit, local, stop));
        var store = new MemoryFileStore();
        string root = folder["memory"]; // never on the disk
        using var run = new CurationRun(new RunOptions { WorkDirectory = Path.Combine(root, "work"), Files = store, MaxParallelShards = 2 });
        T result = await Pool().FitAsync(fit, run, stop);
        Assert.Equal(expected, describe(result));
        Assert.NotEmpty(expected);
        // The second run reads what the first one wrote.
        int created = store.Created;
        Assert.Equal(expected, describe(await Pool().FitAsync(fit, run, stop)));
        Assert.Equal(created, store.Created);
        Assert.False(Directory.Exists(root));
        return result;
    }

    private static string Describe(KeepList list) => $"{list.Fingerprint} {list.KeptCount}\n{SelectionReport.Load(list)}";

    [Fact]
    public async Task DsirSelection_AndItsDivergence_RunOnTheStore()
    {
        Corpus target = Corpus.FromDocuments(Enumerable.Range(0, 50).Select(i => new Document($"t{i}", $"good{i % 13} good{i % 17}")));
        var modelFit = new DsirModelFit(target) { Features = new HashedNGrams { Buckets = 500 } };
        KeepList list = await FitAsync(new DsirSelection(modelFit) { Size = SelectionSize.Documents(200), MinTokens = 0 }, Describe);
        Assert.Equal(200, list.KeptCount);
        DsirModel model = await FitAsync(modelFit, model => model.Fingerprint);
        await FitAsync(new KullbackLeiblerFit(model), report => report.ToString());
    }

    [Fact]
    public async Task SelectionsByScore_RunOnTheStore()
    {
        KeepList list = await FitAsync(new QuantileSelection("score") { Share = 0.2, GroupField = "label" }, Describe);
        Assert.InRange(list.KeptCount, 150, 210);
        await FitAsync(new UnionSelection([new QuantileSelection("score"), new QuantileSelection("score") { Share = 0.2 }]), Describe);
        await FitAsync(new RandomSelection { Size = SelectionSize.Documents(100), MinTokens = 0 }, Describe);
    }

    [Fact]
    public async Task Reports_RunOnTheStore()
    {
        await FitAsync(new AnnotationReportFit(["score"]) { GroupFields = ["label"] }, report => report.ToString());
        await FitAsync(new CalibrationFit("score", "label", "good"), report => report.ToString());
        await FitAsync(new AgreementFit("label", "source"), evaluation => evaluation.ToString());
        await FitAsync(new ScoreThresholdFit("score"), threshold => threshold.ToString());
    }

    [Fact]
    public async Task SelectionEpochs_AreReadFromTheStore()
    {
        // Each of the two domains has 450 documents, and 500 are requested.
        var fit = new DataManSelection(["score"])
        {
            Budget = 1_000,
            Measure = DocumentMeasure.Documents,
            Strategy = DataManStrategy.EqualDomain,
            DomainField = "label",
            Repeat = true,
        };
        KeepList list = await FitAsync(fit, Describe);
        Assert.Equal(100, Assert.Single(SelectionEpochs.Load(list)).KeptCount);
    }

    [Fact]
    public async Task ClassifierTraining_RunsOnTheStore()
    {
        var fit = new ClassifierTraining("label") { Training = new FastTextTrainingOptions { Dimension = 10, Epochs = 5, Buckets = 1_000, Threads = 1 } };
        TrainedClassifier trained = await FitAsync(fit, classifier => $"{classifier.Fingerprint} {classifier.Data}\n{classifier.Evaluation}");
        Assert.Equal(trained.Fingerprint, trained.LoadModel().Fingerprint);
        string copy = folder["copy.bin"];
        trained.CopyTo(copy);
        Assert.Equal(trained.Fingerprint, FastTextModel.Load(copy).Fingerprint);
    }

    [Fact]
    public async Task LossFit_RunsOnTheStore()
    {
        var fit = new LossFit(new ScoredModel(new("weak", 1), new LetterModel((byte)'a', 0.2)),
            new ScoredModel(new("strong", 2), new LetterModel((byte)'a', 0.9)));
        LossFile losses = await FitAsync(fit, Describe);
        var text = new StringBuilder();
        await foreach (DocumentLosses document in losses.ReadAsync(TestContext.Current.CancellationToken))
            text.Append(CultureInfo.InvariantCulture, $"{document.Id} ");
        Assert.StartsWith("d0 d1 d2 ", text.ToString(), StringComparison.Ordinal);

        static string Describe(LossFile file)
        {
            var writer = new FingerprintWriter();
            file.Describe(writer);
            return string.Join(' ', writer.Parts.Select(part => part.ToString()));
        }
    }
}
