using System.Globalization;

namespace DataCuration.Training;

/// <summary>
/// Trains the same model on several selections, with the same number of tokens and the same seeds, and compares the models on held-out documents by the paired
/// bootstrap. Each run (a selection with a seed) is finished on its own: a stopped or killed experiment makes only what is missing.
/// </summary>
/// <remarks>
/// The folder of the experiment gets <c>report.md</c>, <c>report.json</c>, and a folder for each run: <c>runs/dsir-1/run.json</c> (options and result),
/// <c>documents.jsonl</c> (the loss of each held-out document) and <c>model</c> (checkpoints). The results depend on tokens, options and seeds, but not on
/// <see cref="ParallelRuns"/> or on interruptions.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Training;
///
/// public static class Comparison
/// {
///     public static async Task RunAsync(IPretrainingBackend backend, TokenShards random, TokenShards dsir, EvaluationSet heldOut)
///     {
///         var experiment = new SelectionExperiment(backend)
///         {
///             Folder = "experiment",
///             Model = DecoderOptions.Tiny,
///             Training = new() { Tokens = 600_000 },
///             Seeds = [1, 2, 3],
///         };
///         SelectionExperimentReport report = await experiment.RunAsync([new("random", random), new("dsir", dsir)], heldOut);
///         Console.WriteLine(report.ToMarkdown());
///     }
/// }
/// </code>
/// </example>
public sealed class SelectionExperiment
{
    /// <summary>Creates an experiment.</summary>
    /// <param name="backend">The backend that trains and evaluates.</param>
    public SelectionExperiment(IPretrainingBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        Backend = backend;
    }

    /// <summary>The folder of all runs and of the report. It is created if necessary.</summary>
    public required string Folder { get; init; }

    /// <summary>The dimensions of the model.</summary>
    public required DecoderOptions Model { get; init; }

    /// <summary>
    /// The options of all trainings. <see cref="TrainingOptions.Seed"/> and <see cref="TrainingOptions.CheckpointFolder"/> are set for each run;
    /// <see cref="TrainingOptions.LogFolder"/> gets a folder for each run.
    /// </summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>The seeds. Each selection is trained with each seed.</summary>
    /// <value>Default: 1, 2 and 3. One seed shows nothing about the scatter between trainings, which can be as large as the effect.</value>
    /// <exception cref="ArgumentException">There is no seed, or one appears twice.</exception>
    public IReadOnlyList<ulong> Seeds
    {
        get;
        init => field = SeedList.Check(value);
    } = [1, 2, 3];

    /// <summary>
    /// The maximum number of times that a training may read a selection. A selection with too few tokens is an error; one that is repeated within the limit
    /// gets a warning in the report, with the number of times.
    /// </summary>
    /// <value>At least 1; default 4: up to there, repeated tokens are worth almost as much as new ones (Muennighoff et al. 2023).</value>
    public double MaxPasses
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A selection is read at least once.");
    } = 4;

    /// <summary>The number of trainings at the same time.</summary>
    /// <value>Default 1. On a CPU, small models train fastest with <see cref="TrainingOptions.Threads"/> 1 and a run for each processor.</value>
    public int ParallelRuns
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one run trains at a time.");
    } = 1;

    /// <summary>The treatment of finished runs whose options, tokens or evaluation sets have changed.</summary>
    /// <value>Default <see cref="WhenChanged.Refuse"/>: an error that names what changed.</value>
    public WhenChanged WhenChanged { get; init; } = WhenChanged.Refuse;

    /// <summary>The number of bootstrap resamples of a comparison.</summary>
    /// <value>Default 2,000, as <see cref="PairedBootstrap.Compare"/>.</value>
    public int Resamples
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is at least one resample.");
    } = 2_000;

    /// <summary>The confidence of intervals, above 0 and below 1.</summary>
    /// <value>Default 0.95.</value>
    public double Confidence
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be above 0 and below 1.");
    } = 0.95;

    /// <summary>The seed of the bootstrap's draws.</summary>
    /// <value>Default 0.</value>
    public ulong BootstrapSeed { get; init; }

    /// <summary>Trains and evaluates what is not finished yet, compares the selections and writes the report.</summary>
    /// <param name="selections">The selections, at least one. All others are compared with the first, and with each other.</param>
    /// <param name="evaluation">One evaluation set, or several with names.</param>
    /// <param name="progress">Receives reports of all runs, from several threads. Default: null.</param>
    /// <param name="cancellationToken">Stops all trainings after their current steps, with checkpoints.</param>
    /// <exception cref="ArgumentException">There is no selection, two have the same name, or options do not fit an experiment.</exception>
    /// <exception cref="InvalidOperationException">A selection has too few tokens for <see cref="MaxPasses"/>.</exception>
    /// <exception cref="ResumeMismatchException">A finished run has other options, and <see cref="WhenChanged"/> refuses that.</exception>
    public async Task<SelectionExperimentReport> RunAsync(IReadOnlyList<ExperimentSelection> selections, EvaluationSets evaluation,
        IProgress<ExperimentProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(selections);
        ArgumentNullException.ThrowIfNull(evaluation);
        Check(selections);
        Directory.CreateDirectory(Folder);
        using var job = new ExperimentJob(this, evaluation, selections.Count * Seeds.Count, progress);
        IReadOnlyList<ExperimentRun> runs = await job.RunAsync(selections, cancellationToken).ConfigureAwait(false);
        SelectionExperimentReport report = ExperimentStatistics.Report(this, [.. selections.Select(selection => selection.Name)], runs, evaluation);
        AtomicFile.Write(Path.Combine(Folder, "report.md"), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(report.ToMarkdown())));
        AtomicFile.Write(Path.Combine(Folder, "report.json"), stream => stream.Write(report.ToJson()));
        return report;
    }

    /// <summary>The backend.</summary>
    internal IPretrainingBackend Backend { get; }

    /// <summary>The number of tokens of each training; with <see cref="RowPacking.BestFit"/>, the maximum number.</summary>
    internal long TokensPerRun => checked(Training.TotalSteps(Model) * Training.TokensPerStep(Model));

    private void Check(IReadOnlyList<ExperimentSelection> selections)
    {
        Model.Validate();
        Addresses.RefuseLocal(Folder, "an experiment");
        if (selections.Count == 0) throw new ArgumentException("There is no selection.", nameof(selections));
        IGrouping<string, string>? twice = selections.Select(selection => selection.Name).GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(names => names.Count() > 1);
        if (twice is not null) throw new ArgumentException($"Two selections have the name '{twice.Key}'.", nameof(selections));
        if (Training.CheckpointFolder is { } folder)
            throw new ArgumentException($"The experiment chooses the {nameof(TrainingOptions.CheckpointFolder)}; it is set to '{folder}'.", nameof(selections));
        if (Training.Patience > 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{nameof(TrainingOptions.Patience)} is {Training.Patience}: "
                + $"trainings that stop early are not compared at equal tokens."), nameof(selections));
    }
}
