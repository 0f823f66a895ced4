using System.Collections.Concurrent;
using System.IO.Hashing;

namespace DataCuration;

/// <summary>
/// Checks the files of a finished phase against their manifests' hashes when they are first read, and does a task again whose file is damaged or gone.
/// </summary>
/// <param name="phase">The phase's name.</param>
/// <param name="recipe">The fingerprint of the phase's recipe.</param>
/// <param name="folder">The phase's folder.</param>
/// <param name="checkedFiles">The files that the run has checked, by full path. Phases of other fits may read them too.</param>
/// <param name="redo">Does a task again.</param>
/// <param name="warnings">Receives a warning for each damaged file.</param>
/// <param name="time">The run's clock.</param>
/// <param name="options">The run's options.</param>
/// <param name="cancellationToken">Cancels the work.</param>
internal sealed class PhaseRepair(
    string phase, string recipe, PhaseFolder folder, ConcurrentDictionary<string, Lazy<bool>> checkedFiles, Func<int, Task> redo, RunWarnings warnings,
    TimeProvider time, RunOptions options, CancellationToken cancellationToken)
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
        RequireOwnFolder();
        // Another reader, or another rank, may have done it while this one waited.
        if (Damaged(task) is not { } damage)
        {
            RequireSameContent(task, file, path);
            return;
        }
        warnings.AddEvent(phase, folder.Folder, $"shard {task}: '{path}' is damaged: {damage}. The shard is done again.");
        Task.Run(() => redo(task), cancellationToken).GetAwaiter().GetResult();
        if (Damaged(task) is { } again)
            throw new InvalidDataException($"'{path}' is damaged, and after the shard was done again it is still damaged: {again}.");
        RequireSameContent(task, file, path);
    }

    private void RequireSameContent(int task, OutputFile file, string path)
    {
        if (folder.ReadManifest(task)?.Outputs.Any(output => output.Name == file.Name && output.Hash == file.Hash) == true) return;
        throw new CurationException($"'{path}' was damaged and has been made again, with other content than before: a stage gives different results for the "
            + "same document. Run the program again, so that what follows is made from the new content.");
    }

    /// <summary>Requires that the folder still holds the phase's work. What another process made there is not damaged, and must not be replaced.</summary>
    private void RequireOwnFolder()
    {
        PhaseRecipe? now;
        try
        {
            now = PhaseRecipe.TryRead(folder.Files, folder.RecipePath);
        }
        catch (InvalidDataException)
        {
            return; // damaged too: the manifests of the phase belong to this run, or it would not have got here
        }
        if (now is not null && now.Fingerprint != recipe)
            throw new FolderInUseException($"Phase '{phase}': another process wrote other work to '{folder.Folder}' while this one ran "
                + $"({folder.ReadOwners()}). Give each its own output folder.");
    }

    /// <summary>The first damage to the task's files by its present manifest; null if they are sound.</summary>
    private string? Damaged(int task)
    {
        if (folder.ReadManifest(task) is not { } manifest) return "its manifest is missing or damaged";
        foreach (OutputFile output in manifest.Outputs)
            if (FindDamage(output) is { } damage) return damage;
        return null;
    }

    private string? FindDamage(OutputFile file) => FindDamage(folder.Files, Path.Combine(folder.Folder, file.Name), file, cancellationToken);

    /// <summary>Compares a file with what a manifest says of it. Returns the damage; null if the file is sound.</summary>
    public static string? FindDamage(IFileStore files, string path, OutputFile file, CancellationToken cancellationToken)
    {
        try
        {
            using Stream stream = files.OpenRead(path, FileReadPattern.Sequential);
            if (stream.Length != file.Bytes) return $"'{file.Name}' has {stream.Length} bytes, its manifest says {file.Bytes}";
            var hash = new XxHash128();
            var buffer = new byte[(int)Math.Clamp(file.Bytes, 1, 1 << 18)]; // a fit has thousands of small files
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.Append(buffer.AsSpan(0, read));
            }
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
        long start = time.GetTimestamp();
        TimeSpan told = TimeSpan.Zero, silence = RankWait.FirstMessage;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // The lock file stays: if it were deleted, one waiter could lock the deleted file and another one a new file.
            if (folder.Files.TryLock(path, deleteOnRelease: false) is { } taken) return taken;
            TimeSpan waited = time.GetElapsedTime(start);
            string what = $"Phase '{phase}', shard {task}: another reader makes its damaged files again ({folder.ReadOwners()})";
            if (options.PhaseTimeout != Timeout.InfiniteTimeSpan && waited > RankWait.HungAfter)
            {
                throw new PhaseIncompleteException(
                    $"{what}, and has not ended for a day: it may hang. Stop it, and run this process again. The lock is '{path}'.");
            }
            if (waited - told >= silence)
            {
                warnings.Remind(phase, $"{what}. This process waits for it. The lock is '{path}'.");
                options.Progress?.Report(new RunProgress { Phase = phase, ShardsDone = 0, ShardsTotal = 1, Elapsed = waited, Waiting = what });
                told = waited;
                silence = silence * 2 < RankWait.LongestSilence ? silence * 2 : RankWait.LongestSilence;
            }
            Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken).GetAwaiter().GetResult();
        }
    }
}
