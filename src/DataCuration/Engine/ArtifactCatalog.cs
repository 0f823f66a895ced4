namespace DataCuration;

/// <summary>The outputs and artifacts in a work directory, with their recipes and states, read from the manifests. Nothing is locked or changed.</summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// foreach (ArtifactEntry entry in ArtifactCatalog.Open("out").Entries)
///     Console.WriteLine($"{entry.Kind} {entry.Name}: {entry.Bytes:N0} bytes");
/// </code>
/// </example>
public sealed class ArtifactCatalog
{
    private ArtifactCatalog(string workDirectory, IReadOnlyList<ArtifactEntry> entries)
    {
        WorkDirectory = workDirectory;
        Entries = entries;
    }

    /// <summary>The work directory, as a full path.</summary>
    public string WorkDirectory { get; }

    /// <summary>The outputs and artifacts, in ordinal order of their folders.</summary>
    public IReadOnlyList<ArtifactEntry> Entries { get; }

    /// <summary>Reads what a work directory holds.</summary>
    /// <param name="workDirectory">The directory (<see cref="RunOptions.WorkDirectory"/>).</param>
    /// <param name="files">The store that the directory is in; null for the local file system.</param>
    /// <exception cref="DirectoryNotFoundException">The directory does not exist.</exception>
    /// <exception cref="InvalidDataException">A recipe is damaged; the message names the file.</exception>
    public static ArtifactCatalog Open(string workDirectory, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(workDirectory);
        files ??= LocalFileStore.Instance;
        string root = files.GetFullPath(workDirectory);
        List<PhaseStatus> phases = [.. CurationRun.ReadStatus(root, files)];
        var entries = new List<ArtifactEntry>();
        foreach (string state in files.FindFolders(root, PhaseFolder.StateName))
        {
            if (PhaseRecipe.TryRead(files, Path.Combine(state, PhaseFolder.FitName)) is not { } fit) continue;
            string folder = Path.GetDirectoryName(state)!;
            List<PhaseStatus> own = [.. phases.Where(phase => phase.Folder.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))];
            phases.RemoveAll(own.Contains);
            entries.Add(Entry(files, fit.Phase, ArtifactKind.Fit, fit, folder, own));
        }
        foreach (PhaseStatus phase in phases)
            entries.Add(Entry(files, phase.Phase, ArtifactKind.Output,
                PhaseRecipe.TryRead(files, PhaseFolder.Open(files, phase.Folder).RecipePath)!, phase.Folder, [phase]));
        return new(root, [.. entries.OrderBy(entry => entry.Folder, StringComparer.Ordinal)]);
    }

    private static ArtifactEntry Entry(
        IFileStore files, string name, ArtifactKind kind, PhaseRecipe recipe, string folder, IReadOnlyList<PhaseStatus> phases) => new()
        {
            Name = name,
            Kind = kind,
            Fingerprint = recipe.Fingerprint,
            Folder = folder,
            Recipe = recipe.Parts,
            Phases = phases,
            Bytes = phases.Sum(phase => PhaseFolder.Open(files, phase.Folder).ReadManifests().Sum(manifest => manifest.Outputs.Sum(file => file.Bytes))),
        };
}
