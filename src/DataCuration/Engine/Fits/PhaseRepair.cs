using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.IO.Hashing;

namespace DataCuration;

/// <summary>
/// Checks the files of a finished phase against their manifests' hashes when they are first read, and does a task again whose file is damaged or gone.
/// </summary>
internal sealed class PhaseRepair(CurationRun run, string phase, PhaseFolder folder, FingerprintWriter recipe, ImmutableArray<PhaseTask> tasks, CancellationToken cancellationToken)
{
    /// <summary>Requires a file to be what its manifest says.</summary>
    public void Check(int task, OutputFile file)
    {
        string path = Path.Combine(folder.Folder, file.Name);
        // Once for each file and run: phases of other fits may read it too.
        Lazy<bool> check = run.CheckedFiles.GetOrAdd(path, _ => new Lazy<bool>(() =>
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
            run.CheckedFiles.TryRemove(KeyValuePair.Create(path, check)); // a later read may succeed
            throw;
        }
    }

    private void Check(int task, OutputFile file, string path)
    {
        if (FindDamage(file) is null) return;
        using IDisposable own = Lock(task);
        // Another reader, or another rank, may have done it while this one waited.
        if (Damaged(task) is not { } damage) return;
        Log.Warn(run.Logger, $"Phase '{phase}', shard {task}: '{path}' is damaged: {damage}. The shard is done again.");
        Task.Run(() => run.RepairAsync(phase, folder.Folder, recipe, tasks[task], cancellationToken), cancellationToken).GetAwaiter().GetResult();
        if (Damaged(task) is { } again) throw new InvalidDataException($"'{path}' is damaged, and after the shard was done again it is still damaged: {again}.");
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
            var buffer = new byte[1 << 18];
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
            if (folder.Files.TryLock(path, deleteOnRelease: true) is { } taken) return taken;
            Thread.Sleep(50);
        }
    }
}
