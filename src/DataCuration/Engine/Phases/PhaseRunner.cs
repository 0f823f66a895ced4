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
internal sealed class PhaseRunner(
    RunOptions options, ResourcePool resources, CompletedPhases completedPhases, ILogger logger, RunWarnings warnings, TimeProvider time)
{
    /// <summary>The run stops when this many tasks have ended and all of them failed: the rest would fail too.</summary>
    private const int MaxFailuresWithoutSuccess = 16;

    private volatile bool hasLocks = true;

    /// <summary>Runs a phase.</summary>
    /// <param name="phase">The phase's name.</param>
    /// <param name="path">The phase's folder.</param>
    /// <param name="describe">What all tasks depend on.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="fits">The fits that the phase belongs to, the outermost first.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The report, and the tasks that were found finished.</returns>
    public async Task<(RunReport Report, IReadOnlySet<int> Reused)> RunAsync(string phase, string path, FingerprintWriter describe,
        ImmutableArray<PhaseTask> tasks, ImmutableArray<string> fits, CancellationToken cancellationToken)
    {
        using Activity? activity = Telemetry.Activities.StartActivity(DiagnosticNames.PhaseActivity);
        activity?.SetTag("phase", phase).SetTag("shards", tasks.Length).SetTag("rank", options.Rank);
        long start = time.GetTimestamp();
        PhaseFolder folder = PhaseFolder.Create(options.Files, path);
        PhaseRecipe recipe = PhaseRecipe.Create(phase, describe, tasks.Length, fits);
        using RankClaim claim = RankClaim.Take(folder, options.Rank, recipe.Fingerprint, time);
        var finished = new FinishedTasks(folder, recipe, tasks, options, warnings);
        hasLocks = folder.HasLocks;
        var place = new FolderClaim(folder, recipe, tasks, finished, options, logger, warnings);
        place.Take();

        ImmutableArray<PhaseTask> mine = [.. tasks.Where(task => task.Index % options.WorldSize == options.Rank)];
        // Another host's clock may differ from this one's: only what is there before this rank begins tells what was made before.
        HashSet<int> reused = [.. tasks.Where(task => task.Index % options.WorldSize != options.Rank && finished.IsDoneByNow(task)).Select(task => task.Index)];
        var pending = ImmutableArray.CreateBuilder<PhaseTask>();
        foreach (PhaseTask task in mine)
        {
            if (!finished.IsDone(task)) pending.Add(task);
            else TaskOutput.RemoveLeftovers(folder, task.Index); // of a process that was killed right after it wrote the manifest
        }
        PhaseFolder.WriteAtomically(folder.Files, folder.RankPath(options.Rank), options.Rank,
            RankStatus.Serialize(options.Rank, options.WorldSize, mine.Length));
        PhaseWarnings shown = warnings.BeginPhase(phase, tasks);
        Log.PhaseStarted(logger, phase, pending.Count, mine.Length, mine.Length - pending.Count, options.Rank, options.WorldSize);

        Action removeStale = options.Rank == 0 ? place.RemoveStale : static () => { };
        if (pending.Count == 0) removeStale();
        await RunTasksAsync(folder, recipe, finished, pending.ToImmutable(), mine.Length, shown, removeStale, cancellationToken).ConfigureAwait(false);
        List<PhaseTask> missing = [.. tasks.Where(task => task.Index % options.WorldSize != options.Rank && !finished.IsDone(task))];
        await new RankWait(folder, recipe, finished, options, warnings, time).WaitAsync(missing, cancellationToken).ConfigureAwait(false);

        List<ShardReport> shards = finished.RequireComplete();
        reused.UnionWith(mine.Except(pending).Select(task => task.Index));
        RunReport report = RunReport.Merge(phase, folder.Folder, shards) with
        {
            Fits = fits,
            RunSeconds = time.GetElapsedTime(start).TotalSeconds,
            ReusedShards = reused.Count,
        };
        shown.Complete(report.Warnings);
        Log.PhaseCompleted(logger, phase, report.Records, report.Kept, report.Dropped, report.Faulted);
        return (warnings.WithEvents(report), reused);
    }

    /// <summary>Does one task again, whatever its manifest says: its files turned out to be damaged.</summary>
    public async Task RepairAsync(string phase, string path, FingerprintWriter describe, PhaseTask task, CancellationToken cancellationToken)
    {
        PhaseFolder folder = PhaseFolder.Create(options.Files, path);
        folder.HasLocks = hasLocks;
        PhaseRecipe recipe = PhaseRecipe.Create(phase, describe, task.Index + 1);
        var progress = new PhaseProgress(phase, options.Progress, time, 0, 1, task.Bytes);
        ShardFailedException? failure = await RunTaskAsync(folder, recipe, null, task, new WorkerState(resources, options, logger, time), progress,
            warnings.BeginPhase(phase, [task]), static () => { }, cancellationToken).ConfigureAwait(false);
        if (failure is not null) throw new CurationRunException(phase, 1, [failure]);
    }

    private async Task RunTasksAsync(PhaseFolder folder, PhaseRecipe recipe, FinishedTasks finished, ImmutableArray<PhaseTask> pending, int mine,
        PhaseWarnings shown, Action beforeLast, CancellationToken cancellationToken)
    {
        if (pending.IsEmpty) return;
        int left = pending.Length;
        Action beforeManifest = () =>
        {
            if (Interlocked.Decrement(ref left) == 0) beforeLast();
        };
        var progress = new PhaseProgress(recipe.Phase, options.Progress, time, mine - pending.Length, mine, pending.Sum(task => task.Bytes),
            recipe.Fits);
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
                ShardFailedException? failure = await RunTaskAsync(folder, recipe, finished, task, worker, progress, shown, beforeManifest, cancellationToken)
                    .ConfigureAwait(false);
                if (failure is null) Interlocked.Increment(ref completed);
                else failures.Add(failure);
                if (failure?.InnerException is RunStoppedException stop) Interlocked.CompareExchange(ref stopped, stop, null);
                progress.TaskEnded(failure is null);
            }
        }
    }

    // Returns what made the task fail; null if it is done. Without "finished" it is done in any case: its files turned out to be damaged.
    private async Task<ShardFailedException?> RunTaskAsync(PhaseFolder folder, PhaseRecipe recipe, FinishedTasks? finished, PhaseTask task,
        WorkerState worker, PhaseProgress progress, PhaseWarnings shown, Action beforeManifest, CancellationToken cancellationToken)
    {
        using Activity? activity = Telemetry.Activities.StartActivity(DiagnosticNames.ShardActivity);
        activity?.SetTag("phase", recipe.Phase).SetTag("shard", task.Index);
        TaskOutput? output = null;
        try
        {
            long start = time.GetTimestamp();
            DateTimeOffset started = time.GetUtcNow();
            if (finished?.IsDoneByNow(task) == true) // another process did it since this one looked
            {
                beforeManifest();
                return null;
            }
            output = new TaskOutput(folder, task.Index, options.Rank);
            TaskWarnings own = shown.BeginTask();
            foreach (string earlier in task.EarlierWarnings) own.Add(earlier);
            output.Output.Warnings = own;
            var scope = new TaskScope(recipe.Phase, output.Output, worker, progress, options, own, time);
            ImmutableArray<StageReport> stages = await task.ExecuteAsync(scope, cancellationToken).ConfigureAwait(false);
            ImmutableArray<OutputFile> outputs = output.Commit(old => finished?.IsDoneBy(task, old) == true, isRepair: finished is null,
                keepsEdited: recipe.Fits.IsEmpty);
            var manifest = new TaskManifest(recipe.Fingerprint, task.Parts, task.Index, task.Source, options.Rank, options.WorldSize, started,
                time.GetElapsedTime(start).TotalSeconds, stages, outputs)
            {
                Warnings = own.ToWarnings(),
            };
            beforeManifest();
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
        catch (Exception error)
        {
            Exception e = completedPhases.ExplainMissingFile(error) ?? error;
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
}
