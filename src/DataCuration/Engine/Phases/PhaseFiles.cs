namespace DataCuration;

/// <summary>
/// The files that a complete phase of a fit has left, by task. Before a file's path is returned for the first time in a run, the file is checked against the
/// hash in its task's manifest. A damaged or missing file is named in a warning, and its task is done again.
/// </summary>
public sealed class PhaseFiles
{
    private readonly RunReport report;
    private readonly PhaseRepair? repair;
    private readonly Lazy<Dictionary<string, (int Task, OutputFile File)>> byName;

    internal PhaseFiles(RunReport report, PhaseRepair? repair = null, IFileStore? files = null)
    {
        Files = files ?? LocalFileStore.Instance;
        this.report = report;
        this.repair = repair;
        byName = new(() =>
        {
            var found = new Dictionary<string, (int, OutputFile)>(StringComparer.Ordinal);
            for (int task = 0; task < report.Shards.Count; task++)
                foreach (OutputFile file in Outputs(task)) found[file.Name] = (task, file);
            return found;
        });
    }

    /// <summary>The store that the files are in: the run's.</summary>
    public IFileStore Files { get; }

    /// <summary>
    /// The phase's folder. All files of the phase are checked first, because a path that is built from it goes around <see cref="Find"/> and
    /// <see cref="FindFile"/>.
    /// </summary>
    /// <exception cref="CurationRunException">A file is damaged, and the task that makes it again failed.</exception>
    public string Folder
    {
        get
        {
            for (int task = 0; task < TaskCount; task++) GetFiles(task);
            return report.Folder;
        }
    }

    /// <summary>The phase's folder, without a check of its files.</summary>
    internal string FolderPath => report.Folder;

    /// <summary>The number of tasks in the phase.</summary>
    public int TaskCount => report.Shards.Count;

    /// <summary>The phase's counts.</summary>
    public RunReport Report => report;

    /// <summary>The names of all tasks' files, below the phase's folder.</summary>
    internal IEnumerable<string> FileNames => byName.Value.Keys;

    /// <summary>Returns the number of records that a task of a map phase read, faulty and dropped ones included.</summary>
    /// <param name="task">The task's number: the shard's.</param>
    /// <exception cref="InvalidOperationException">The task belongs to another kind of phase.</exception>
    public long GetRecordCount(int task)
    {
        IReadOnlyList<StageReport> stages = report.Shards[task].Stages;
        return stages.Count > 0 ? stages[0].In : throw new InvalidOperationException($"Phase '{report.Phase}' is not a map phase: its tasks read no records.");
    }

    /// <summary>Returns the files of one task, by full path, in the order in which it made them.</summary>
    /// <param name="task">The task's number.</param>
    /// <exception cref="CurationRunException">A file is damaged, and the task that makes it again failed.</exception>
    public IReadOnlyList<string> GetFiles(int task) => [.. Outputs(task).Select(file => PathOf(task, file))];

    /// <summary>Returns the file of one task whose name is the task's prefix (<see cref="ShardOutput.Name"/>) and a suffix.</summary>
    /// <param name="task">The task's number.</param>
    /// <param name="suffix">The suffix, such as <c>.weights</c> for <c>part-00042.weights</c>; or a whole name, for a file without the prefix.
    /// A file outside subfolders is found before one in a subfolder.</param>
    /// <returns>The full path, or null if the task made no such file.</returns>
    /// <exception cref="CurationRunException">The file is damaged, and the task that makes it again failed.</exception>
    public string? Find(int task, string suffix)
    {
        string name = ShardOutput.NameOf(task) + suffix;
        OutputFile? found = Outputs(task).FirstOrDefault(file => file.Name == name || file.Name == suffix)
            ?? Outputs(task).FirstOrDefault(file => file.Name.EndsWith("/" + name, StringComparison.Ordinal)
                || file.Name.EndsWith("/" + suffix, StringComparison.Ordinal));
        return found is null ? null : PathOf(task, found);
    }

    /// <summary>Returns the file of a name, whichever task made it.</summary>
    /// <param name="name">The name below <see cref="Folder"/>, with forward slashes.</param>
    /// <returns>The full path, or null if no task made such a file.</returns>
    /// <exception cref="CurationRunException">The file is damaged, and the task that makes it again failed.</exception>
    public string? FindFile(string name) => byName.Value.TryGetValue(name, out (int Task, OutputFile File) found) ? PathOf(found.Task, found.File) : null;

    private IEnumerable<OutputFile> Outputs(int task) =>
        report.Shards[task].Outputs.Where(file => !file.Name.StartsWith(PhaseFolder.StateName, StringComparison.Ordinal));

    private string PathOf(int task, OutputFile file)
    {
        repair?.Check(task, file);
        return Path.Combine(report.Folder, file.Name);
    }
}
