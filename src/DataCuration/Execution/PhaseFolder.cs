namespace DataCuration;

/// <summary>
/// The folder of a phase: its output files, and under <c>.curation</c> its state: <c>recipe.json</c>, one manifest per finished task, quarantine, and
/// temporary files of tasks under way.
/// </summary>
internal sealed class PhaseFolder
{
    public const string StateName = ".curation";

    private PhaseFolder(string folder)
    {
        Folder = folder;
        State = Path.Combine(folder, StateName);
    }

    public string Folder { get; }

    public string State { get; }

    public string RecipePath => Path.Combine(State, "recipe.json");

    public string ManifestPath(int task) => Path.Combine(State, "manifests", $"{task:D5}.json");

    public string RankPath(int rank) => Path.Combine(State, "ranks", $"{rank}.json");

    public string TemporaryFolder(int task) => Path.Combine(State, "tmp", $"{task:D5}");

    public static string QuarantineName(int task) => $"{StateName}/quarantine/part-{task:D5}.jsonl";

    public static PhaseFolder Create(string folder)
    {
        var made = new PhaseFolder(Path.GetFullPath(folder));
        Directory.CreateDirectory(Path.Combine(made.State, "manifests"));
        Directory.CreateDirectory(Path.Combine(made.State, "ranks"));
        return made;
    }

    public static PhaseFolder Open(string folder)
    {
        var opened = new PhaseFolder(Path.GetFullPath(folder));
        if (!File.Exists(opened.RecipePath)) throw new DirectoryNotFoundException($"'{opened.Folder}' holds no output of a run: there is no {StateName}/recipe.json in it.");
        return opened;
    }

    /// <summary>Writes a small file so that it is there whole or not at all, also after a power failure.</summary>
    public static void WriteAtomically(string path, ReadOnlySpan<byte> content)
    {
        // Ranks may write the same file at the same time: the name of the temporary one must be this process's own.
        string temporary = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    public IEnumerable<TaskManifest> ReadManifests()
    {
        PhaseRecipe recipe = PhaseRecipe.TryRead(RecipePath)!;
        for (int task = 0; task < recipe.Tasks; task++)
            if (TaskManifest.TryRead(ManifestPath(task)) is { } manifest && manifest.Recipe == recipe.Fingerprint) yield return manifest;
    }

    public RunReport ReadReport()
    {
        PhaseRecipe recipe = PhaseRecipe.TryRead(RecipePath)!;
        return RunReport.Merge(recipe.Phase, Folder, [.. ReadManifests().Select(manifest => manifest.ToReport())]);
    }
}
