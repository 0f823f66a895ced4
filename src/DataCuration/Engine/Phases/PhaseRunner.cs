using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;

namespace DataCuration;

/// <summary>
/// Runs one phase: a list of tasks whose output goes to one folder. Finished tasks are found by their manifests and skipped. Workers share this rank's part
/// of the rest. The phase is complete when every task has a manifest. Only this class runs tasks in parallel.
/// </summary>
internal sealed class PhaseRunner(RunOptions options, ResourcePool resources, ILogger logger, RunWarnings warnings, TimeProvider time)
{
    /// <summary>The run stops when this many tasks have ended and all of them failed: the rest would fail too.</summary>
    private const int MaxFailuresWithoutSuccess = 16;

    public async Task<RunReport> RunAsync(string phase, string path, FingerprintWriter describe, ImmutableArray<PhaseTask> tasks,
        CancellationToken cancellationToken)
    {
        using Activity? activity = Telemetry.Activities.StartActivity(DiagnosticNames.PhaseActivity);
        activity?.SetTag("phase", phase).SetTag("shards", tasks.Length).SetTag("rank", options.Rank);
        PhaseFolder folder = PhaseFolder.Create(options.Files, path);
        using RankClaim claim = RankClaim.Take(folder, options.Rank, time);
        PhaseRecipe recipe = PhaseRecipe.Create(phase, describe, tasks.Length);
        ClaimFolder(folder, recipe, tasks);

        ImmutableArray<PhaseTask> mine = [.. tasks.Where(task => task.Index % options.WorldSize == options.Rank)];
        var pending = ImmutableArray.CreateBuilder<PhaseTask>();
        foreach (PhaseTask task in mine)
        {
            if (!IsDone(folder, recipe, task)) pending.Add(task);
            else TaskOutput.RemoveLeftovers(folder, task.Index); // of a process that was killed right after it wrote the manifest
        }
        PhaseFolder.WriteAtomically(folder.Files, folder.RankPath(options.Rank), options.Rank,
            RankStatus.Serialize(options.Rank, options.WorldSize, mine.Length));
        PhaseWarnings shown = warnings.BeginPhase(phase, tasks);
        Log.PhaseStarted(logger, phase, pending.Count, mine.Length, mine.Length - pending.Count, options.Rank, options.WorldSize);

        await RunTasksAsync(folder, recipe, pending.ToImmutable(), mine.Length, shown, cancellationToken).ConfigureAwait(false);
        await WaitForOthersAsync(folder, recipe, tasks, cancellationToken).ConfigureAwait(false);
        RunReport report = RunReport.Merge(phase, folder.Folder, RequireComplete(folder, recipe, tasks));
        shown.Complete(report.Warnings);
        Log.PhaseCompleted(logger, phase, report.Records, report.Kept, report.Dropped, report.Faulted);
        return warnings.WithEvents(report);
    }

    /// <summary>Does one task again, whatever its manifest says: its files turned out to be damaged.</summary>
    public async Task RepairAsync(string phase, string path, FingerprintWriter describe, PhaseTask task, CancellationToken cancellationToken)
    {
        PhaseFolder folder = PhaseFolder.Create(options.Files, path);
        PhaseRecipe recipe = PhaseRecipe.TryRead(folder.Files, folder.RecipePath) ?? PhaseRecipe.Create(phase, describe, task.Index + 1);
        var progress = new PhaseProgress(phase, options.Progress, time, 0, 1, task.Bytes);
        RemoveTask(folder, task.Index); // its manifest still vouches for the files
        ShardFailedException? failure = await RunTaskAsync(folder, recipe, task, new WorkerState(resources, options, logger, time), progress,
            warnings.BeginPhase(phase, [task]), cancellationToken).ConfigureAwait(false);
        if (failure is not null) throw new CurationRunException(phase, 1, [failure]);
    }

    private void ClaimFolder(PhaseFolder folder, PhaseRecipe recipe, ImmutableArray<PhaseTask> tasks)
    {
        PhaseRecipe? existing = PhaseRecipe.TryRead(folder.Files, folder.RecipePath);
        bool same = existing is not null && existing.Fingerprint == recipe.Fingerprint && existing.Tasks == recipe.Tasks;
        if (!same)
        {
            if (existing is not null && options.Resume == ResumeMode.Verify && folder.ListManifests().Any())
            {
                string? difference = existing.Fingerprint != recipe.Fingerprint ? PhaseRecipe.FirstDifference(existing.Parts, recipe.Parts)
                    : existing.Tasks > recipe.Tasks ? $"it has {existing.Tasks} shards, and the input now makes {recipe.Tasks}" : null;
                if (difference is not null) throw Mismatch(folder, difference);
                // More shards than before are no mismatch if the old ones still match one by one. Checked before the recipe is replaced: a run that is
                // refused must leave the folder as it was.
                foreach (PhaseTask task in tasks.AsSpan(0, existing.Tasks)) IsDone(folder, recipe, task);
            }
            PhaseFolder.WriteAtomically(folder.Files, folder.RecipePath, options.Rank, recipe.Serialize());
        }
        if (options.Rank == 0) RemoveStale(folder, recipe.Tasks);
    }

    /// <summary>Removes the files of tasks and ranks that no longer exist.</summary>
    private void RemoveStale(PhaseFolder folder, int tasks)
    {
        foreach (int task in folder.ListManifests().Union(folder.ListTemporary()).Where(task => task >= tasks).ToList())
        {
            RemoveTask(folder, task);
            TaskOutput.RemoveLeftovers(folder, task);
            string quarantine = TaskOutput.FailedQuarantine(folder, task);
            if (folder.Files.FileExists(quarantine)) folder.Files.Delete(quarantine);
        }
        foreach (int rank in folder.ListRanks().Where(rank => rank >= options.WorldSize).ToList()) folder.Files.Delete(folder.RankPath(rank));
    }

    private static ResumeMismatchException Mismatch(PhaseFolder folder, string difference) =>
        new($"'{folder.Folder}' holds finished work of another recipe or input: {difference}. Name another output, restore the recipe, or "
            + $"run with ResumeMode.Overwrite.");

    private static void RemoveTask(PhaseFolder folder, int task)
    {
        // The manifest is deleted last, because only it names the files if this is interrupted. A manifest whose files are missing does not count.
        if (TaskManifest.TryRead(folder.Files, folder.ManifestPath(task)) is { } manifest)
        {
            foreach (OutputFile file in manifest.Outputs)
            {
                string path = Path.Combine(folder.Folder, file.Name);
                if (folder.Files.FileExists(path)) folder.Files.Delete(path);
            }
        }
        folder.Files.Delete(folder.ManifestPath(task));
    }

    /// <summary>Returns true if the task's manifest exists and matches and its files are there.</summary>
    /// <exception cref="ResumeMismatchException">The manifest does not match and the mode is <see cref="ResumeMode.Verify"/>.</exception>
    private bool IsDone(PhaseFolder folder, PhaseRecipe recipe, PhaseTask task)
    {
        if (ReadManifest(folder, recipe, task) is not { } manifest) return false;
        if (MissingFile(folder, manifest) is not { } missing) return true;
        warnings.AddEvent(recipe.Phase, folder.Folder,
            $"shard {task.Index}: '{missing}' is missing or has another length than its manifest says; the shard is done again.");
        return false;
    }

    /// <summary>Reads the manifest of a finished task; null if the task is not finished under this recipe.</summary>
    private TaskManifest? ReadManifest(PhaseFolder folder, PhaseRecipe recipe, PhaseTask task)
    {
        if (TaskManifest.TryRead(folder.Files, folder.ManifestPath(task.Index)) is not { } manifest) return null;
        // A manifest of another recipe is left over from a replacement that was interrupted, and will be replaced too.
        if (manifest.Recipe != recipe.Fingerprint) return null;
        string? difference = PhaseRecipe.FirstDifference(manifest.Parts, task.Parts);
        if (difference is null) return manifest;
        return options.Resume == ResumeMode.Verify ? throw Mismatch(folder, $"shard {task.Index}: {difference}") : null;
    }

    private static string? MissingFile(PhaseFolder folder, TaskManifest manifest)
    {
        foreach (OutputFile output in manifest.Outputs)
        {
            if (folder.Files.GetLength(Path.Combine(folder.Folder, output.Name)) != output.Bytes) return output.Name;
        }
        return null;
    }

    /// <summary>
    /// Checks at the end of a phase that it is complete and still belongs to this run. The lock does not stop a process with another number of ranks, nor one
    /// on a file system without locks. Such a process must not make this run report work that no longer exists.
    /// </summary>
    private List<ShardReport> RequireComplete(PhaseFolder folder, PhaseRecipe recipe, ImmutableArray<PhaseTask> tasks)
    {
        if (PhaseRecipe.TryRead(folder.Files, folder.RecipePath) is not { } now || now.Fingerprint != recipe.Fingerprint || now.Tasks != recipe.Tasks)
            throw new FolderInUseException(
                $"Phase '{recipe.Phase}': another process wrote other work to '{folder.Folder}' while this one ran ({folder.ReadOwners()}). "
                    + "Give each its own output folder.");
        var reports = new List<ShardReport>(tasks.Length);
        foreach (PhaseTask task in tasks)
        {
            TaskManifest? manifest = ReadManifest(folder, recipe, task);
            if (manifest is null || MissingFile(folder, manifest) is not null)
                throw new FolderInUseException($"Phase '{recipe.Phase}', shard {task.Index}: another process removed its files from '{folder.Folder}' while "
                    + $"this one ran. Run it again alone.");
            reports.Add(manifest.ToReport());
        }
        return reports;
    }

    private async Task RunTasksAsync(PhaseFolder folder, PhaseRecipe recipe, ImmutableArray<PhaseTask> pending, int mine, PhaseWarnings shown,
        CancellationToken cancellationToken)
    {
        if (pending.IsEmpty) return;
        var progress = new PhaseProgress(recipe.Phase, options.Progress, time, mine - pending.Length, mine, pending.Sum(task => task.Bytes));
        var failures = new ConcurrentBag<ShardFailedException>();
        var queue = new ConcurrentQueue<PhaseTask>(pending);
        int completed = 0;
        RunStoppedException? stopped = null;
        Task[] workers = [.. Enumerable.Range(0, Math.Min(options.MaxParallelShards, pending.Length)).Select(_ => Task.Run(WorkAsync, CancellationToken.None))];
        await Task.WhenAll(workers).ConfigureAwait(false);
        if (stopped is not null) ExceptionDispatchInfo.Throw(stopped);
        if (!failures.IsEmpty) throw new CurationRunException(recipe.Phase, pending.Length, [.. failures.OrderBy(failure => failure.Shard)]);

        async Task WorkAsync()
        {
            var worker = new WorkerState(resources, options, logger, time);
            while (Volatile.Read(ref stopped) is null && queue.TryDequeue(out PhaseTask? task))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Volatile.Read(ref completed) == 0 && failures.Count >= MaxFailuresWithoutSuccess) return;
                ShardFailedException? failure = await RunTaskAsync(folder, recipe, task, worker, progress, shown, cancellationToken).ConfigureAwait(false);
                if (failure is null) Interlocked.Increment(ref completed);
                else failures.Add(failure);
                if (failure?.InnerException is RunStoppedException stop) Interlocked.CompareExchange(ref stopped, stop, null);
                progress.TaskEnded(failure is null);
            }
        }
    }

    private async Task<ShardFailedException?> RunTaskAsync(
        PhaseFolder folder, PhaseRecipe recipe, PhaseTask task, WorkerState worker, PhaseProgress progress, PhaseWarnings shown,
        CancellationToken cancellationToken)
    {
        using Activity? activity = Telemetry.Activities.StartActivity(DiagnosticNames.ShardActivity);
        activity?.SetTag("phase", recipe.Phase).SetTag("shard", task.Index);
        TaskOutput? output = null;
        try
        {
            long start = time.GetTimestamp();
            // A manifest that cannot be read still tells that the task's files are ours.
            bool ownsFiles = folder.Files.FileExists(folder.ManifestPath(task.Index));
            if (ownsFiles)
            {
                if (ReadManifest(folder, recipe, task) is { } done && MissingFile(folder, done) is null)
                    return null; // another process did it since this one looked
                RemoveTask(folder, task.Index);
            }
            output = new TaskOutput(folder, task.Index, options.Rank, ownsFiles);
            TaskWarnings own = shown.BeginTask();
            foreach (string earlier in task.EarlierWarnings) own.Add(earlier);
            output.Output.Warnings = own;
            var scope = new TaskScope(recipe.Phase, output.Output, worker, progress, options, own, time);
            ImmutableArray<StageReport> stages = await task.ExecuteAsync(scope, cancellationToken).ConfigureAwait(false);
            ImmutableArray<OutputFile> outputs = output.Commit();
            var manifest = new TaskManifest(recipe.Fingerprint, task.Parts, task.Index, task.Source, options.Rank, options.WorldSize,
                time.GetElapsedTime(start).TotalSeconds, stages, outputs)
            {
                Warnings = own.ToWarnings(),
            };
            PhaseFolder.WriteAtomically(folder.Files, folder.ManifestPath(task.Index), options.Rank, manifest.Serialize());
            output.MakeFinal();
            return null;
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested)
        {
            // Whatever a stage or a client makes of it, the run was cancelled, and the shard will be done again.
            if (e is OperationCanceledException) throw;
            Log.ShardFailed(logger, e, recipe.Phase, task.Index);
            throw new OperationCanceledException($"Phase '{recipe.Phase}', shard {task.Index}: cancelled.", e, cancellationToken);
        }
        catch (Exception e)
        {
            ShardFailedException failure = e as ShardFailedException
                ?? new ShardFailedException(Explain(recipe.Phase, task, output, e), e) { Shard = task.Index };
            Log.ShardFailed(logger, failure, recipe.Phase, task.Index);
            activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
            return failure;
        }
        finally
        {
            output?.Dispose();
        }
    }

    private static string Explain(string phase, PhaseTask task, TaskOutput? output, Exception e)
    {
        if (e is FaultRatioException)
        {
            try
            {
                return $"{e.Message} Its quarantine: '{output?.SaveQuarantine(task.Index)}'.";
            }
            catch (Exception lost) when (lost is IOException or UnauthorizedAccessException)
            {
                return $"{e.Message} Its quarantine could not be saved: {lost.Message}";
            }
        }
        return $"Phase '{phase}', shard {task.Index} ({task.Source}): {e.GetType().Name}: {e.Message}";
    }

    private async Task WaitForOthersAsync(PhaseFolder folder, PhaseRecipe recipe, ImmutableArray<PhaseTask> tasks, CancellationToken cancellationToken)
    {
        List<PhaseTask> missing = [.. tasks.Where(task => task.Index % options.WorldSize != options.Rank && !IsDone(folder, recipe, task))];
        if (missing.Count == 0) return;
        Log.PhaseWaiting(logger, recipe.Phase, missing.Count);
        long start = time.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(50);
        while (missing.Count > 0)
        {
            bool timedOut = options.PhaseTimeout != Timeout.InfiniteTimeSpan && time.GetElapsedTime(start) > options.PhaseTimeout;
            if (options.PhaseWait == PhaseWait.Exit || timedOut)
            {
                throw new PhaseIncompleteException(
                    $"Phase '{recipe.Phase}': {missing.Count} of {tasks.Length} shards are not done yet, the first is shard {missing[0].Index}, which is rank "
                        + $"{missing[0].Index % options.WorldSize}'s. " +
                    $"Run this rank again when the others are done (exit code {PhaseIncompleteException.ExitCode}).");
            }
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            pause = TimeSpan.FromMilliseconds(Math.Min(2_000, pause.TotalMilliseconds * 1.5));
            missing.RemoveAll(task => ReadManifest(folder, recipe, task) is { } manifest && MissingFile(folder, manifest) is null);
        }
    }
}
