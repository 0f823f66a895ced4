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
    private readonly ConcurrentQueue<RunReport> reports = new();
    private readonly PhaseRunner phases;

    /// <summary>Makes a run.</summary>
    /// <param name="options">How it is carried out; null for the defaults.</param>
    /// <param name="loggerFactory">Where it logs; null for nowhere.</param>
    /// <param name="timeProvider">Its clock; null for the system's.</param>
    /// <exception cref="ArgumentException">The rank is not below the world size.</exception>
    public CurationRun(RunOptions? options = null, ILoggerFactory? loggerFactory = null, TimeProvider? timeProvider = null)
    {
        Options = options ?? new RunOptions();
        Options.Validate();
        Logger = (ILogger?)loggerFactory?.CreateLogger(DiagnosticNames.Source) ?? NullLogger.Instance;
        Time = timeProvider ?? TimeProvider.System;
        phases = new PhaseRunner(Options, Resources, Logger, Time);
    }

    /// <summary>The run's options.</summary>
    public RunOptions Options { get; }

    /// <summary>The report of every phase that this run completed, in the order of completion.</summary>
    public IReadOnlyList<RunReport> Reports => [.. reports];

    internal ResourcePool Resources { get; } = new();

    internal ILogger Logger { get; }

    internal TimeProvider Time { get; }

    /// <summary>The files of phases that were checked against their manifests, by path.</summary>
    internal ConcurrentDictionary<string, Lazy<bool>> CheckedFiles { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads how far all phases below a folder are, whichever ranks and machines work on them.</summary>
    /// <param name="folder">A work directory or an output folder.</param>
    /// <param name="files">The store that the folder is in; null for the local file system.</param>
    /// <returns>One entry per phase, in ordinal order of their folders.</returns>
    public static IReadOnlyList<PhaseStatus> ReadStatus(string folder, IFileStore? files = null)
    {
        files ??= LocalFileStore.Instance;
        if (!files.FolderExists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        var found = new List<PhaseStatus>();
        foreach (string state in files.FindFolders(folder, PhaseFolder.StateName))
        {
            if (PhaseRecipe.TryRead(files, Path.Combine(state, "recipe.json")) is not { } recipe) continue;
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

    internal Task<RunReport> RunPlanAsync(string phase, string folder, CorpusPlan plan, IDocumentSink sink, CancellationToken cancellationToken) =>
        RunPhaseAsync(phase, folder, DescribePlan(plan, sink), ShardTask.CreateAll(plan, sink), cancellationToken);

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

    internal async Task<RunReport> RunPhaseAsync(string phase, string folder, FingerprintWriter recipe, ImmutableArray<PhaseTask> tasks,
        CancellationToken cancellationToken)
    {
        RunReport report = await phases.RunAsync(phase, folder, recipe, tasks, cancellationToken).ConfigureAwait(false);
        reports.Enqueue(report);
        return report;
    }

    /// <summary>Does a finished task of a complete phase again.</summary>
    internal Task RepairAsync(string phase, string folder, FingerprintWriter recipe, PhaseTask task, CancellationToken cancellationToken) =>
        phases.RepairAsync(phase, folder, recipe, task, cancellationToken);
}
