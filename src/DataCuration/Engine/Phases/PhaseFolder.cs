using System.Globalization;

namespace DataCuration;

/// <summary>
/// The folder of a phase. It holds the output files and, under <c>.curation</c>, the state: <c>recipe.json</c>, one manifest per finished task, quarantine,
/// the ranks' locks, and a temporary folder for each attempt at a task.
/// </summary>
internal sealed class PhaseFolder
{
    public const string StateName = ".curation";
    public const string RecipeName = "recipe.json";

    /// <summary>The recipe of a fit, in the state folder of its artifact's folder.</summary>
    public const string FitName = "fit.json";

    private PhaseFolder(IFileStore files, string folder)
    {
        Files = files;
        Folder = folder;
        State = Path.Combine(folder, StateName);
    }

    /// <summary>The store that the folder is in.</summary>
    public IFileStore Files { get; }

    public string Folder { get; }

    public string State { get; }

    public string RecipePath => Path.Combine(State, RecipeName);

    public string ManifestPath(int task) => Path.Combine(State, "manifests", $"{task:D5}.json");

    public string RankPath(int rank) => Path.Combine(State, "ranks", $"{rank}.json");

    /// <summary>The lock that a rank holds while it works on the phase.</summary>
    public string LockPath(int rank) => Path.Combine(State, "ranks", $"{rank}.lock");

    /// <summary>The name of the process that holds the lock, for messages.</summary>
    public string OwnerPath(int rank) => Path.Combine(State, "ranks", $"{rank}.owner");

    /// <summary>The folder of one attempt at a task.</summary>
    public string AttemptFolder(int task, string attempt) => Path.Combine(State, "tmp", $"{task:D5}.{attempt}");

    /// <summary>The folders of all attempts at a task.</summary>
    public IEnumerable<string> ListAttempts(int task)
    {
        string temporary = Path.Combine(State, "tmp");
        return Files.FolderExists(temporary) ? Files.ListFolders(temporary).Where(path => TaskOf(path) == task).ToList() : [];
    }

    public static string QuarantineName(int task) => $"{StateName}/quarantine/part-{task:D5}.jsonl";

    public static PhaseFolder Create(IFileStore files, string folder)
    {
        var made = new PhaseFolder(files, files.GetFullPath(folder));
        try
        {
            files.CreateFolder(Path.Combine(made.State, "manifests"));
            files.CreateFolder(Path.Combine(made.State, "ranks"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(made.Folder, e);
        }
        return made;
    }

    /// <summary>The error for a folder that cannot be made or written.</summary>
    public static CurationException CannotWrite(string folder, Exception cause) => new($"The folder '{folder}' cannot be written: {cause.Message} "
        + "Name a folder that this user may write to (RunOptions.WorkDirectory), or change the folder's permissions.", cause);

    /// <summary>False if the store has no locks, as some file systems of networks. Found out when a rank takes its claim.</summary>
    public bool HasLocks { get; set; } = true;

    /// <summary>Removes the temporary files that killed processes of a rank left beside recipe and manifests. The rank's claim must be held.</summary>
    public void RemoveTemporary(int rank)
    {
        foreach (string folder in (string[])[State, Path.Combine(State, "manifests"), Path.Combine(State, "ranks")])
            RemoveTemporary(Files, folder, rank, HasLocks);
    }

    /// <summary>Removes the temporary files that killed processes of a rank left in a folder.</summary>
    public static void RemoveTemporary(IFileStore files, string folder, int rank, bool hasLocks)
    {
        foreach (string path in files.ListFiles(folder, ".tmp").ToList())
        {
            string writer = Path.GetExtension(Path.GetFileNameWithoutExtension(path)).TrimStart('.');
            if (WriterName.IsOf(rank, writer) && (hasLocks || !WriterName.MayRun(writer))) files.Delete(path);
        }
    }

    /// <summary>The processes that hold, or were the last to hold, the ranks of this folder; for messages.</summary>
    public string ReadOwners()
    {
        List<RankOwner> owners = RankOwner.ReadAll(this);
        return owners.Count == 0 ? "unknown" : string.Join("; ", owners.Select(owner => $"rank {owner.Rank}: {owner.Name}"));
    }

    /// <summary>Reads the manifest of a task, of any recipe; null if it is missing, damaged, or that of another task.</summary>
    public TaskManifest? ReadManifest(int task) => TaskManifest.TryRead(Files, ManifestPath(task)) is { } manifest && manifest.Task == task ? manifest : null;

    /// <summary>Reads the manifests of all tasks, of any recipe, in ascending order of the tasks.</summary>
    public IEnumerable<TaskManifest> ReadAllManifests() => ListManifests().Order().ToList().Select(ReadManifest).OfType<TaskManifest>();

    /// <summary>
    /// Removes the files that a task's manifest vouches for, and then the manifest: only it names the files if this is interrupted. A manifest whose files are
    /// missing does not count.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="manifest">Its manifest as read when it was decided to remove the task; null if it cannot be read.</param>
    /// <exception cref="FolderInUseException">Another process has written another manifest since: its files are not what was to be removed.</exception>
    public void RemoveTask(int task, TaskManifest? manifest)
    {
        RequireSame(task, manifest);
        if (manifest is not null)
        {
            foreach (OutputFile file in manifest.Outputs)
            {
                string path = Path.Combine(Folder, file.Name);
                if (Files.FileExists(path)) Files.Delete(path);
            }
        }
        Files.Delete(ManifestPath(task));
    }

    /// <summary>Requires that the manifest of a task is still the one that was read before.</summary>
    /// <param name="task">The task.</param>
    /// <param name="manifest">The manifest as it was read; null if it could not be read.</param>
    /// <exception cref="FolderInUseException">Another process has written another manifest since.</exception>
    public void RequireSame(int task, TaskManifest? manifest)
    {
        if (ReadManifest(task) is not { } now || now.IsSame(manifest)) return;
        throw new FolderInUseException($"'{ManifestPath(task)}' was replaced by another process while this one worked on the same shard "
            + $"({ReadOwners()}). Give each process its own rank or output folder, and run this one again.");
    }

    /// <summary>The numbers of the tasks that have a manifest of any recipe.</summary>
    public IEnumerable<int> ListManifests() => ListNumbers(Files.ListFiles(Path.Combine(State, "manifests"), ".json"));

    /// <summary>The numbers of the tasks that have temporary files.</summary>
    public IEnumerable<int> ListTemporary() =>
        Files.FolderExists(Path.Combine(State, "tmp")) ? ListNumbers(Files.ListFolders(Path.Combine(State, "tmp"))) : [];

    /// <summary>The ranks that have started the phase.</summary>
    public IEnumerable<int> ListRanks() => ListNumbers(Files.ListFiles(Path.Combine(State, "ranks"), ".json"));

    public static PhaseFolder Open(IFileStore files, string folder)
    {
        var opened = new PhaseFolder(files, files.GetFullPath(folder));
        if (!files.FileExists(opened.RecipePath))
            throw new DirectoryNotFoundException($"'{opened.Folder}' holds no output of a run: there is no {StateName}/recipe.json in it.");
        return opened;
    }

    /// <summary>Writes a small file that appears complete or not at all, also after a power failure.</summary>
    /// <param name="files">The store.</param>
    /// <param name="path">The file.</param>
    /// <param name="rank">The writer's rank, for the temporary name.</param>
    /// <param name="content">The file's content.</param>
    /// <exception cref="CurationException">A folder has the file's name.</exception>
    public static void WriteAtomically(IFileStore files, string path, int rank, ReadOnlySpan<byte> content)
    {
        try
        {
            files.WriteAtomically(path, content, $"{path}.{WriterName.Create(rank)}.tmp");
        }
        catch (Exception e) when ((e is IOException or UnauthorizedAccessException) && files.FolderExists(path))
        {
            throw new CurationException($"'{path}' is a folder, and a file of this name has to be written. Remove the folder, and run the program again.", e);
        }
    }

    public IEnumerable<TaskManifest> ReadManifests()
    {
        PhaseRecipe recipe = PhaseRecipe.TryRead(Files, RecipePath)!;
        for (int task = 0; task < recipe.Tasks; task++)
            if (ReadManifest(task) is { } manifest && manifest.Recipe == recipe.Fingerprint) yield return manifest;
    }

    private static IEnumerable<int> ListNumbers(IEnumerable<string> paths)
    {
        foreach (string path in paths)
            if (TaskOf(path) is { } number) yield return number;
    }

    /// <summary>The number that a file's or folder's name begins with, up to its first dot; null if it is not a number.</summary>
    private static int? TaskOf(string path)
    {
        string name = Path.GetFileName(path);
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        return int.TryParse(dot < 0 ? name : name.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }

    public RunReport ReadReport()
    {
        PhaseRecipe recipe = PhaseRecipe.TryRead(Files, RecipePath)!;
        return RunReport.Merge(recipe.Phase, Folder, [.. ReadManifests().Select(manifest => manifest.ToReport())]) with { Fits = recipe.Fits };
    }
}
