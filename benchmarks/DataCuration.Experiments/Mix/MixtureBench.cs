using System.Globalization;
using DataCuration.Experiments.Select;
using DataCuration.Mixing;
using DataCuration.Training;

namespace DataCuration.Experiments.Mix;

/// <summary>
/// Finds mixtures of sources for a target with small trainings, by CLIMB and by the D-CPT law, and compares them with the uniform mixture and with the
/// sources' sizes on held-out text.
/// </summary>
internal sealed class MixtureBench(Corpus corpus, ITokenEncoder encoder, IPretrainingBackend backend, string work)
{
    public const string Uniform = "uniform", BySize = "size", Climb = "climb", Plan = "d-cpt";
    public const string Test = "test", Development = "development", General = "general";

    // No source is read more often in the last trainings (Muennighoff et al. 2023).
    private const double MaxEpochs = 4;

    // A tenth of the steps, as in the defaults of 500 steps, and at most 50.
    private const int WarmupPart = 10, MaxWarmup = 50;

    /// <summary>The field that names the source of a document.</summary>
    public string SourceField { get; init; } = "source";

    /// <summary>Sources with a smaller part of all text become one.</summary>
    public double MinShare { get; init; } = 0.03;

    /// <summary>The maximum size of the held-out text of the search.</summary>
    public long HeldOutBytes { get; init; } = 60_000;

    /// <summary>The models: that of the result, and others for the laws.</summary>
    public required IReadOnlyList<DecoderOptions> Models { get; init; }

    /// <summary>The options of all trainings, without tokens and warm-up.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>The tokens of a last training.</summary>
    public required long Tokens { get; init; }

    /// <summary>The tokens of a training of the search.</summary>
    public required long SearchTokens { get; init; }

    /// <summary>The options of the search.</summary>
    public MixtureSearchOptions Search { get; init; } = MixtureSearchOptions.Climb;

    /// <summary>The tokens of the trainings for the laws, beside those of a last training.</summary>
    public required IReadOnlyList<long> Budgets { get; init; }

    /// <summary>The shares of the target's sources that the laws are fitted to.</summary>
    public required IReadOnlyList<double> Ratios { get; init; }

    /// <summary>Shares that the laws are not fitted to, trained with all budgets.</summary>
    public required IReadOnlyList<double> UnseenRatios { get; init; }

    /// <summary>The seeds of the trainings for the laws. Losses are means over them.</summary>
    public IReadOnlyList<ulong> LawSeeds { get; init; } = [1];

    /// <summary>The tolerated relative increase of the loss on other text. Default: 0.03, as in the D-CPT paper (arXiv 2406.01375).</summary>
    public double Tolerance { get; init; } = 0.03;

    public required IReadOnlyList<ulong> Seeds { get; init; }

    /// <summary>The trainings at a time.</summary>
    public int ParallelRuns { get; init; } = 1;

    /// <summary>Makes what is missing: texts, search, laws, and the last trainings.</summary>
    public async Task<MixtureBenchReport> RunAsync(BenchTarget target, IProgress<string> progress, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(work, target.Name);
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder, WhenChanged = WhenChanged.Remake });
        progress.Report($"{target.Name}: texts");
        using MixTexts texts = await MixTexts.MakeAsync(corpus, target, SourceField, MinShare, HeldOutBytes, encoder, run, cancellationToken)
            .ConfigureAwait(false);
        foreach (MixtureSource source in texts.Sources)
            progress.Report(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {source.Name} {source.Tokens:N0} tokens"));
        RatioLaws laws = RatioLaws.Fit(await MeasureRatiosAsync(texts, folder, progress, cancellationToken).ConfigureAwait(false), cancellationToken);
        foreach (RatioPoint point in laws.Unseen)
            progress.Report(string.Create(CultureInfo.InvariantCulture, $"laws {point.Name}: errors {laws.DomainError(point):+0.00 %;-0.00 %} and "
                + $"{laws.GeneralError(point):+0.00 %;-0.00 %}"));
        MixtureSearchReport search = await SearchAsync(texts, folder, progress, cancellationToken).ConfigureAwait(false);
        double share = laws.ChooseShare(Models[0].ParameterCount, Tokens, Tolerance, MaxEpochs * texts.DomainTokens / Tokens);
        string[] names = [.. texts.Shards.Keys];
        var mixtures = new (string Name, MixtureWeights Weights)[]
        {
            (Uniform, MixtureWeights.Normalize(names, [.. names.Select(_ => 1.0)])),
            (BySize, MixtureWeights.FromTokens(texts.Sources)),
            (Climb, search.Result),
            (Plan, texts.WithShare(share)),
        };
        SelectionExperimentReport last = await Experiment(Path.Combine(folder, "last"), Models[0], Tokens, Seeds).RunAsync(
            [.. mixtures.Select(one => new ExperimentSelection(one.Name, one.Weights.ToTokenMixture(texts.Shards)))],
            new((Test, texts.Test), (Development, texts.Development), (General, texts.General)), new Shown("last", progress), cancellationToken)
            .ConfigureAwait(false);
        foreach (string warning in last.Warnings) progress.Report($"{target.Name}: {warning}");
        var report = new MixtureBenchReport
        {
            Target = target,
            Sources = texts.Sources,
            Domain = texts.Domain,
            Bench = this,
            Mixtures = mixtures,
            Search = search,
            Laws = laws,
            Share = share,
            Last = last,
            HeldOut = [(Test, texts.Test), (Development, texts.Development), (General, texts.General)],
        };
        File.WriteAllBytes(Path.Combine(folder, "climb.json"), search.Result.ToJson());
        MixturePlan.FromRatios([.. names.Select(name => (name, mixtures[^1].Weights[name]))]).Save(Path.Combine(folder, "plan.json"));
        await File.WriteAllTextAsync(Path.Combine(folder, "report.md"), report.ToMarkdown(), cancellationToken).ConfigureAwait(false);
        return report;
    }

    /// <summary>Returns the options of a training.</summary>
    public TrainingOptions OptionsFor(DecoderOptions model, long tokens)
    {
        TrainingOptions options = Training with { Tokens = tokens };
        return options with { WarmupSteps = Math.Min(MaxWarmup, options.TotalSteps(model) / WarmupPart) };
    }

    private async Task<MixtureSearchReport> SearchAsync(MixTexts texts, string folder, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var evaluator = new TrainingMixtureEvaluator(backend, texts.Shards, texts.Development)
        {
            Model = Models[0],
            Training = OptionsFor(Models[0], SearchTokens),
        };
        // CLIMB's limit of 15 times a source's share keeps its largest training below some epochs. Here it is those epochs themselves.
        double usage = Math.Max(1, MaxEpochs * texts.Sources.Sum(source => source.Tokens) / Tokens);
        var search = new ClimbSearch(texts.Sources, evaluator)
        {
            Options = Search with { Sampling = Search.Sampling with { MaxUsage = usage } },
            JournalFile = Path.Combine(folder, "search.jsonl"),
            ParallelEvaluations = ParallelRuns,
        };
        return await search.RunAsync(new Lines(progress), cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<RatioPoint>> MeasureRatiosAsync(MixTexts texts, string folder, IProgress<string> progress,
        CancellationToken cancellationToken)
    {
        var points = new List<RatioPoint>();
        var evaluation = new EvaluationSets((Development, texts.Development), (General, texts.General));
        foreach (DecoderOptions model in Models)
            foreach (long tokens in Budgets.Append(Tokens).Distinct())
                await AddAsync(model, tokens, [.. Ratios, .. UnseenRatios]).ConfigureAwait(false);
        return points;

        async Task AddAsync(DecoderOptions model, long tokens, IReadOnlyList<double> ratios)
        {
            string name = FormattableString.Invariant($"{model.ParameterCount}-{tokens}");
            Dictionary<string, double> named = ratios.ToDictionary(ratio => FormattableString.Invariant($"r{ratio}"), ratio => ratio, StringComparer.Ordinal);
            SelectionExperimentReport report = await Experiment(Path.Combine(folder, "ratios", name), model, tokens, LawSeeds).RunAsync(
                [.. named.Select(one => new ExperimentSelection(one.Key, texts.WithShare(one.Value).ToTokenMixture(texts.Shards)))], evaluation,
                new Shown($"laws {name}", progress), cancellationToken).ConfigureAwait(false);
            points.AddRange(report.Runs.GroupBy(made => made.Selection, StringComparer.Ordinal).Select(made => new RatioPoint(model.ParameterCount, tokens,
                named[made.Key], made.Average(one => one.Evaluations[Development].BitsPerByte), made.Average(one => one.Evaluations[General].BitsPerByte),
                UnseenRatios.Contains(named[made.Key]))));
        }
    }

    private SelectionExperiment Experiment(string folder, DecoderOptions model, long tokens, IReadOnlyList<ulong> seeds) => new(backend)
    {
        Folder = folder,
        Model = model,
        Training = OptionsFor(model, tokens),
        Seeds = seeds,
        ParallelRuns = ParallelRuns,
        MaxPasses = double.MaxValue, // a small source is read again, which the warnings say
        WhenChanged = WhenChanged.Remake,
    };

    private sealed class Shown(string name, IProgress<string> lines) : IProgress<ExperimentProgress>
    {
        public void Report(ExperimentProgress value)
        {
            if (value.Result is { } made)
                lines.Report(string.Create(CultureInfo.InvariantCulture, $"{name}: {value.Run} {value.FinishedRuns} of {value.TotalRuns}: ")
                    + string.Join(", ", made.Evaluations.Select(set => string.Create(CultureInfo.InvariantCulture, $"{set.Key} {set.Value.BitsPerByte:F3}")))
                    + string.Create(CultureInfo.InvariantCulture, $" bits/byte, {made.Seconds:F0} s"));
        }
    }

    private sealed class Lines(IProgress<string> lines) : IProgress<MixtureSearchProgress>
    {
        public void Report(MixtureSearchProgress value) => lines.Report($"search: {value}");
    }
}
