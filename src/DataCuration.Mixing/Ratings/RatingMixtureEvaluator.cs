using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DataCuration.Training;

namespace DataCuration.Mixing;

/// <summary>
/// Scores the weights of ratings, as Meta-rater does (arXiv 2504.14194): it selects documents of a pool by the weighted sum of their ratings, and trains a
/// small model on them. The score is minus the bits per byte on held-out texts, the mean over evaluation sets and seeds.
/// </summary>
/// <remarks>
/// Each candidate has its own folder in <see cref="Folder"/>, named by a hash of weights, scales, selection, model, training and held-out texts. It has the
/// token shards, the checkpoints and the score. A candidate with a score is not trained again, by whatever search, if its selection has the same tokens as
/// before. If the pool changed, the run's <see cref="RunOptions.WhenChanged"/> says whether it is selected and trained anew or refused. A training that was
/// stopped resumes. Selections and token shards are made one at a time; several trainings may run at once. Use ratings of which more is better: weights are
/// never negative.
/// </remarks>
public sealed class RatingMixtureEvaluator : IMixtureEvaluator
{
    private const string ScoreName = "score.json";
    private const int FormatVersion = 2;

    /// <summary>A run does one operation after the other, whichever evaluator asks for it.</summary>
    private static readonly ConditionalWeakTable<CurationRun, SemaphoreSlim> Gates = new();

    private readonly Corpus pool;
    private readonly RatingScales scales;
    private readonly CurationRun run;
    private readonly ProxyTraining proxies;

    private readonly SemaphoreSlim gate;

    /// <summary>Creates an evaluator.</summary>
    /// <param name="backend">The backend that trains and evaluates.</param>
    /// <param name="pool">The rated documents to select from.</param>
    /// <param name="scales">The scales of the ratings, fitted on the pool by <see cref="RatingScaleFit"/>.</param>
    /// <param name="evaluation">The held-out texts: one evaluation set, or several with names.</param>
    /// <param name="run">The run that selects and writes token shards, on the local file system. Use it for nothing else while a search runs.</param>
    /// <exception cref="ArgumentException">
    /// The scales have no <see cref="RatingScales.PoolHash"/>, or the run's <see cref="RunOptions.Files"/> are not local: trainings write to local folders.
    /// </exception>
    public RatingMixtureEvaluator(IPretrainingBackend backend, Corpus pool, RatingScales scales, EvaluationSets evaluation, CurationRun run)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(scales);
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(run);
        if (scales.PoolHash is null)
            throw new ArgumentException($"The scales have no hash of the pool. Fit them on the pool with {nameof(RatingScaleFit)}.", nameof(scales));
        if (run.Options.Files is not LocalFileStore)
            throw new ArgumentException($"Trainings write to local folders, so the run needs the local file system and not {run.Options.Files.GetType().Name}.",
                nameof(run));
        this.pool = pool;
        this.scales = scales;
        this.run = run;
        gate = Gates.GetValue(run, static _ => new SemaphoreSlim(1));
        proxies = new(backend, evaluation);
    }

    /// <inheritdoc/>
    public string Name => "minus bits per byte";

    /// <summary>
    /// Makes the selection from the name of the annotation with the weighted rating, such as <c>QuantileSelection</c> of DataCuration.Selection with a share of
    /// tokens. Its options are part of a search's identity; other corpora that it reads are not.
    /// </summary>
    public required Func<string, CorpusFit<KeepList>> Selection { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); }

    /// <summary>The tokenizer of the token shards. That of the held-out texts must be the same.</summary>
    public required ITokenEncoder Encoder { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); }

    /// <summary>The model's dimensions.</summary>
    public required DecoderOptions Model { get; init; }

    /// <summary>
    /// The options of all trainings, without <see cref="TrainingOptions.Patience"/>: all candidates get the same number of tokens. Seed, checkpoint folder and
    /// <see cref="TrainingOptions.WhenChanged"/> are set for each.
    /// </summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>The seeds. A model is trained with each seed on each selection.</summary>
    /// <value>At least one; default 1.</value>
    /// <exception cref="ArgumentException">There is no seed, or one appears twice.</exception>
    public IReadOnlyList<ulong> Seeds
    {
        get;
        init => field = SeedList.Check(value);
    } = [1];

    /// <summary>The folder of the candidates, relative to <see cref="RunOptions.WorkDirectory"/>.</summary>
    /// <value>Default <c>rating-proxies</c>.</value>
    public string Folder { get; init => field = OptionChecks.NotEmpty(value); } = "rating-proxies";

    /// <inheritdoc/>
    /// <exception cref="DirectoryNotFoundException">There is no folder of the initial model.</exception>
    /// <exception cref="InvalidOperationException"><see cref="TrainingOptions.Patience"/> is set.</exception>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("evaluator", nameof(RatingMixtureEvaluator));
        proxies.DescribeTraining(Model, Training, Seeds, writer);
        writer.Add("scales", scales);
        writer.AddScope("selection", CreateSelection().AddTo);
        writer.AddScope("encoder", Encoder.Describe);
        proxies.DescribeEvaluation(writer);
    }

    /// <summary>Selects documents of the pool by weights: what a small model is trained on, and with the weights that a search found, its result.</summary>
    /// <param name="weights">The weights of the ratings.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The selected documents, with the annotation <c>weighted_rating</c>.</returns>
    /// <exception cref="ArgumentException">A rating has no scale.</exception>
    public async Task<Corpus> SelectAsync(MixtureWeights weights, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Corpus weighed = pool.Pipe(new WeightedRatingTagger(weights) { Scales = scales });
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return weighed.Keep(await weighed.FitAsync(CreateSelection(), run, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A rating has no scale.</exception>
    /// <exception cref="CurationException">The selection has no tokens.</exception>
    /// <exception cref="InvalidDataException">The file with the score of an earlier evaluation is damaged.</exception>
    /// <exception cref="InvalidOperationException"><see cref="TrainingOptions.Patience"/> is set.</exception>
    /// <exception cref="ResumeMismatchException">The pool is not that of an earlier evaluation, and the run refuses that.</exception>
    public async Task<double> EvaluateAsync(MixtureWeights weights, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(weights);
        string folder = Path.Combine(Folder, KeyOf(weights)), path = Path.GetFullPath(Path.Combine(run.Options.WorkDirectory, folder));
        string scoreFile = Path.Combine(path, ScoreName);
        using TokenShards tokens = await WriteTokensAsync(weights, Path.Combine(folder, "tokens"), cancellationToken).ConfigureAwait(false);
        if (File.Exists(scoreFile)
            && ReadScore(await File.ReadAllBytesAsync(scoreFile, cancellationToken).ConfigureAwait(false), scoreFile) is var before
            && before.Tokens == tokens.Fingerprint)
            return before.Score;
        var mixture = new TokenMixture([new WeightedTokenShards { Shards = tokens, Weight = 1 }]);
        // The same rule for checkpoints as for the selection, which was made anew if the pool changed.
        double score = await proxies.ScoreAsync(mixture, Model, Training with { WhenChanged = run.Options.WhenChanged }, Seeds,
            seed => Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"seed-{seed}")), cancellationToken).ConfigureAwait(false);
        // JSON has no numbers for these; the search refuses them with the name of the evaluator.
        if (!double.IsFinite(score)) return score;
        Directory.CreateDirectory(path);
        await AtomicFile.WriteAsync(scoreFile, VersionedJson.Write(FormatVersion, json =>
        {
            json.WriteNumber("score", score);
            json.WriteString("tokens", tokens.Fingerprint);
        }), cancellationToken).ConfigureAwait(false);
        return score;
    }

    private async Task<TokenShards> WriteTokensAsync(MixtureWeights weights, string folder, CancellationToken cancellationToken)
    {
        Corpus selected = await SelectAsync(weights, cancellationToken).ConfigureAwait(false);
        TokenShards tokens;
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            tokens = await selected.WriteTokenShardsAsync(folder, Encoder, run, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
        if (tokens.TokenCount > 0) return tokens;
        tokens.Dispose();
        throw new CurationException($"The selection by {weights} has no tokens. Select a larger share, or rate more documents.");
    }

    private CorpusFit<KeepList> CreateSelection() =>
        Selection(WeightedRatingTagger.DefaultAnnotation) ?? throw new InvalidOperationException($"{nameof(Selection)} returned null.");

    private string KeyOf(MixtureWeights weights)
    {
        var writer = new FingerprintWriter();
        Describe(writer);
        writer.Add("format", FormatVersion);
        writer.AddScope("weights", weights.Describe);
        return writer.ToFingerprint()[..16];
    }

    private static (double Score, string? Tokens) ReadScore(byte[] json, string path) => VersionedJson.Read(json, $"'{path}'", "score of a candidate",
        FormatVersion, static (JsonElement root) => (root.GetProperty("score").GetDouble(), root.GetProperty("tokens").GetString()));
}
