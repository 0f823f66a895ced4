using System.Collections.Immutable;

namespace DataCuration;

/// <summary>
/// The files of one task on their way: written under <c>.curation/tmp/&lt;task&gt;</c>, moved to their places by <see cref="Commit"/>. The names are put
/// down before the first move, so that an attempt that was killed in the middle can be cleaned up by the next one, even under another recipe.
/// </summary>
internal sealed class TaskOutput : IDisposable
{
    private const string MovesName = "moves.txt";
    private readonly PhaseFolder folder;
    private readonly string temporary;
    private readonly List<HashingFileStream> files = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly bool ownsFiles;
    private readonly HashSet<string> targets = new(StringComparer.Ordinal);
    private bool isFinal;
    private int scratchFolders;

    public TaskOutput(PhaseFolder folder, int task, bool ownsFiles)
    {
        this.ownsFiles = ownsFiles;
        this.folder = folder;
        temporary = folder.TemporaryFolder(task);
        RemoveLeftovers(folder, task);
        Directory.CreateDirectory(temporary);
        Output = new ShardOutput(task, CreateFile, CreateScratchFolder);
    }

    public ShardOutput Output { get; }

    private HashingFileStream CreateFile(string name)
    {
        string full = Path.GetFullPath(Path.Combine(folder.Folder, name));
        if (!full.StartsWith(folder.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) || name.Contains('\\', StringComparison.Ordinal))
            throw new ArgumentException($"'{name}' is not a name below the output folder.", nameof(name));
        if (!names.Add(name) || !targets.Add(full)) throw new ArgumentException($"The file '{name}' was made already.", nameof(name));
        var stream = new HashingFileStream(Path.Combine(temporary, $"{files.Count:D4}"), name);
        files.Add(stream);
        return stream;
    }

    /// <summary>A folder beside the files under way: it goes with them.</summary>
    private string CreateScratchFolder() => Directory.CreateDirectory(Path.Combine(temporary, $"scratch-{Interlocked.Increment(ref scratchFolders):D4}")).FullName;

    /// <summary>Moves the files to their places. Until <see cref="MakeFinal"/> they are taken back when this is disposed.</summary>
    public ImmutableArray<OutputFile> Commit()
    {
        ImmutableArray<OutputFile> outputs = [.. files.Select(file => file.Finish())];
        // What earlier attempts and recipes put out is gone by now. What still stands in the way is not ours: input, say, or another shard's file of the same name.
        if (!ownsFiles && targets.FirstOrDefault(File.Exists) is { } foreign)
            throw new IOException($"'{foreign}' exists, and no finished work of this folder accounts for it: it would be overwritten. Move it away, or name another output.");
        PhaseFolder.WriteAtomically(Path.Combine(temporary, MovesName), 0, System.Text.Encoding.UTF8.GetBytes(string.Join('\n', outputs.Select(output => output.Name))));
        for (int i = 0; i < files.Count; i++)
        {
            string target = Path.Combine(folder.Folder, outputs[i].Name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(Path.Combine(temporary, $"{i:D4}"), target, overwrite: ownsFiles);
        }
        return outputs;
    }

    /// <summary>Says that the manifest stands, and with it the files.</summary>
    public void MakeFinal()
    {
        isFinal = true;
        string failed = FailedQuarantine(folder, Output.Index);
        if (File.Exists(failed)) File.Delete(failed); // of an attempt before this one
    }

    /// <summary>Removes what an attempt has left that was killed, or that failed without finding the strength to clean up.</summary>
    /// <param name="folder">The phase's folder.</param>
    /// <param name="task">The task; no one may be working on it.</param>
    /// <param name="isDone">Whether the task's manifest stands: then the files that the attempt moved are to stay.</param>
    public static void RemoveLeftovers(PhaseFolder folder, int task, bool isDone = false)
    {
        string temporary = folder.TemporaryFolder(task);
        if (!Directory.Exists(temporary)) return;
        string moves = Path.Combine(temporary, MovesName);
        if (!isDone && File.Exists(moves))
        {
            string[] names = File.ReadAllLines(moves);
            for (int i = 0; i < names.Length; i++)
            {
                // What still lies here was not moved: a file of its name is someone else's.
                string path = Path.Combine(folder.Folder, names[i]);
                if (!File.Exists(Path.Combine(temporary, $"{i:D4}")) && File.Exists(path)) File.Delete(path);
            }
        }
        Directory.Delete(temporary, recursive: true);
    }

    /// <summary>Where the quarantine of a task that failed because of it is kept.</summary>
    public static string FailedQuarantine(PhaseFolder folder, int task) => Path.Combine(folder.State, "quarantine", $"part-{task:D5}.failed.jsonl");

    /// <summary>Saves the quarantine of a task that failed because of it, under a name that no finished task has.</summary>
    public string? SaveQuarantine(int task)
    {
        int index = files.FindIndex(file => file.Name == PhaseFolder.QuarantineName(task));
        if (index < 0) return null;
        files[index].Dispose();
        string target = FailedQuarantine(folder, task);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Move(Path.Combine(temporary, $"{index:D4}"), target, overwrite: true);
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
                // A full disk makes the last flush fail too. The file is being thrown away, and the first error is on its way up.
            }
        }
        try
        {
            RemoveLeftovers(folder, Output.Index, isFinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next attempt removes them. An error here would hide the one that ended the task, or fail a task that is done.
        }
    }
}
