using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class TargetRankSelectionTests : IDisposable
{
    private readonly RunFolder folder = new(inMemory: true);
    private readonly EmbeddingFit embedding = new(new TransportVectors.Embedder());

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(TargetRankScore.BestRank)]
    [InlineData(TargetRankScore.MeanLogRank)]
    [InlineData(TargetRankScore.MeanReciprocalRank)]
    public void Score_RandomVectors_EqualsThePlainRanking(TargetRankScore score)
    {
        const int Examples = 23, Documents = 40, Dimension = 5;
        float[] x = TransportVectors.Random(Examples, Dimension, 1), y = TransportVectors.Random(Documents, Dimension, 2);
        y[3 * Dimension] = float.NaN;
        double[] scores = TargetRanking.Score(TransportVectors.Set(x, Dimension), TransportVectors.Set(y, Dimension), score, 1, CancellationToken.None);
        Assert.Equal(scores, TargetRanking.Score(TransportVectors.Set(x, Dimension), TransportVectors.Set(y, Dimension), score, 3, CancellationToken.None));
        var ranks = Enumerable.Range(0, Documents).Select(_ => new List<int>()).ToArray();
        for (int example = 0; example < Examples; example++)
        {
            int rank = 0;
            foreach (int document in Enumerable.Range(0, Documents).Where(document => document != 3)
                .OrderByDescending(document => Cosine(x.AsSpan(example * Dimension, Dimension), y.AsSpan(document * Dimension, Dimension))))
                ranks[document].Add(++rank);
        }
        for (int document = 0; document < Documents; document++)
        {
            double expected = document == 3 ? double.NaN : score switch
            {
                TargetRankScore.BestRank => 1.0 / ranks[document].Min(),
                TargetRankScore.MeanLogRank => ranks[document].Average(rank => Math.Log2(1.0 / rank)),
                _ => ranks[document].Average(rank => 1.0 / rank),
            };
            Assert.Equal(expected, scores[document], 1e-9);
        }
    }

    [Fact]
    public async Task Fit_BothSides_PartTheSample()
    {
        Corpus pool = Corpus.FromDocuments(
            [.. Enumerable.Range(0, 200).Select(i => new Document($"d{i}", i % 10 == 0 ? $"law {i}" : $"word{i % 7} {i}")), new("n", "none")]);
        Corpus target = Corpus.FromDocuments(Enumerable.Range(0, 6).Select(i => new Document($"t{i}", $"law t{i}")));
        CurationRun run = folder.Run();
        KeepList top = await pool.FitAsync(new TargetRankSelection(embedding, [target]) { Score = TargetRankScore.MeanLogRank }, run);
        KeepList rest = await pool.FitAsync(
            new TargetRankSelection(embedding, [target]) { Score = TargetRankScore.MeanLogRank, Side = TargetRankSide.Rest }, run);
        string[] best = [.. (await RunFolder.Read(pool.Keep(top), run)).Select(document => document.Text.Split(' ')[0])];
        Assert.Equal(Enumerable.Repeat("law", 20), best);
        Assert.Equal((20L, 180L), (top.KeptCount, rest.KeptCount));
        Document[] labelled = [.. await RunFolder.Read(TargetRankSelection.Label(pool, top, rest), run)];
        Assert.Equal(200, labelled.Select(document => document.Id).Distinct().Count());
        Assert.All(labelled, document => Assert.Equal(document.Text.StartsWith("law", StringComparison.Ordinal) ? "target" : "other",
            document.Get(TargetRankSelection.LabelKey)));
        TrainedClassifier classifier = await TargetRankSelection.Label(pool, top, rest).FitAsync(
            new ClassifierTraining(TargetRankSelection.LabelKey.Name) { Training = new() { Epochs = 25, LearningRate = 0.5, Dimension = 8 } }, run);
        Assert.Equal(["other", "target"], classifier.Counts.Select(count => count.Label).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Fit_EqualScores_AreDividedWithoutOverlap()
    {
        // All texts are equally similar to the target.
        Corpus pool = Corpus.FromDocuments(Enumerable.Range(0, 40).Select(i => new Document($"d{i}", "same text")));
        Corpus target = Corpus.FromDocuments([new("t", "same text")]);
        CurationRun run = folder.Run();
        var top = new HashSet<string>((await RunFolder.Read(pool.Keep(await pool.FitAsync(
            new TargetRankSelection(embedding, [target]) { SampleDocuments = 30, TopShare = 0.3 }, run)), run)).Select(document => document.Id));
        string[] rest = [.. (await RunFolder.Read(pool.Keep(await pool.FitAsync(
            new TargetRankSelection(embedding, [target]) { SampleDocuments = 30, TopShare = 0.3, Side = TargetRankSide.Rest }, run)), run))
            .Select(document => document.Id)];
        Assert.Equal((9, 21), (top.Count, rest.Length));
        Assert.DoesNotContain(rest, top.Contains);
    }

    private static double Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double product = 0, one = 0, two = 0;
        for (int i = 0; i < left.Length; i++) (product, one, two) = (product + (left[i] * right[i]), one + (left[i] * left[i]), two + (right[i] * right[i]));
        return product / Math.Sqrt(one * two);
    }
}

/// <summary>The selection passes the tests for fits.</summary>
public sealed class TargetRankConformanceTests : CorpusFitConformance<KeepList>
{
    protected override CorpusFit<KeepList> Create() => Make(0.1);

    protected override CorpusFit<KeepList> CreateOther() => Make(0.2);

    protected override string Fingerprint(KeepList artifact) => artifact.Fingerprint;

    private static TargetRankSelection Make(double share) =>
        new(new EmbeddingFit(new TransportVectors.Embedder()), [Corpus.FromDocuments([new("t1", "text of d77"), new("t2", "other")])])
        {
            SampleDocuments = 400,
            TopShare = share,
        };
}
