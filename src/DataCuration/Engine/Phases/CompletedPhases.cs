using System.Collections.Concurrent;

namespace DataCuration;

/// <summary>The phases that a run has completed.</summary>
internal sealed class CompletedPhases
{
    private readonly ConcurrentQueue<RunReport> reports = new();

    /// <summary>The report of every phase, in the order of completion.</summary>
    public IEnumerable<RunReport> Reports => reports;

    public void Add(RunReport report) => reports.Enqueue(report);

    /// <summary>
    /// Explains why a file could not be found: a complete phase of this run has written it, and somebody has removed it since. Without locks, that is mostly
    /// another process in the same work directory.
    /// </summary>
    /// <param name="error">The error.</param>
    /// <returns>The explanation; null if the error has another cause.</returns>
    public FolderInUseException? ExplainMissingFile(Exception error)
    {
        if (error is FolderInUseException) return null; // explained already
        Exception? cause = error;
        while (cause is not null and not FileNotFoundException) cause = cause.InnerException;
        if (cause is not FileNotFoundException { FileName: { } path }) return null;
        foreach (RunReport report in reports)
        {
            if (!path.StartsWith(report.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)) continue;
            string name = path[(report.Folder.Length + 1)..];
            if (report.Shards.Any(shard => shard.Outputs.Any(file => file.Name == name)))
                return new($"'{path}' is gone: phase '{report.Phase}' of this run had it. Did another process work in this folder, or did somebody delete the "
                    + "file? Run it again alone.", error);
        }
        return null;
    }
}
