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
        try
        {
            Directory.CreateDirectory(Path.Combine(made.State, "manifests"));
            Directory.CreateDirectory(Path.Combine(made.State, "ranks"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CurationException($"The output folder '{made.Folder}' cannot be made: {e.Message}", e);
        }
        return made;
    }

    /// <summary>What a file is called while a rank writes it.</summary>
    public static string TemporaryOf(string path, int rank) => $"{path}.{rank}.tmp";

    /// <summary>The numbers of the tasks that have a manifest, of whatever recipe.</summary>
    public IEnumerable<int> ListManifests() => ListNumbers(Directory.EnumerateFiles(Path.Combine(State, "manifests"), "*.json"));

    /// <summary>The numbers of the tasks that have temporary files.</summary>
    public IEnumerable<int> ListTemporary() =>
        Directory.Exists(Path.Combine(State, "tmp")) ? ListNumbers(Directory.EnumerateDirectories(Path.Combine(State, "tmp"))) : [];

    /// <summary>The ranks that have said that they work on the phase.</summary>
    public IEnumerable<int> ListRanks() => ListNumbers(Directory.EnumerateFiles(Path.Combine(State, "ranks"), "*.json"));

    public static PhaseFolder Open(string folder)
    {
        var opened = new PhaseFolder(Path.GetFullPath(folder));
        if (!File.Exists(opened.RecipePath)) throw new DirectoryNotFoundException($"'{opened.Folder}' holds no output of a run: there is no {StateName}/recipe.json in it.");
        return opened;
    }

    /// <summary>Writes a small file so that it is there whole or not at all, also after a power failure.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rank">
    /// Who writes. Ranks may write the same file at the same time, so the temporary one is a rank's own; and always the same, so that what a killed process left is used up.
    /// </param>
    /// <param name="content">Its content.</param>
    public static void WriteAtomically(string path, int rank, ReadOnlySpan<byte> content)
    {
        string temporary = TemporaryOf(path, rank);
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

    private static IEnumerable<int> ListNumbers(IEnumerable<string> paths)
    {
        foreach (string path in paths)
            if (int.TryParse(Path.GetFileNameWithoutExtension(path), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number)) yield return number;
    }

    public RunReport ReadReport()
    {
        PhaseRecipe recipe = PhaseRecipe.TryRead(RecipePath)!;
        return RunReport.Merge(recipe.Phase, Folder, [.. ReadManifests().Select(manifest => manifest.ToReport())]);
    }
}
