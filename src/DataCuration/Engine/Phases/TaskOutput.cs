using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace DataCuration;

/// <summary>
/// The files of one attempt at a task. They are written to a folder of the attempt's own, <c>.curation/tmp/TASK.ATTEMPT</c>, and moved to their places by
/// <see cref="Commit"/>, which first removes the task's old files, if there are any. Until then the old files stay. The names are written down before the
/// first move, so that the next attempt can clean up after one that was killed between moves, even under another recipe.
/// </summary>
internal sealed class TaskOutput : IDisposable
{
    private const string MovesName = "moves.txt";
    private const string LockName = "lock";
    private const int Looks = 4;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);
    private readonly PhaseFolder folder;
    private readonly string temporary;
    private readonly IDisposable alive;
    private readonly IFileStore store;
    private readonly List<HashingFileStream> files = [];
    private readonly ConcurrentBag<string> scratch = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> targets = new(StringComparer.Ordinal);
    private bool isFinal;
    private int scratchFolders;

    /// <summary>Starts an attempt and removes what dead attempts left.</summary>
    /// <param name="folder">The phase's folder.</param>
    /// <param name="task">The task.</param>
    /// <param name="rank">The rank that works on it.</param>
    public TaskOutput(PhaseFolder folder, int task, int rank)
    {
        this.folder = folder;
        store = folder.Files;
        RemoveLeftovers(folder, task);
        temporary = folder.AttemptFolder(task, WriterName.Create(rank));
        store.CreateFolder(temporary);
        // Held open while this process lives: how other processes tell a live attempt from a dead one.
        alive = store.TryLock(Path.Combine(temporary, LockName), deleteOnRelease: false)
            ?? throw new IOException($"'{temporary}' is locked: another process made a folder of this name.");
        Output = new ShardOutput(task, CreateFile, CreateScratchFolder);
    }

    public ShardOutput Output { get; }

    /// <summary>Creates a local folder, beside the files that are being written if these are local. It is deleted with them.</summary>
    private string CreateScratchFolder()
    {
        string created = store.CreateLocalFolder(Path.Combine(temporary, $"scratch-{Interlocked.Increment(ref scratchFolders):D4}"));
        scratch.Add(created);
        return created;
    }

    private HashingFileStream CreateFile(string name)
    {
        string full = store.GetFullPath(Path.Combine(folder.Folder, name));
        if (!full.StartsWith(folder.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) || name.Contains('\\', StringComparison.Ordinal))
            throw new ArgumentException($"'{name}' is not a name below the output folder.", nameof(name));
        if (!names.Add(name) || !targets.Add(full)) throw new ArgumentException($"The file '{name}' was made already.", nameof(name));
        var stream = new HashingFileStream(store, Path.Combine(temporary, $"{files.Count:D4}"), name);
        files.Add(stream);
        return stream;
    }

    /// <summary>
    /// Removes the files that the task's old manifest vouches for, and moves the new ones to their places. Disposing undoes the moves until
    /// <see cref="MakeFinal"/> is called.
    /// </summary>
    /// <param name="isDone">
    /// Returns true if a manifest says that another process has done the same work since the attempt started. Its files must then be the same.
    /// </param>
    /// <param name="isRepair">
    /// True if damaged files are replaced by what their manifest says. It stays, and so do the sound files, which others may be about to open.
    /// </param>
    /// <param name="keepsEdited">True to keep old files that somebody edited. A fit's own files are made again.</param>
    public ImmutableArray<OutputFile> Commit(Func<TaskManifest?, bool> isDone, bool isRepair, bool keepsEdited)
    {
        ImmutableArray<OutputFile> outputs = [.. files.Select(file => file.Finish())]; // takes long, so it comes before the look at the folder
        var replaceable = new bool[files.Count];
        (TaskManifest? old, bool isDamaged) = ReadOld();
        bool isDoneMeanwhile = isDone(old);
        // Null if the manifest is damaged: it still tells that the task's files are ours.
        HashSet<string>? own = isDoneMeanwhile ? [] : isDamaged ? null
            : (old?.Outputs ?? []).Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        for (int i = 0; i < files.Count; i++) replaceable[i] = own is null || own.Contains(outputs[i].Name) || RequireFree(outputs[i], isDoneMeanwhile);
        if (!isRepair && (own is null || own.Count > 0))
        {
            folder.RequireSame(Output.Index, old); // before a file is moved: those of another process are not edited
            if (keepsEdited && old is not null) EditedFiles.Keep(folder, old, outputs, message => Output.Warn(message));
            folder.RemoveTask(Output.Index, old);
        }
        PhaseFolder.WriteAtomically(store, Path.Combine(temporary, MovesName), 0,
            System.Text.Encoding.UTF8.GetBytes(string.Join('\n', outputs.Select(output => output.Name))));
        for (int i = 0; i < files.Count; i++)
        {
            string target = Path.Combine(folder.Folder, outputs[i].Name);
            store.CreateFolder(Path.GetDirectoryName(target)!);
            try
            {
                store.Move(Path.Combine(temporary, $"{i:D4}"), target, overwrite: replaceable[i]);
            }
            catch (IOException) when (!replaceable[i] && store.FileExists(target))
            {
                // The file appeared since the check. It may be the same one, from another process.
                RequireFree(outputs[i], store.FileExists(folder.ManifestPath(Output.Index)));
                store.Move(Path.Combine(temporary, $"{i:D4}"), target, overwrite: true);
            }
            if (store.GetLength(target) is var length && length != outputs[i].Bytes)
            {
                throw new FolderInUseException($"'{target}' {(length is null ? "is gone" : $"has {length} bytes")} after it was moved into place, and "
                    + $"{outputs[i].Bytes} bytes were written: another process writes to this folder ({folder.ReadOwners()}).");
            }
        }
        // Drops and quarantine are created when their first document is written, which may be before or after a file of the sink. Folder by folder the order is
        // the same in every run.
        return [.. outputs.OrderBy(output => Path.GetDirectoryName(output.Name), StringComparer.Ordinal)];
    }

    /// <summary>
    /// Reads the manifest that is there now. A file that cannot be read may have been written a moment ago, or be on a file system that fails such reads, so
    /// it is read again.
    /// </summary>
    private (TaskManifest? Manifest, bool IsDamaged) ReadOld()
    {
        for (int look = 1; ; look++)
        {
            if (folder.ReadManifest(Output.Index) is { } manifest) return (manifest, false);
            if (!store.FileExists(folder.ManifestPath(Output.Index))) return (null, false);
            if (look == Looks) return (null, true);
            Thread.Sleep(BetweenLooks);
        }
    }

    /// <summary>
    /// Checks that a file's place is free. The same content may be there already: another process did the same task at the same time. Any other file belongs to
    /// somebody else, such as input or another shard's output.
    /// </summary>
    /// <returns>True if a file with the same content is there.</returns>
    private bool RequireFree(OutputFile output, bool isDoneMeanwhile)
    {
        string target = Path.Combine(folder.Folder, output.Name);
        if (!store.FileExists(target)) return false;
        if (PhaseRepair.FindDamage(store, target, output, CancellationToken.None) is null) return true;
        if (!store.FileExists(target)) return false; // another process has removed it meanwhile
        if (isDoneMeanwhile)
        {
            throw new FolderInUseException($"'{target}' was written with other content by another process ({folder.ReadOwners()}). Run it again alone. If the "
                + "content still differs, a stage gives different results for the same document.");
        }
        throw new IOException(
            $"'{target}' exists and does not belong to any finished work of this folder: it would be overwritten. Move it away, or name another output.");
    }

    /// <summary>Keeps the files, once the manifest is written.</summary>
    public void MakeFinal()
    {
        isFinal = true;
        string failed = FailedQuarantine(folder, Output.Index);
        if (store.FileExists(failed)) store.Delete(failed); // of an attempt before this one
    }

    /// <summary>Removes what dead attempts left: those that were killed, or that failed without cleaning up. Attempts of live processes stay.</summary>
    /// <param name="folder">The phase's folder.</param>
    /// <param name="task">The task.</param>
    public static void RemoveLeftovers(PhaseFolder folder, int task)
    {
        foreach (string attempt in folder.ListAttempts(task))
        {
            if (!IsAlive(folder, attempt)) Remove(folder, task, attempt);
        }
    }

    // An attempt is alive for a moment before it has its lock, so a process of this machine is looked up as well. Without locks, that is all there is, and the
    // attempts of other machines stay.
    private static bool IsAlive(PhaseFolder folder, string attempt)
    {
        string writer = Path.GetExtension(attempt).TrimStart('.');
        return folder.HasLocks ? folder.Files.IsLocked(Path.Combine(attempt, LockName)) || WriterName.RunsHere(writer) : WriterName.MayRun(writer);
    }

    private static void Remove(PhaseFolder folder, int task, string attempt)
    {
        IFileStore store = folder.Files;
        string moves = Path.Combine(attempt, MovesName);
        if (store.FileExists(moves))
        {
            string[] names = System.Text.Encoding.UTF8.GetString(store.ReadAllBytes(moves)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            for (int i = 0; i < names.Length; i++)
            {
                // With a manifest the moved files are finished work and stay. Another process may write it at any moment.
                if (store.FileExists(folder.ManifestPath(task))) break;
                // A file that is still in the attempt's folder was not moved: a file of its name is somebody else's.
                string path = Path.Combine(folder.Folder, names[i]);
                if (!store.FileExists(Path.Combine(attempt, $"{i:D4}")) && store.FileExists(path)) store.Delete(path);
            }
            store.Delete(moves); // first of all: without the files beside it, the list would say that all of them were moved
        }
        try
        {
            store.DeleteFolder(attempt);
        }
        catch (DirectoryNotFoundException)
        {
            // Another rank cleaned up at the same time.
        }
    }

    /// <summary>The quarantine file of a task that failed because of its faults.</summary>
    public static string FailedQuarantine(PhaseFolder folder, int task) => Path.Combine(folder.State, "quarantine", $"part-{task:D5}.failed.jsonl");

    /// <summary>Saves the quarantine of a task that failed because of its faults, under a name that no finished task has.</summary>
    public string? SaveQuarantine(int task)
    {
        int index = files.FindIndex(file => file.Name == PhaseFolder.QuarantineName(task));
        if (index < 0) return null;
        files[index].Dispose();
        string target = FailedQuarantine(folder, task);
        store.CreateFolder(Path.GetDirectoryName(target)!);
        store.Move(Path.Combine(temporary, $"{index:D4}"), target, overwrite: true);
        return target;
    }

    public void Dispose()
    {
        foreach (HashingFileStream file in files)
        {
            try
            {
                file.Dispose();
            }
            catch (IOException)
            {
                // A full disk makes the last flush fail too. The file is discarded, and the first error is already on its way up.
            }
        }
        try
        {
            alive.Dispose();
            FileStoreExtensions.DeleteLocalFolders(scratch); // those of a store that is not local
            if (isFinal) store.DeleteFolder(temporary);
            else Remove(folder, Output.Index, temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next attempt removes it. An error here would hide the one that ended the task, or fail a task that is done.
        }
    }
}
