using System.Globalization;
using DataCuration.FastText;
using DataCuration.Tabular;
using DataCuration.TestKit;

namespace DataCuration.IntegrationTests.DamagedWork;

/// <summary>A program over a pool, whose intermediate files a test damages.</summary>
/// <param name="Name">A name for messages.</param>
/// <param name="RunAsync">Runs the program and returns its whole result as text.</param>
internal sealed record DamageScenario(string Name, Func<Corpus, CurationRun, Task<string>> RunAsync)
{
    private const int Documents = 500;
    private static readonly SelectionSize Size = SelectionSize.Documents(60);

    /// <summary>Programs that together run every fit of the library that writes files between phases.</summary>
    public static DamageScenario[] All { get; } =
    [
        new("dsir", async (pool, run) => await SelectAsync(pool, new DsirSelection(new DsirModelFit(Target())
        {
            Features = new HashedNGrams { Buckets = 300 },
        })
        { Size = Size, MinTokens = 0, Weighting = DsirWeighting.Chunked(8), Seed = 5 }, run)),
        new("dsir reference noise and divergence", async (pool, run) =>
        {
            DsirModel model = await pool.FitAsync(new DsirModelFit(Target()) { Features = new HashedNGrams { Buckets = 300 } }, run);
            KeepList list = await pool.FitAsync(new DsirSelection(model) { Size = Size, MinTokens = 0, Noise = SelectionNoise.NumPyLegacy, Seed = 3 }, run);
            KullbackLeiblerReport divergence = await pool.Keep(list).FitAsync(new KullbackLeiblerFit(model), run);
            string ids = await IdsAsync(pool.Keep(list), run);
            return string.Create(CultureInfo.InvariantCulture, $"{model.Fingerprint} {divergence.Reduction:R} {ids}");
        }),
        new("random of a filtered corpus", async (pool, run) =>
        {
            Corpus clean = await pool.Where(document => document.Text.Length % 7 != 0).DropsTo("dropped").WriteJsonlAsync("clean", run);
            return await SelectAsync(clean, new RandomSelection { Size = SelectionSize.Tokens(900), MinTokens = 2, Seed = 4 }, run);
        }),
        new("quantiles by source", async (pool, run) =>
            await SelectAsync(pool, new QuantileSelection("quality") { Share = 0.2, GroupField = "source" }, run)),
        new("ratings with a temperature", async (pool, run) =>
            await SelectAsync(pool, new QuRatingSelection(["quality", "overall_score"]) { Budget = 4_000, Temperature = 0.7, DomainField = "domain" }, run)),
        new("quotas with repeats", async (pool, run) =>
            await SelectAsync(pool, new DataManSelection(["overall_score"]) { Budget = 60_000, Repeat = true, MaxEpochs = 3 }, run)),
        new("union", async (pool, run) => await SelectAsync(pool, new UnionSelection(
            [new RandomSelection { Size = Size, MinTokens = 0, Seed = 9 }, new QuantileSelection("quality") { Share = 0.1 }]), run)),
        new("classifier, ratings, threshold", async (pool, run) =>
        {
            TrainedClassifier trained = await pool.FitAsync(new ClassifierTraining("label")
            {
                Training = new FastTextTrainingOptions { Dimension = 5, Epochs = 2, Buckets = 500, Threads = 1 },
                Split = ClassifierSplit.Document,
            }, run);
            Corpus rated = pool.Pipe(new QualityRater(new FastTextScorer(trained.LoadModel()), "good"));
            ScoreThreshold threshold = await rated.FitAsync(new ScoreThresholdFit("quality_score") { Share = 0.3 }, run);
            CalibrationReport calibration = await rated.FitAsync(new CalibrationFit("quality_score", "label", "good"), run);
            ClassifierEvaluation agreement = await rated.FitAsync(new AgreementFit("label", "source"), run);
            Corpus best = await rated.Pipe(threshold.ToFilter("quality_score")).WriteJsonlAsync("best", run);
            string ids = await IdsAsync(best, run);
            return string.Create(CultureInfo.InvariantCulture, $"{trained.Fingerprint} {calibration.BrierScore:R} {agreement} {ids}");
        }),
        new("losses, strength, report", async (pool, run) =>
        {
            LossFile losses = await pool.FitAsync(new LossFit(new ScoredModel(new("small", 1), new PerByte(2)),
                new ScoredModel(new("large", 2), new PerByte(1.5)), new ScoredModel(new("larger", 3), new PerByte(1.75))), run);
            Corpus tagged = pool.Pipe(new PredictiveStrengthTagger(losses));
            AnnotationReport report = await tagged.FitAsync(new AnnotationReportFit(["quality", "predictive_strength"]) { GroupFields = ["source"] }, run);
            KeepList examples = await tagged.FitAsync(new PreSelectExamples { Strength = "quality", MinPositive = 0.9 }, run);
            return $"{report} {await IdsAsync(tagged.Keep(examples), run)} "
                + await SelectAsync(tagged, new QuantileSelection("predictive_strength") { Share = 0.4 }, run);
        }),
        new("columns", async (pool, run) =>
        {
            // Finds the fields first, in a fit of its own.
            Corpus table = await pool.WriteParquetAsync("table", run);
            return await SelectAsync(table, new RandomSelection { Size = Size, MinTokens = 0, Seed = 6 }, run);
        }),
        new("token shards", async (pool, run) =>
        {
            KeepList list = await pool.FitAsync(new RandomSelection { Size = Size, MinTokens = 0, Seed = 2 }, run);
            using TokenShards tokens = await pool.Keep(list).WriteTokenShardsAsync("tokens", ByteTokenEncoder.Instance, run);
            return string.Join(' ', Enumerable.Range(0, (int)tokens.DocumentCount)
                .Select(i => $"{tokens.GetDocument(i).Id}:{string.Join(',', tokens.GetTokens(i))}"));
        }),
    ];

    /// <summary>Writes the pool and returns it: several shards with all the fields that the programs read.</summary>
    public static Corpus Pool(string folder)
    {
        Directory.CreateDirectory(folder);
        var random = new SeededRandom(7);
        for (int f = 0; f < 4; f++)
        {
            using var file = new StreamWriter(Path.Combine(folder, $"pool-{f}.jsonl"));
            for (int i = 0; i < Documents / 4; i++)
            {
                bool isGood = random.NextInt64(2) == 0;
                var words = new List<string>();
                for (long left = 5 + random.NextInt64(12); left > 0; left--) words.Add($"{(isGood ? "river" : "engine")}{random.NextInt64(20)}");
                double quality = random.NextInt64(1_000) / 1_000.0;
                file.Write(string.Create(CultureInfo.InvariantCulture,
                    $"{{\"id\":\"d{f}-{i}\",\"source\":\"s{random.NextInt64(3)}\",\"domain\":\"m{random.NextInt64(4)}\","));
                file.Write($"\"label\":\"{(isGood ? "good" : "bad")}\",");
                file.Write(string.Create(CultureInfo.InvariantCulture,
                    $"\"quality\":{quality:R},\"overall_score\":{1 + random.NextInt64(5)}.0,\"text\":\"{string.Join(' ', words)}\"}}\n"));
            }
        }
        return Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { CoalesceBytes = 0 } }, Path.Combine(folder, "*.jsonl"));
    }

    private static Corpus Target() =>
        Corpus.FromDocuments(Enumerable.Range(0, 60)
            .Select(i => new Document($"t{i}", string.Join(' ', Enumerable.Range(0, 8).Select(w => $"river{(i + w) % 20}")))));

    /// <summary>Fits a selection, writes the selected documents, and reads them back.</summary>
    private static async Task<string> SelectAsync(Corpus corpus, CorpusFit<KeepList> selection, CurationRun run)
    {
        KeepList list = await corpus.FitAsync(selection, run);
        string epochs = list.KeptCount.ToString(CultureInfo.InvariantCulture);
        if (File.Exists(Path.Combine(list.Folder, "selection.json")))
            epochs += string.Concat(SelectionEpochs.Load(list).Select(epoch => string.Create(CultureInfo.InvariantCulture, $", {epoch.KeptCount}")));
        return $"{epochs}: {await IdsAsync(await corpus.Keep(list).WriteJsonlAsync("selected", run), run)}";
    }

    private static async Task<string> IdsAsync(Corpus corpus, CurationRun run) =>
        string.Join(' ', (await RunFolder.Read(corpus, run)).Select(document => $"{document.Id}={document.Text}"));

    private sealed class PerByte(double nats) : ITextLossScorer
    {
        public int BatchSize => 1;

        public void Describe(FingerprintWriter writer) => writer.Add("nats", nats);

        public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<double> losses, CancellationToken cancellationToken)
        {
            // Some texts are easier for the small model.
            for (int i = 0; i < utf8Texts.Length; i++) losses[i] = utf8Texts[i].Length * nats + (utf8Texts[i].Span[^1] % 5 == 0 ? nats * 40 : 0);
        }
    }
}
