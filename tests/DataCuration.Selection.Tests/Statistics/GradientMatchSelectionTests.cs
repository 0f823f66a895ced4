using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class GradientMatchSelectionTests : IDisposable
{
    private readonly RunFolder folder = new(inMemory: true);

    [Fact]
    public async Task Fit_TwoRounds_SelectsTheBestOfEachModel()
    {
        // Gradients are (1, number of the document) at first; the model of round 2 turns the target.
        CurationRun run = folder.Run();
        Corpus pool = Pool(12);
        var source = new Source([1, 11], [1, 0]);
        KeepList list = await pool.FitAsync(new GradientMatchSelection(source) { Rounds = 2, PerRound = 3 }, run);
        Assert.Equal(["d0", "d1", "d10", "d11", "d2", "d9"], await Ids(pool.Keep(list), run));
        Assert.Equal([null, "d10 d11 d9"], source.Seen);
        using RecordTable<int> rounds = list.OpenProvenance<int>("round");
        using RecordTable<float> cosines = list.OpenProvenance<float>("cosine");
        Assert.Equal([1, 2, 0], ((long[])[11, 0, 5]).Select(record => rounds.TryGet(0, record, out int number) ? number : -1));
        Assert.True(cosines.TryGet(0, 0, out float cosine) && Math.Abs(cosine - 1) < 1e-6);
    }

    [Fact]
    public async Task Fit_OtherWorkers_SelectsTheSame()
    {
        string[]? first = null;
        foreach (int workers in (int[])[1, 3])
        {
            using var own = new RunFolder(inMemory: true);
            for (int f = 0; f < 5; f++)
                own.Inputs.Write($"in/{f}.jsonl",
                    string.Concat(Enumerable.Range(0, 20).Select(i => FormattableString.Invariant($"{{\"id\":\"d{f}-{i}\",\"text\":\"{i % 7}\"}}\n"))));
            CurationRun run = own.Run(options => options with { MaxParallelShards = workers });
            Corpus pool = Corpus.FromJsonl(own.Inputs["in/*.jsonl"]);
            string[] ids = await Ids(pool.Keep(await pool.FitAsync(new GradientMatchSelection(new Source([1, 11], [1, 0])) { Rounds = 2, PerRound = 7 },
                run)), run);
            Assert.Equal(14, ids.Length);
            first ??= ids;
            Assert.Equal(first, ids);
        }
    }

    [Fact]
    public async Task Fit_FewerDocumentsThanAskedFor_WarnsAndLeavesOutThoseWithoutGradient()
    {
        CurationRun run = folder.Run();
        Corpus pool = Corpus.FromDocuments([new("a", "3"), new("b", "none")]);
        KeepList list = await pool.FitAsync(new GradientMatchSelection(new Source([1, 1])) { Rounds = 1, PerRound = 5 }, run);
        Assert.Equal(["a"], await Ids(pool.Keep(list), run));
        Assert.Contains(run.Reports.SelectMany(report => report.Warnings), warning => warning.Message.Contains("instead of 5", StringComparison.Ordinal));
        Assert.Contains(run.Reports.SelectMany(report => report.Warnings), warning => warning.Message.Contains("no gradient", StringComparison.Ordinal));
    }

    [Fact]
    public void Scorer_Vectors_GivesCosines()
    {
        var scorer = new GradientCosineScorer(new Gradients(1), new float[] { 3, 4 });
        var scores = new float[3];
        scorer.Score([Encoding.UTF8.GetBytes("0"), Encoding.UTF8.GetBytes("2"), Encoding.UTF8.GetBytes("none")], scores);
        Assert.Equal(3 / 5.0, scores[0], 1e-6);
        Assert.Equal((3 + 8) / (5 * Math.Sqrt(5)), scores[1], 1e-6);
        Assert.True(float.IsNaN(scores[2]));
        Assert.Throws<ArgumentException>(() => new GradientCosineScorer(new Gradients(1), new float[3]));
        Assert.Throws<ArgumentException>(() => new GradientCosineScorer(new Gradients(1), new float[2]));
        Assert.Throws<ArgumentException>(() => scorer.Score([default], scores));
    }

    public void Dispose() => folder.Dispose();

    private static Corpus Pool(int count) => Corpus.FromDocuments(Enumerable.Range(0, count).Select(i => new Document($"d{i}", $"{i}")));

    private static async Task<string[]> Ids(Corpus corpus, CurationRun run) =>
        [.. (await RunFolder.Read(corpus, run)).Select(document => document.Id).Order(StringComparer.Ordinal)];

    private sealed class Source(params float[][] targets) : IGradientSource
    {
        public List<string?> Seen { get; } = [];

        public void Describe(FingerprintWriter writer) => writer.Add("targets", string.Join(' ', targets.SelectMany(target => target)));

        public async Task<ITextScorer> StartRoundAsync(int round, Corpus? selected, CancellationToken cancellationToken)
        {
            if (selected is null) Seen.Add(null);
            else
            {
                using var work = new TemporaryFolder(inMemory: true);
                using var run = new CurationRun(new RunOptions { WorkDirectory = work.Path });
                Seen.Add(string.Join(' ', (await RunFolder.Read(selected, run)).Select(document => document.Id).Order(StringComparer.Ordinal)));
            }
            return new GradientCosineScorer(new Gradients(round), targets[round - 1]);
        }
    }

    /// <summary>The gradient (1, number) of a text that is a number.</summary>
    private sealed class Gradients(int round) : ITextEmbedder
    {
        public string Name => "numbers";

        public int Dimension => 2;

        public int BatchSize => 4;

        public void Describe(FingerprintWriter writer) => writer.Add("round", round);

        public void Embed(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<float> vectors)
        {
            for (int i = 0; i < utf8Texts.Length; i++)
            {
                bool isNumber = int.TryParse(Encoding.UTF8.GetString(utf8Texts[i].Span), out int number);
                (vectors[2 * i], vectors[(2 * i) + 1]) = isNumber ? (1, number) : (float.NaN, float.NaN);
            }
        }
    }
}
