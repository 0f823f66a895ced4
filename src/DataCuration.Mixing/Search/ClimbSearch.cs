namespace DataCuration.Mixing;

/// <summary>
/// Searches a mixture as CLIMB does: measures some mixtures, fits a regression to all scores so far, and measures further mixtures among those with the best
/// predictions, a few times. The result is the mixture with the best prediction at the end. With one iteration it is RegMix
/// (<see cref="MixtureSearchOptions.RegMix"/>).
/// </summary>
/// <remarks>
/// <para>
/// The result depends on sources, options and scores only, and not on <see cref="ParallelEvaluations"/> or on interruptions. With a <see cref="JournalFile"/>,
/// each score is on the disk when it is known; a killed search evaluates only what is missing.
/// </para>
/// <para>
/// Two differences to the tutorial's code: weights are divided by their sum after rounding, and <see cref="MixtureSampling.MaxUsage"/> limits the mixtures of
/// all iterations and not of the first one only.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration.Mixing;
///
/// MixtureSource[] sources = [new("web", 700_000_000), new("books", 200_000_000), new("code", 100_000_000)];
/// var evaluator = new DelegateMixtureEvaluator("distance", weights => -Math.Pow(weights["books"] - 0.4, 2));
/// var search = new ClimbSearch(sources, evaluator) { JournalFile = "search.jsonl" };
/// MixtureSearchReport report = await search.RunAsync();
/// Console.WriteLine(report.ToMarkdown());
/// </code>
/// </example>
public sealed class ClimbSearch
{
    private readonly MixtureSource[] sources;
    private readonly string[] names;
    private readonly IMixtureEvaluator evaluator;

    /// <summary>Creates a search.</summary>
    /// <param name="sources">The sources, with their sizes.</param>
    /// <param name="evaluator">Scores mixtures.</param>
    /// <exception cref="ArgumentException">There is no source, or two have the same name.</exception>
    public ClimbSearch(IReadOnlyList<MixtureSource> sources, IMixtureEvaluator evaluator)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        this.sources = MixtureSource.Check(sources, nameof(sources));
        names = [.. this.sources.Select(source => source.Name)];
        this.evaluator = evaluator;
    }

    /// <summary>The options.</summary>
    /// <value>Default <see cref="MixtureSearchOptions.Climb"/>.</value>
    public MixtureSearchOptions Options { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = MixtureSearchOptions.Climb;

    /// <summary>The number of mixtures that are evaluated at the same time. The result does not depend on it.</summary>
    /// <value>At least 1; default 1.</value>
    public int ParallelEvaluations
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one mixture is evaluated at a time.");
    } = 1;

    /// <summary>The file of scores, JSON lines; null to keep scores in memory only. A search with the same inputs resumes from it.</summary>
    /// <value>Default null.</value>
    public string? JournalFile { get; init; }

    /// <summary>Runs the search.</summary>
    /// <param name="progress">
    /// Receives a report after each mixture, from several threads if <see cref="ParallelEvaluations"/> is above 1. Default: null.
    /// </param>
    /// <param name="cancellationToken">Stops the search. Scores that are known stay in the journal.</param>
    /// <returns>All measured mixtures and the result.</returns>
    /// <exception cref="InvalidOperationException">
    /// A score is not finite, the evaluator was cancelled by something else than <paramref name="cancellationToken"/> (such as a time limit of its own), or the
    /// options leave fewer mixtures than needed. The message names mixture or options.
    /// </exception>
    /// <exception cref="ResumeMismatchException">The journal is of another search.</exception>
    /// <exception cref="InvalidDataException">The journal is damaged before its last line, or the file is not a journal. It is not changed.</exception>
    public async Task<MixtureSearchReport> RunAsync(IProgress<MixtureSearchProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var sampler = new MixtureSampler(sources, Options);
        using MixtureJournal? journal = JournalFile is null ? null : OpenJournal(JournalFile);
        var round = new EvaluationRound(evaluator, names, journal, progress) { Parallel = ParallelEvaluations, Total = Options.Iterations.Sum() };
        var all = new List<MixtureEvaluation>();
        for (int iteration = 1; iteration <= Options.Iterations.Count; iteration++)
        {
            List<(double[] Weights, double? Predicted)> mixtures = iteration == 1
                ? [.. sampler.DrawFirst(Options.Iterations[0], cancellationToken).Select(weights => (weights, (double?)null))]
                : Choose(sampler, all, iteration, cancellationToken);
            all.AddRange(await round.RunAsync(iteration, mixtures, cancellationToken).ConfigureAwait(false));
        }
        List<(double[] Weights, double Predicted)> best = Predict(sampler, all, Options.Iterations.Count + 1, Options.Averaged, [], cancellationToken, true);
        if (best.Count == 0) throw TooFew(1, 0);
        var mean = new double[names.Length];
        foreach ((double[] weights, _) in best)
            for (int i = 0; i < mean.Length; i++) mean[i] += weights[i] / best.Count;
        return new()
        {
            Sources = sources,
            Evaluator = evaluator.Name,
            Regression = Options.Regression.Name,
            Evaluations = all,
            Result = MixtureWeights.Normalize(names, mean),
            PredictedScore = best.Average(one => one.Predicted),
        };
    }

    /// <summary>Chooses the mixtures of a later iteration.</summary>
    private List<(double[] Weights, double? Predicted)> Choose(MixtureSampler sampler, List<MixtureEvaluation> all, int iteration,
        CancellationToken cancellationToken)
    {
        int count = Options.Iterations[iteration - 1];
        HashSet<UInt128> measured = [.. all.Select(one => MixtureSampler.KeyOf(one.Weights.Weights.AsSpan()))];
        long size = Math.Max((long)count * count, Options.MinPool);
        List<(double[] Weights, double Predicted)> pool = Predict(sampler, all, iteration, size, measured, cancellationToken);
        if (pool.Count < count) throw TooFew(count, pool.Count);
        Dictionary<UInt128, double> predicted = pool.ToDictionary(one => MixtureSampler.KeyOf(one.Weights), one => one.Predicted);
        List<double[]> chosen = sampler.ChooseFromPool([.. pool.Select(one => one.Weights)], count, iteration);
        return [.. chosen.Select(weights => (weights, (double?)predicted[MixtureSampler.KeyOf(weights)]))];
    }

    /// <summary>Fits the regression, and returns the candidates with the best predictions, best first, without repeats.</summary>
    private List<(double[] Weights, double Predicted)> Predict(MixtureSampler sampler, List<MixtureEvaluation> all, int iteration, long wanted,
        HashSet<UInt128> measured, CancellationToken cancellationToken, bool withTies = false)
    {
        double[] known = [.. all.SelectMany(one => one.Weights.Weights)];
        IMixturePredictor predictor = Options.Regression.Fit(names.Length, known, [.. all.Select(one => one.Score)], Options.Seed, cancellationToken);
        double[] candidates = sampler.DrawCandidates(iteration, cancellationToken);
        var scores = new double[candidates.Length / names.Length];
        predictor.Predict(candidates, scores);
        if (Array.FindIndex(scores, double.IsNaN) is >= 0 and var wrong)
            throw new InvalidOperationException($"The regression '{Options.Regression.Name}' predicts NaN for the mixture "
                + $"{MixtureWeights.Normalize(names, candidates[(wrong * names.Length)..((wrong + 1) * names.Length)])}.");
        var order = new int[scores.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        // Equal predictions, of which trees make many, keep the order of the draws.
        Array.Sort(order, (left, right) => scores[right].CompareTo(scores[left]) is not 0 and var compared ? compared : left.CompareTo(right));
        var best = new List<(double[], double)>();
        foreach (int i in order)
        {
            // Trees give one prediction to a whole region. Its middle is a better result than the candidate that was drawn first.
            if (best.Count >= wanted && !(withTies && scores[i] == best[^1].Item2)) break;
            double[] weights = candidates[(i * names.Length)..((i + 1) * names.Length)];
            if (measured.Add(MixtureSampler.KeyOf(weights))) best.Add((weights, scores[i]));
        }
        return best;
    }

    private MixtureJournal OpenJournal(string path)
    {
        var writer = new FingerprintWriter();
        foreach (MixtureSource source in sources)
        {
            writer.Add("source", source.Name);
            writer.Add("tokens", source.Tokens);
        }
        writer.AddScope("options", Options.Describe);
        writer.AddScope("evaluator", evaluator.Describe);
        return MixtureJournal.Open(path, names, writer.Parts);
    }

    private InvalidOperationException TooFew(int needed, int found) => new(
        $"{Options.Candidates} candidates gave {found} new mixtures, and {needed} are needed. Raise {nameof(MixtureSearchOptions.Candidates)}, "
        + $"{nameof(MixtureSearchOptions.CandidateConcentration)} or {nameof(MixtureSampling)}.{nameof(MixtureSampling.MaxUsage)}.");
}
