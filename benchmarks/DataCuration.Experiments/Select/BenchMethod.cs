using DataCuration.Deduplication;
using DataCuration.FastText;
using DataCuration.Mixing;
using DataCuration.Selection;

namespace DataCuration.Experiments.Select;

/// <summary>A selection method of the bench.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Note">What it is, in a line.</param>
/// <param name="Select">Selects from a pool with a seed.</param>
internal sealed record BenchMethod(string Name, string Note, Func<BenchData, Corpus, ulong, CancellationToken, Task<KeepList>> Select)
{
    // GOT-D selects a number of documents. This is their mean size.
    private const int MeanBytes = 1_500;
    private const string Label = "bench_label", Target = "target", Other = "other";

    /// <summary>All methods that need nothing but texts. The others are compared with the first.</summary>
    public static IReadOnlyList<BenchMethod> All { get; } =
    [
        Of("random", "documents by chance", (data, seed) => new RandomSelection { Size = Size(data), Seed = seed }),
        Of("dsir-raw", "DSIR, sums of log ratios as in the reference", (data, seed) => Dsir(data, seed, DsirWeighting.Raw)),
        Of("dsir-normalized", "DSIR, mean log ratio per token", (data, seed) => Dsir(data, seed, DsirWeighting.LengthNormalized())),
        Of("dsir-chunked", "DSIR, chunks of 128 tokens", (data, seed) => Dsir(data, seed, DsirWeighting.Chunked())),
        Of("top-k", "the largest sums of log ratios", (data, seed) =>
            new DsirSelection(new DsirModelFit(data.Target)) { Size = Size(data), Seed = seed, TopK = true }),
        new("fasttext", "a classifier of target against random documents, the best", ByClassifierAsync),
        new("perplexity", "the lowest perplexity under a trigram model of the target", ByPerplexityAsync),
        Of("got-d", "the most negative gradients of the transport to the target, by hashed words", (data, seed) =>
            new TransportSelection(data.Vectors, data.Target) { Documents = data.Bytes / MeanBytes, Seed = seed }),
        new("betr", "a classifier of the best ranks against target documents, by hashed words", ByRankAsync),
        new("semantic", "by chance, without documents that are nearly equal by hashed words", WithoutCopiesAsync),
        new("climb", "the mixture of sources that CLIMB finds with 28 small trainings", ByMixtureAsync),
    ];

    /// <summary>The method that selects by a rating in the corpus, as QuRating does: drawn with p ∝ exp(rating / temperature).</summary>
    public static BenchMethod QuRating(string field) => Of($"qurating-{field}", $"drawn by the rating '{field}'", (data, seed) =>
        new QuRatingSelection([field]) { Budget = data.Bytes, Measure = DocumentMeasure.Utf8Bytes, Seed = seed });

    /// <summary>The method that selects the best by a rating in the corpus, in proportion to sources and domains as DataMan does.</summary>
    public static BenchMethod DataMan(string field) => Of($"dataman-{field}", $"the best by the rating '{field}' in each source and domain", (data, seed) =>
        new DataManSelection([field]) { Budget = data.Bytes, Measure = DocumentMeasure.Utf8Bytes, Seed = seed });

    /// <summary>The method that learns a classifier from both ends of a predictive strength in the corpus, as PreSelect does, and selects its best.</summary>
    public static BenchMethod PreSelect(string field) => new($"preselect-{field}", $"a classifier of both ends of the predictive strength '{field}', the best",
        (data, pool, seed, cancellationToken) => ByStrengthAsync(data, pool, field, seed, cancellationToken));

    /// <summary>Finds methods by name.</summary>
    /// <param name="names">The names; <c>qurating:FIELD</c>, <c>dataman:FIELD</c> and <c>preselect:FIELD</c> too.</param>
    public static IReadOnlyList<BenchMethod> Find(IEnumerable<string> names) => [.. names.Select(name => name.Split(':', 2) switch
    {
        ["qurating", var field] => QuRating(field),
        ["dataman", var field] => DataMan(field),
        ["preselect", var field] => PreSelect(field),
        _ => All.FirstOrDefault(method => method.Name == name)
            ?? throw new ArgumentException($"There is no method '{name}'; the methods are {string.Join(", ", All.Select(method => method.Name))}, "
                + "qurating:FIELD, dataman:FIELD and preselect:FIELD."),
    })];

    private static BenchMethod Of(string name, string note, Func<BenchData, ulong, CorpusFit<KeepList>> fit) =>
        new(name, note, (data, pool, seed, cancellationToken) => pool.FitAsync(fit(data, seed), data.Run, cancellationToken));

    /// <summary>Returns a seed of fastText, which has 31 bits: the seed itself if it fits, otherwise one that all of its bits decide.</summary>
    internal static int ToInt32(ulong seed) => seed <= int.MaxValue ? (int)seed : (int)SeededRandom.Create(seed, "selection bench", "fastText")
        .NextInt64(int.MaxValue);

    private static SelectionSize Size(BenchData data) => SelectionSize.Utf8Bytes(data.Bytes);

    private static DsirSelection Dsir(BenchData data, ulong seed, DsirWeighting weighting) =>
        new(new DsirModelFit(data.Target)) { Size = Size(data), Seed = seed, Weighting = weighting };

    private static async Task<KeepList> ByClassifierAsync(BenchData data, Corpus pool, ulong seed, CancellationToken cancellationToken)
    {
        // Ten random documents for each of the target: the classifier's own balance takes the rest away.
        Corpus examples = Corpus.Concat(data.Target.Select(Labelled(Target), version: "target/1"), pool.Select(Labelled(Other), version: "other/1"));
        TrainedClassifier trained = await examples.FitAsync(new ClassifierTraining(Label)
        {
            Training = new FastTextTrainingOptions { Epochs = 25, LearningRate = 0.5, WordNGrams = 2, Buckets = 100_000, Dimension = 50, Seed = ToInt32(seed) },
            BalanceRatio = 10,
            Seed = seed,
        }, data.Run, cancellationToken).ConfigureAwait(false);
        FastTextModel model = trained.LoadModel();
        return await BestAsync(data, pool.Pipe(new QualityRater(new FastTextScorer(model), Target)), QualityRater.Score.Name, false, seed, cancellationToken)
            .ConfigureAwait(false);
    }

    private static async Task<KeepList> ByPerplexityAsync(BenchData data, Corpus pool, ulong seed, CancellationToken cancellationToken)
    {
        using NGramModel model = await data.Target.FitAsync(new NGramModelFit { Order = 3 }, data.Run, cancellationToken).ConfigureAwait(false);
        return await BestAsync(data, pool.Pipe(new PerplexityTagger(model)), PerplexityTagger.Perplexity.Name, true, seed, cancellationToken)
            .ConfigureAwait(false);
    }

    private static async Task<KeepList> ByRankAsync(BenchData data, Corpus pool, ulong seed, CancellationToken cancellationToken)
    {
        var top = new TargetRankSelection(data.Vectors, [data.Target]) { Seed = seed };
        var rest = new TargetRankSelection(data.Vectors, [data.Target]) { Seed = seed, Side = TargetRankSide.Rest };
        Corpus examples = TargetRankSelection.Label(pool, await pool.FitAsync(top, data.Run, cancellationToken).ConfigureAwait(false),
            await pool.FitAsync(rest, data.Run, cancellationToken).ConfigureAwait(false));
        TrainedClassifier trained = await examples.FitAsync(new ClassifierTraining(TargetRankSelection.LabelKey.Name)
        {
            Training = ClassifierTraining.PreSelect with { Buckets = 100_000, Seed = ToInt32(seed) },
            Seed = seed,
        }, data.Run, cancellationToken).ConfigureAwait(false);
        return await BestAsync(data, pool.Pipe(new QualityRater(new FastTextScorer(trained.LoadModel()), Target)), QualityRater.Score.Name, false, seed,
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<KeepList> ByStrengthAsync(BenchData data, Corpus pool, string field, ulong seed, CancellationToken cancellationToken)
    {
        KeepList ends = await pool.FitAsync(new PreSelectExamples { Strength = field, Seed = seed }, data.Run, cancellationToken).ConfigureAwait(false);
        Corpus examples = pool.Keep(ends).Pipe(new PreSelectLabeler { Strength = field });
        TrainedClassifier trained = await examples.FitAsync(new ClassifierTraining(PreSelectLabeler.Label.Name)
        {
            Training = ClassifierTraining.PreSelect with { Buckets = 100_000, Seed = ToInt32(seed) },
            Seed = seed,
        }, data.Run, cancellationToken).ConfigureAwait(false);
        return await BestAsync(data, pool.Pipe(new QualityRater(new FastTextScorer(trained.LoadModel()), "1")), QualityRater.Score.Name, false, seed,
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<KeepList> WithoutCopiesAsync(BenchData data, Corpus pool, ulong seed, CancellationToken cancellationToken)
    {
        using EmbeddingStore vectors = await pool.FitAsync(data.Vectors, data.Run, cancellationToken).ConfigureAwait(false);
        KeepList unique = await pool.FitAsync(new SemanticDeduplication(vectors) { KMeans = new() { Clusters = 100 }, Epsilon = 0.1 }, data.Run,
            cancellationToken).ConfigureAwait(false);
        return await pool.Keep(unique).FitAsync(new RandomSelection { Size = Size(data), Seed = seed }, data.Run, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<KeepList> ByMixtureAsync(BenchData data, Corpus pool, ulong seed, CancellationToken cancellationToken)
    {
        MixtureWeights mixture = await data.MixtureAsync(cancellationToken).ConfigureAwait(false);
        return await pool.FitAsync(BenchMixture.ToSelection(mixture, data.Bytes, seed), data.Run, cancellationToken).ConfigureAwait(false);
    }

    private static Task<KeepList> BestAsync(BenchData data, Corpus scored, string score, bool isLowBest, ulong seed, CancellationToken cancellationToken) =>
        scored.FitAsync(new QuRatingSelection([score])
        {
            Budget = data.Bytes,
            Measure = DocumentMeasure.Utf8Bytes,
            Sample = false,
            SelectBottom = isLowBest,
            Seed = seed,
        }, data.Run, cancellationToken);

    private static Func<Document, Document> Labelled(string label) => document => document.With(new AnnotationKey<string>(Label), label);
}
