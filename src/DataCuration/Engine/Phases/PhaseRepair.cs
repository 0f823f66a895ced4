using System.Collections.Concurrent;
using System.IO.Hashing;
using Microsoft.Extensions.Logging;

namespace DataCuration;

/// <summary>
/// Checks the files of a finished phase against their manifests' hashes when they are first read, and does a task again whose file is damaged or gone.
/// </summary>
/// <param name="phase">The phase's name.</param>
/// <param name="folder">The phase's folder.</param>
/// <param name="checkedFiles">The files that the run has checked, by full path. Phases of other fits may read them too.</param>
/// <param name="redo">Does a task again.</param>
/// <param name="logger">Receives a warning for each damaged file.</param>
/// <param name="cancellationToken">Cancels the work.</param>
internal sealed class PhaseRepair(
    string phase, PhaseFolder folder, ConcurrentDictionary<string, Lazy<bool>> checkedFiles, Func<int, Task> redo, ILogger logger,
    CancellationToken cancellationToken)
{
    /// <summary>Requires a file to be what its manifest says.</summary>
    public void Check(int task, OutputFile file)
    {
        string path = Path.Combine(folder.Folder, file.Name);
        Lazy<bool> check = checkedFiles.GetOrAdd(path, _ => new Lazy<bool>(() =>
        {
            Check(task, file, path);
            return true;
        }));
        try
        {
            _ = check.Value;
        }
        catch
        {
            checkedFiles.TryRemove(KeyValuePair.Create(path, check)); // a later read may succeed
            throw;
        }
    }

    private void Check(int task, OutputFile file, string path)
    {
        if (FindDamage(file) is null) return;
        using IDisposable own = Lock(task);
        // Another reader, or another rank, may have done it while this one waited.
        if (Damaged(task) is not { } damage) return;
        Log.Warn(logger, $"Phase '{phase}', shard {task}: '{path}' is damaged: {damage}. The shard is done again.");
        Task.Run(() => redo(task), cancellationToken).GetAwaiter().GetResult();
        if (Damaged(task) is { } again)
            throw new InvalidDataException($"'{path}' is damaged, and after the shard was done again it is still damaged: {again}.");
    }

    /// <summary>The first damage to the task's files by its present manifest; null if they are sound.</summary>
    private string? Damaged(int task)
    {
        if (TaskManifest.TryRead(folder.Files, folder.ManifestPath(task)) is not { } manifest) return "its manifest is missing";
        foreach (OutputFile output in manifest.Outputs)
            if (FindDamage(output) is { } damage) return damage;
        return null;
    }

    private string? FindDamage(OutputFile file)
    {
        string path = Path.Combine(folder.Folder, file.Name);
        try
        {
            using Stream stream = folder.Files.OpenRead(path, FileReadPattern.Sequential);
            if (stream.Length != file.Bytes) return $"'{file.Name}' has {stream.Length} bytes, its manifest says {file.Bytes}";
            var hash = new XxHash128();
            var buffer = new byte[(int)Math.Clamp(file.Bytes, 1, 1 << 18)]; // a fit has thousands of small files
            for (int read; (read = stream.Read(buffer)) > 0;) hash.Append(buffer.AsSpan(0, read));
            return Convert.ToHexStringLower(hash.GetCurrentHash()) == file.Hash ? null : $"'{file.Name}' does not match the hash in its manifest";
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return $"'{file.Name}' is missing";
        }
    }

    /// <summary>Only one reader at a time does a task again, whatever process it belongs to.</summary>
    private IDisposable Lock(int task)
    {
        string path = Path.Combine(folder.State, $"repair-{task:D5}.lock");
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // The lock file stays: if it were deleted, one waiter could lock the deleted file and another one a new file.
            if (folder.Files.TryLock(path, deleteOnRelease: false) is { } taken) return taken;
            Thread.Sleep(50);
        }
    }
}
