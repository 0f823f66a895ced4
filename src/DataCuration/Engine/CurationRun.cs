using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataCuration;

/// <summary>
/// The engine: carries out what a <see cref="Corpus"/> describes, with workers, faults, progress and resume. One instance serves any number of terminal
/// operations, one after the other, and holds the resources that their stages share until it is disposed.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// using var stop = new CancellationTokenSource();
/// Console.CancelKeyPress += (_, pressed) =&gt; { pressed.Cancel = true; stop.Cancel(); };
/// using var run = new CurationRun(new RunOptions { WorkDirectory = "out" });
/// await Corpus.FromJsonl("pool/*.jsonl").WriteJsonlAsync("copy", run, cancellationToken: stop.Token);
/// foreach (RunReport report in run.Reports) Console.WriteLine(report);
/// </code>
/// </example>
public sealed class CurationRun : IDisposable
{
    private readonly PhaseRunner phases;
    private readonly Lock gate = new();
    private long? firstStart;
    private long lastEnd;

    /// <summary>Makes a run.</summary>
    /// <param name="options">How it is carried out; null for the defaults.</param>
    /// <param name="loggerFactory">Where it logs; null for nowhere. Warnings then go to <see cref="RunOptions.WarningWriter"/>.</param>
    /// <param name="timeProvider">Its clock; null for the system's.</param>
    /// <exception cref="ArgumentException">The rank is not below the world size.</exception>
    public CurationRun(RunOptions? options = null, ILoggerFactory? loggerFactory = null, TimeProvider? timeProvider = null)
    {
        Options = options ?? new RunOptions();
        Options.Validate();
        ILogger? given = loggerFactory?.CreateLogger(DiagnosticNames.Source);
        Logger = given ?? NullLogger.Instance;
        Warnings = new RunWarnings(given, Options);
        Time = timeProvider ?? TimeProvider.System;
        phases = new PhaseRunner(Options, Resources, Completed, Logger, Warnings, Time);
        Inputs = new InputCheck(CheckedFiles, Options.VerifyOutputs);
    }

    /// <summary>The run's options.</summary>
    public RunOptions Options { get; }

    /// <summary>The report of every phase that this run completed, in the order of completion.</summary>
    public IReadOnlyList<RunReport> Reports => [.. Completed.Reports.Select(Warnings.WithEvents)];

    /// <summary>Summarizes the phases that this run completed, with their times.</summary>
    /// <returns>The summary. The phases of a fit are shown under their fit.</returns>
    public RunSummary Summarize() => new() { Phases = Reports, WallSeconds = firstStart is { } start ? Time.GetElapsedTime(start, lastEnd).TotalSeconds : 0 };

    internal ResourcePool Resources { get; } = new();

    internal CompletedPhases Completed { get; } = new();

    internal InputCheck Inputs { get; }

    internal ILogger Logger { get; }

    internal TimeProvider Time { get; }

    internal RunWarnings Warnings { get; }

    /// <summary>The files of phases that were checked against their manifests, by path.</summary>
    internal ConcurrentDictionary<string, Lazy<bool>> CheckedFiles { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads how far all phases below a folder are, whichever ranks and machines work on them.</summary>
    /// <param name="folder">A work directory or an output folder.</param>
    /// <param name="files">The store that the folder is in; null for the local file system.</param>
    /// <returns>One entry per phase, in ordinal order of their folders.</returns>
    public static IReadOnlyList<PhaseStatus> ReadStatus(string folder, IFileStore? files = null)
    {
        files ??= LocalFileStore.Instance;
        if (files is LocalFileStore) Addresses.Refuse(folder);
        if (!files.FolderExists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        var found = new List<PhaseStatus>();
        foreach (string state in files.FindFolders(folder, PhaseFolder.StateName))
        {
            if (PhaseRecipe.TryRead(files, Path.Combine(state, PhaseFolder.RecipeName)) is not { } recipe) continue;
            PhaseFolder phase = PhaseFolder.Open(files, Path.GetDirectoryName(state)!);
            List<TaskManifest> manifests = [.. phase.ReadManifests()];
            RankStatus[] ranks = [.. files.ListFiles(Path.Combine(state, "ranks"), ".json").Select(path => RankStatus.TryRead(files, path, manifests))
                .OfType<RankStatus>().OrderBy(rank => rank.Rank)];
            found.Add(new() { Phase = recipe.Phase, Folder = phase.Folder, Shards = recipe.Tasks, Done = manifests.Count, Ranks = ranks });
        }
        return found;
    }

    /// <summary>Disposes the resources that stages shared.</summary>
    public void Dispose() => Resources.Dispose();

    internal string ResolveFolder(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Options.Files.GetFullPath(Path.Combine(Options.WorkDirectory, name));
    }

    /// <summary>Runs a corpus into a sink.</summary>
    internal async Task<RunReport> RunCorpusAsync(string phase, string folder, Corpus corpus, IDocumentSink sink, CancellationToken cancellationToken)
    {
        corpus.RequireResumable();
        CorpusPlan plan = await CorpusPlan.CreateAsync(corpus, cancellationToken).ConfigureAwait(false);
        return await RunPlanAsync(phase, folder, plan, sink, cancellationToken).ConfigureAwait(false);
    }

    internal async Task<RunReport> RunPlanAsync(string phase, string folder, CorpusPlan plan, IDocumentSink sink, CancellationToken cancellationToken)
    {
        FingerprintWriter recipe = DescribePlan(plan, sink);
        ImmutableArray<PhaseTask> tasks = ShardTask.CreateAll(plan, sink, Inputs.Check);
        (RunReport report, IReadOnlySet<int> reused) = await RunPhaseAsync(phase, folder, recipe, tasks, [], cancellationToken).ConfigureAwait(false);
        Inputs.Add(report, reused, CreateRepair(phase, folder, recipe, tasks, cancellationToken));
        try
        {
            plan.CheckCounts(report);
        }
        catch (CurationException) when (Options.WhenChanged == WhenChanged.Refuse)
        {
            Warnings.AddEvent(phase, report.Folder, $"'{report.Folder}' is finished all the same. Run the corrected program with WhenChanged.Remake, or delete "
                + "the folder first.");
            throw;
        }
        return report;
    }

    /// <summary>Describes what a pass of a corpus into a sink depends on.</summary>
    internal FingerprintWriter DescribePlan(CorpusPlan plan, IDocumentSink sink)
    {
        FingerprintWriter writer = BeginRecipe();
        plan.DescribeRecipe(writer);
        writer.BeginScope("sink");
        writer.Add("type", sink.GetType().FullName);
        sink.Describe(writer);
        writer.EndScope();
        writer.Add("drops_to", plan.Corpus.DropFolder);
        writer.Add("seed", Options.Seed);
        writer.Add("faults", Options.Faults.ToString());
        writer.Add("max_document_chars", Options.MaxDocumentChars);
        writer.Add("max_record_bytes", Options.MaxRecordBytes);
        return writer;
    }

    internal static FingerprintWriter BeginRecipe()
    {
        var writer = new FingerprintWriter();
        writer.Add("format", TaskManifest.FormatVersion);
        return writer;
    }

    internal async Task<(RunReport Report, IReadOnlySet<int> Reused)> RunPhaseAsync(string phase, string folder, FingerprintWriter recipe,
        ImmutableArray<PhaseTask> tasks, ImmutableArray<string> fits, CancellationToken cancellationToken)
    {
        lock (gate)
            firstStart ??= lastEnd = Time.GetTimestamp();
        (RunReport report, IReadOnlySet<int> reused) = await phases.RunAsync(phase, folder, recipe, tasks, fits, cancellationToken).ConfigureAwait(false);
        Completed.Add(report);
        lock (gate) lastEnd = Time.GetTimestamp();
        return (report, reused);
    }

    /// <summary>Creates the check of a complete phase's files, which does damaged tasks again.</summary>
    internal PhaseRepair CreateRepair(string phase, string folder, FingerprintWriter recipe, ImmutableArray<PhaseTask> tasks,
        CancellationToken cancellationToken)
    {
        Task RedoAsync(int task) => phases.RepairAsync(phase, folder, recipe, tasks[task], cancellationToken);
        return new(phase, recipe.ToFingerprint(), PhaseFolder.Open(Options.Files, folder), CheckedFiles, RedoAsync, Warnings, Time, Options, cancellationToken);
    }
}
