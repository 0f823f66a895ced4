using System.Text;
using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

/// <summary>Selections by gradients with models that are trained between rounds.</summary>
public sealed class TorchSharpGradientSourceTests : IDisposable
{
    private static readonly DecoderOptions Form = new() { Layers = 1, Width = 32, Heads = 2, KeyValueHeads = 1, FeedForwardWidth = 48, ContextLength = 24 };
    private static readonly TrainingOptions Between = new()
    {
        Steps = 15,
        BatchRows = 4,
        WarmupSteps = 0,
        PeakLearningRate = 0.01,
        Seed = 5,
        Device = TrainingDevice.Cpu,
        Threads = 1,
    };
    private static readonly string[] Words = ["cat", "mat", "hat", "rat"];
    private static readonly string[] Target = ["1+1=2", "2+3=5", "7+2=9", ""];

    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task FitAsync_TwoRounds_SelectsTextsLikeTheTarget()
    {
        string model = await Base();
        (string[] ids, int[] rounds, float[] cosines) = await Select(model, workers: 1, "one");
        // Sums are like the target, and sentences are not.
        Assert.Equal(["sum0", "sum1", "sum2", "sum3", "sum4", "sum5", "sum6", "sum7"], ids);
        Assert.Equal(4, rounds.Count(round => round == 1));
        Assert.Equal(4, rounds.Count(round => round == 2));
        Assert.True(Directory.Exists(Path.Combine(folder.Inputs["work-one"], "round-2", "model")));
        Assert.False(Directory.Exists(Path.Combine(folder.Inputs["work-one"], "round-1")));

        // The same bits with other workers, and again in the folder of the first run, where the trained model is.
        foreach ((int workers, string name) in ((int, string)[])[(3, "three"), (1, "one")])
        {
            (string[] otherIds, int[] otherRounds, float[] otherCosines) = await Select(model, workers, name);
            Assert.Equal(ids, otherIds);
            Assert.Equal(rounds, otherRounds);
            Assert.Equal(cosines, otherCosines);
        }
    }

    [Fact]
    public async Task StartRoundAsync_FirstRound_ComparesWithTheSumOfTheTargetsGradients()
    {
        string model = await Base();
        using var source = new TorchSharpGradientSource(model, ByteTokenEncoder.Instance, Target, Between, folder.Inputs["work"])
        {
            Parameters = ["layers.0.attention.qkv"],
            Block = 12,
        };
        ITextScorer scorer = await source.StartRoundAsync(1, null, TestContext.Current.CancellationToken);
        using TorchSharpModel loaded = TorchSharpModel.Load(model, TrainingDevice.Cpu);
        using var embedder = new TorchSharpGradientEmbedder(loaded, ByteTokenEncoder.Instance) { Parameters = source.Parameters, Block = 12, Threads = 1 };
        float[][] targets = [.. Target.Where(text => text.Length > 0).Select(Embed)];
        double[] target = [.. Enumerable.Range(0, embedder.Dimension).Select(i => targets.Sum(one => (double)one[i]))];
        foreach (string text in (string[])["3+3=6", "the cat sat on a mat and on a hat"])
        {
            float[] own = Embed(text), found = new float[1];
            scorer.Score([Encoding.UTF8.GetBytes(text)], found);
            double dot = own.Zip(target, (a, b) => a * b).Sum();
            Assert.Equal(dot / Math.Sqrt(own.Sum(a => (double)a * a) * target.Sum(b => b * b)), found[0], 1e-4);
        }
        Assert.Equal(["cosine"], scorer.Labels);
        Assert.Throws<ArgumentException>(() => new TorchSharpGradientSource(model, ByteTokenEncoder.Instance, [""], Between, folder.Inputs["work"]));

        float[] Embed(string text)
        {
            var vector = new float[embedder.Dimension];
            embedder.Embed([Encoding.UTF8.GetBytes(text)], vector);
            return vector;
        }
    }

    [Fact]
    public async Task Describe_OtherOptions_Differ()
    {
        string model = await Base();
        var seen = new HashSet<string>();
        TorchSharpGradientSource Make(string[]? target = null, TrainingOptions? training = null) =>
            new(model, ByteTokenEncoder.Instance, target ?? Target, training ?? Between, folder.Inputs["work"]);
        TorchSharpGradientSource[] sources =
        [
            Make(), Make(["1+1=2"]), Make(["1+1", "=2"]), Make(training: Between with { Steps = 3 }),
            new(model, ByteTokenEncoder.Instance, Target, Between, folder.Inputs["work"]) { Parameters = ["output"] },
            new(model, ByteTokenEncoder.Instance, Target, Between, folder.Inputs["work"]) { ProjectedDimension = 4 },
            new(model, ByteTokenEncoder.Instance, Target, Between, folder.Inputs["work"]) { ProjectionSeed = 4 },
            new(model, ByteTokenEncoder.Instance, Target, Between, folder.Inputs["work"]) { Block = 8 },
        ];
        foreach (TorchSharpGradientSource source in sources)
        {
            var writer = new FingerprintWriter();
            source.Describe(writer);
            Assert.True(seen.Add(writer.ToFingerprint()));
            source.Dispose();
        }
    }

    private async Task<string> Base()
    {
        using TokenShards tokens = TokenShardFolder.WriteTexts(folder.Inputs["tokens"], Texts().Select(document => document.Text));
        TrainingReport report = await new TorchSharpBackend().PretrainAsync(tokens, Form, Between with { CheckpointFolder = folder.Inputs["base"] },
            cancellationToken: TestContext.Current.CancellationToken);
        return report.ModelFolder!;
    }

    private async Task<(string[] Ids, int[] Rounds, float[] Cosines)> Select(string model, int workers, string name)
    {
        using var work = new TemporaryFolder();
        using var run = new CurationRun(new RunOptions { WorkDirectory = work.Path, MaxParallelShards = workers });
        folder.Inputs.Write("pool/a.jsonl", Lines(0));
        folder.Inputs.Write("pool/b.jsonl", Lines(1));
        Corpus pool = Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { CoalesceBytes = 0 } }, folder.Inputs["pool/*.jsonl"]);
        using var source = new TorchSharpGradientSource(model, ByteTokenEncoder.Instance, Target, Between, folder.Inputs["work-" + name]) { Block = 8 };
        KeepList list = await pool.FitAsync(new GradientMatchSelection(source) { Rounds = 2, PerRound = 4 }, run, TestContext.Current.CancellationToken);
        string[] ids = [.. (await RunFolder.Read(pool.Keep(list), run)).Select(document => document.Id).Order(StringComparer.Ordinal)];
        using RecordTable<int> rounds = list.OpenProvenance<int>("round");
        using RecordTable<float> cosines = list.OpenProvenance<float>("cosine");
        List<int> numbers = [];
        List<float> found = [];
        for (int shard = 0; shard < 2; shard++)
        {
            for (int record = 0; record < 12; record++)
            {
                Assert.True(rounds.TryGet(shard, record, out int number) && cosines.TryGet(shard, record, out float cosine));
                numbers.Add(number);
                found.Add(cosines.TryGet(shard, record, out cosine) ? cosine : float.NaN);
            }
        }
        return (ids, [.. numbers], [.. found]);

        static string Lines(int part) => string.Concat(Texts().Where((_, i) => i % 2 == part)
            .Select(document => $"{{\"id\":\"{document.Id}\",\"text\":\"{document.Text}\"}}\n"));
    }

    private static IEnumerable<Document> Texts()
    {
        for (int i = 0; i < 8; i++) yield return new($"sum{i}", FormattableString.Invariant($"{i}+{i % 3}={i + (i % 3)}"));
        for (int i = 0; i < 16; i++) yield return new($"text{i}", $"the {Words[i % 4]} sat on the {Words[(i / 4) % 4]}.");
    }
}
