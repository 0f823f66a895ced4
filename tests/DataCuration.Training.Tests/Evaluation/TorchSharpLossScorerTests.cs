using System.Text;
using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

public sealed class TorchSharpLossScorerTests : IDisposable
{
    private static readonly DecoderOptions Form = new() { Layers = 1, Width = 32, Heads = 2, KeyValueHeads = 1, FeedForwardWidth = 48, ContextLength = 24 };
    private static readonly string[] Known = ["the cat sat on the mat. ", "a dog ran to a log. "];
    private readonly RunFolder folder = new();
    private readonly TokenShards tokens;

    public TorchSharpLossScorerTests() =>
        tokens = TokenShardFolder.WriteTexts(folder.Inputs["tokens"],
            Enumerable.Range(0, 60).Select(i => string.Concat(Enumerable.Repeat(Known[i % 2], 1 + i % 4))), shards: 2);

    public void Dispose()
    {
        tokens.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Score_TrainedModels_GiveStrengthsByWhatTheyLearned()
    {
        // Three checkpoints of one training: each predicts its training texts better, and random letters worse, than the one before.
        TorchSharpModel[] models = [await Train("a", 1), await Train("b", 30), await Train("c", 120)];
        try
        {
            ScoredModel[] scored =
                [.. models.Select((model, i) => new ScoredModel(new($"{model.Step} steps", i), new TorchSharpLossScorer(model, ByteTokenEncoder.Instance)))];
            var random = new SeededRandom(3);
            List<Document> documents = [];
            for (int i = 0; i < 12; i++)
            {
                documents.Add(new($"known{i}", Known[i % 2] + Known[(i + i / 2) % 2]));
                documents.Add(new($"noise{i}", string.Concat(Enumerable.Range(0, 40).Select(_ => (char)('A' + random.NextInt64(26)))) + "é中𝄞"));
            }
            Corpus pool = Corpus.FromDocuments(documents);
            CurationRun run = folder.Run();
            LossFile losses = await pool.FitAsync(new LossFit(scored), run);
            List<Document> rated = await RunFolder.Read(pool.Pipe(new PredictiveStrengthTagger(losses) { WriteBitsPerCharacter = true }), run);
            Assert.Equal(24, rated.Count);
            foreach (Document document in rated)
            {
                double strength = document.Get(PredictiveStrengthTagger.Strength);
                if (document.Id.StartsWith("known", StringComparison.Ordinal)) Assert.Equal(1, strength);
                else Assert.True(strength < 1, $"{document.Id} has {strength}");
            }
            // Losses equal those of an evaluation, which other tests compare token by token with a simple computation.
            EvaluationResult evaluated = models[2].Evaluate(EvaluationSet.FromDocuments(documents, ByteTokenEncoder.Instance));
            Assert.All(rated.Zip(evaluated.Documents), pair =>
                Assert.Equal(pair.Second.BitsPerByte * Encoding.UTF8.GetByteCount(pair.First.Text) / pair.First.Text.EnumerateRunes().Count(),
                    pair.First.Get(new AnnotationKey<double>("bits_per_character_120 steps")), 1e-4));
            KeepList examples = await pool.Pipe(new PredictiveStrengthTagger(losses)).FitAsync(new PreSelectExamples(), run);
            Assert.Equal(12, SelectionReport.Load(examples).Strata[1].SelectedDocuments);
        }
        finally
        {
            foreach (TorchSharpModel model in models) model.Dispose();
        }
    }

    [Fact]
    public async Task FitAsync_OtherWorkers_GivesTheSameBytes()
    {
        using TorchSharpModel first = await Train("a", 2), second = await Train("b", 20);
        folder.Inputs.Write("pool.jsonl", string.Concat(Enumerable.Range(0, 40)
            .Select(i => FormattableString.Invariant($"{{\"id\":\"d{i}\",\"text\":\"{string.Concat(Enumerable.Repeat(Known[i % 2], 1 + i % 3))}\"}}\n"))));
        Corpus pool = Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = 500, CoalesceBytes = 0 } },
            folder.Inputs["pool.jsonl"]);
        var bytes = new List<byte[]>();
        foreach (int workers in new[] { 1, 2, 5 })
        {
            using var work = new TemporaryFolder();
            using var run = new CurationRun(new RunOptions { WorkDirectory = work.Path, MaxParallelShards = workers });
            LossFile losses = await pool.FitAsync(new LossFit(Scored("first", 1, first), Scored("second", 2, second)), run);
            bytes.Add(await File.ReadAllBytesAsync(losses.Path));
        }
        Assert.Equal(40, bytes[0].Count(b => b == '\n'));
        Assert.Equal(bytes[0], bytes[1]);
        Assert.Equal(bytes[0], bytes[2]);

        static ScoredModel Scored(string name, double benchmark, TorchSharpModel model) =>
            new(new(name, benchmark), new TorchSharpLossScorer(model, ByteTokenEncoder.Instance) { Threads = 1 });
    }

    [Fact]
    public async Task Score_Batches_GiveTheLossesOfSingleTexts()
    {
        using TorchSharpModel model = await Train("a", 20);
        ReadOnlyMemory<byte>[] texts = [.. new[] { "the cat sat", "é", string.Concat(Enumerable.Repeat(Known[1], 5)), "x" }
            .Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))];
        var scorer = new TorchSharpLossScorer(model, ByteTokenEncoder.Instance);
        double[] together = new double[4], one = new double[1], again = new double[1];
        scorer.Score(texts, together, CancellationToken.None);
        for (int i = 0; i < texts.Length; i++)
        {
            scorer.Score(texts.AsSpan(i, 1), one, CancellationToken.None);
            scorer.Score(texts.AsSpan(i, 1), again, CancellationToken.None);
            Assert.Equal(one, again);
            Assert.Equal(one[0], together[i], 1e-3);
        }
        Assert.Throws<ArgumentException>(() => scorer.Score(texts, one, CancellationToken.None));
        Assert.Throws<OperationCanceledException>(() => scorer.Score(texts, together, new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(8, 3)]
    [InlineData(10, 10)]
    [InlineData(24, 1)]
    public async Task ScoreTokens_Windows_GiveTheLossesOfTheLogits(int block, int stride)
    {
        using TorchSharpModel model = await Train("a", 20);
        var scorer = new TorchSharpLossScorer(model, ByteTokenEncoder.Instance) { Block = block, Stride = stride };
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Known[0], 2)));
        List<TokenLoss> found = [], empty = [new(1, 1)];
        scorer.ScoreTokens([text, default], [found, empty], CancellationToken.None);
        Assert.Empty(empty);
        Assert.Equal(text.Select(value => (int)value), found.Select(loss => loss.Token));
        int[] inputs = [ByteTokenEncoder.Instance.EndOfDocument, .. text.Select(value => (int)value)];
        (int length, int step) = (block == 0 ? 24 : block, stride == 0 ? 12 : stride);
        for (int i = 0; i < text.Length; i++)
        {
            // The first window that reaches the token.
            int start = i < length ? 0 : (i - length + step) / step * step;
            float[] logits = model.Logits(inputs.AsSpan(start, i - start + 1));
            float[] last = logits[^model.Options.VocabularySize..];
            double expected = Math.Log(last.Sum(one => Math.Exp(one - last.Max()))) + last.Max() - last[text[i]];
            Assert.Equal(expected, found[i].Nats, 1e-4);
        }
        var nats = new double[2];
        scorer.Score([text, default], nats, CancellationToken.None);
        Assert.Equal(found.Sum(loss => loss.Nats), nats[0], 1e-6);
        Assert.True(double.IsNaN(nats[1]));
        Assert.Throws<ArgumentException>(() => scorer.ScoreTokens([text], [], CancellationToken.None));
    }

    [Fact]
    public async Task Score_ScorersOfOneModel_TakeTurns()
    {
        using TorchSharpModel model = await Train("a", 1);
        using TorchSharpModel other = TorchSharpModel.Load(folder.Inputs["a"], TrainingDevice.Cpu);
        byte[] text = Encoding.UTF8.GetBytes(Known[0]);
        double[] first = new double[1], second = new double[1], alone = new double[1];
        var replaced = new int[1];
        using var started = new CountdownEvent(3);
        Thread[] waiting =
        [
            Start(() => new TorchSharpLossScorer(model, ByteTokenEncoder.Instance) { Block = 8 }.Score([text], first, CancellationToken.None)),
            Start(() => new TorchSharpLossScorer(model, ByteTokenEncoder.Instance).Score([text], second, CancellationToken.None)),
            Start(() => Replace(new TorchSharpReplacer(model, ByteTokenEncoder.Instance))),
        ];
        lock (model.Gate)
        {
            foreach (Thread thread in waiting) thread.Start();
            started.Wait(TestContext.Current.CancellationToken);
            // Each thread waits for the model, or ends if it does not.
            foreach (Thread thread in waiting) SpinWait.SpinUntil(() => !thread.IsAlive || thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
            new TorchSharpLossScorer(other, ByteTokenEncoder.Instance).Score([text], alone, CancellationToken.None); // another model does not wait
            Assert.All(waiting, thread => Assert.True(thread.IsAlive));
            Assert.Equal([0, 0], [first[0], second[0]]);
        }
        foreach (Thread thread in waiting) thread.Join();
        Assert.True(first[0] > 0);
        Assert.Equal(alone, second);

        void Replace(TorchSharpReplacer replacer)
        {
            var random = new SeededRandom(1);
            replacer.Replace([1, 2, 3], [2], replaced, ref random);
        }

        Thread Start(Action run) => new(() =>
        {
            started.Signal();
            run();
        });
    }

    [Fact]
    public async Task Block_WrongLengths_Throw()
    {
        using TorchSharpModel model = await Train("a", 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TorchSharpLossScorer(model, ByteTokenEncoder.Instance) { Block = 25 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TorchSharpLossScorer(model, ByteTokenEncoder.Instance) { Stride = -1 });
        var scorer = new TorchSharpLossScorer(model, ByteTokenEncoder.Instance) { Block = 4, Stride = 5 };
        Assert.Throws<InvalidOperationException>(() => scorer.Score([Encoding.UTF8.GetBytes("x")], new double[1], CancellationToken.None));
    }

    [Fact]
    public async Task Describe_OtherModelOrEncoder_Differs()
    {
        using TorchSharpModel first = await Train("a", 1), second = await Train("b", 2);
        Assert.NotEqual(Fingerprint(first), Fingerprint(second));
        Assert.Equal(Fingerprint(first), Fingerprint(first));
        ArgumentException error = Assert.Throws<ArgumentException>(() => new TorchSharpLossScorer(first, new OtherEncoder()));
        Assert.Contains(first.EncoderFingerprint!, error.Message, StringComparison.Ordinal);

        static string Fingerprint(TorchSharpModel model)
        {
            var writer = new FingerprintWriter();
            new TorchSharpLossScorer(model, ByteTokenEncoder.Instance).Describe(writer);
            return writer.ToFingerprint();
        }
    }

    private async Task<TorchSharpModel> Train(string name, int steps)
    {
        var options = new TrainingOptions
        {
            Steps = steps,
            BatchRows = 6,
            WarmupSteps = 0,
            PeakLearningRate = 0.01,
            Seed = 5,
            Device = TrainingDevice.Cpu,
            Threads = 1,
            CheckpointFolder = folder.Inputs[name]
        };
        TrainingReport report = await new TorchSharpBackend().PretrainAsync(tokens, Form, options, cancellationToken: TestContext.Current.CancellationToken);
        return TorchSharpModel.Load(report.ModelFolder!, TrainingDevice.Cpu);
    }

    private sealed class OtherEncoder : ITokenEncoder
    {
        public int VocabularySize => 257;

        public int EndOfDocument => 256;

        public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens) => ByteTokenEncoder.Instance.Encode(utf8Text, tokens);

        public void Describe(FingerprintWriter writer) => writer.Add("kind", "other");
    }
}
