using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace DataCuration;

/// <summary>
/// Checks input files that an earlier run wrote against the hashes in their manifests, once in a run, before they are first read. A damaged file of a phase
/// that this run knows is made again; another one is refused.
/// </summary>
/// <param name="checkedFiles">The files that the run has checked, by path.</param>
/// <param name="isWanted">False to check nothing.</param>
internal sealed class InputCheck(ConcurrentDictionary<string, Lazy<bool>> checkedFiles, bool isWanted)
{
    private readonly ConcurrentDictionary<string, Action> repairs = new(StringComparer.Ordinal);

    /// <summary>Adds the files of a phase that the run has completed.</summary>
    /// <param name="report">The phase's report.</param>
    /// <param name="reused">The shards that were found finished. Files that the run wrote itself need no check.</param>
    /// <param name="repair">Makes damaged files again.</param>
    public void Add(RunReport report, IReadOnlySet<int> reused, PhaseRepair repair)
    {
        foreach (ShardReport shard in report.Shards)
        {
            foreach (OutputFile file in shard.Outputs)
            {
                string path = Path.Combine(report.Folder, file.Name);
                if (reused.Contains(shard.Index))
                {
                    repairs[path] = () => repair.Check(shard.Index, file);
                }
                else
                {
                    repairs.TryRemove(path, out _);
                    checkedFiles[path] = new Lazy<bool>(() => true);
                }
            }
        }
    }

    /// <summary>Checks the files of a shard.</summary>
    /// <exception cref="InvalidDataException">A file is damaged, and the run does not know how it was made.</exception>
    public void Check(PlannedShard planned, CancellationToken cancellationToken)
    {
        for (int i = 0; isWanted && i < planned.Written.Length; i++)
            if (planned.Written[i] is { } file) Check(planned, planned.Shard.Segments[i], file.Output, cancellationToken);
    }

    /// <summary>Checks the files that an earlier run wrote to a phase of this run, several at once.</summary>
    public void CheckAll(RunReport report, int parallel)
    {
        if (!isWanted) return;
        Action[] checks = [.. report.Shards.SelectMany(shard => shard.Outputs).Select(file => repairs.GetValueOrDefault(Path.Combine(report.Folder, file.Name)))
            .OfType<Action>()];
        try
        {
            Parallel.ForEach(checks, new ParallelOptions { MaxDegreeOfParallelism = parallel }, check => check());
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private void Check(PlannedShard planned, SourceSegment segment, OutputFile file, CancellationToken cancellationToken)
    {
        if (repairs.TryGetValue(segment.FullPath, out Action? repair))
        {
            repair();
            return;
        }
        Lazy<bool> check = checkedFiles.GetOrAdd(segment.FullPath, _ => new Lazy<bool>(() =>
        {
            if (PhaseRepair.FindDamage(segment.Files, segment.FullPath, file, cancellationToken) is not { } damage) return true;
            planned.RequireUnchanged(); // a file that another process replaced is not damaged
            throw new InvalidDataException($"'{segment.FullPath}' is damaged: {damage}. Delete it, and run the program that wrote it again: the file is then "
                + "made again. To read it as it is, set RunOptions.VerifyOutputs to false.");
        }));
        try
        {
            _ = check.Value;
        }
        catch
        {
            checkedFiles.TryRemove(KeyValuePair.Create(segment.FullPath, check));
            throw;
        }
    }
}
