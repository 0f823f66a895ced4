namespace DataCuration;

/// <summary>
/// The output files that are no longer what their manifest says: somebody edited them, or they are damaged. What a person did by hand cannot be made again, so
/// these files are moved to <c>.curation/edited</c> before their task's files are removed. The state folder is hidden from patterns such as <c>out/*</c>.
/// </summary>
internal static class EditedFiles
{
    private const string FolderName = "edited";

    /// <summary>Moves the files of a finished task aside that its manifest does not vouch for.</summary>
    /// <param name="folder">The phase's folder.</param>
    /// <param name="manifest">The task's old manifest.</param>
    /// <param name="outputs">The task's new files. Another process may have moved the same ones into place.</param>
    /// <param name="warn">Receives a message for each file.</param>
    public static void Keep(PhaseFolder folder, TaskManifest manifest, IReadOnlyList<OutputFile> outputs, Action<string> warn)
    {
        foreach (OutputFile file in manifest.Outputs)
        {
            string path = Path.Combine(folder.Folder, file.Name);
            if (file.Name.StartsWith(PhaseFolder.StateName + "/", StringComparison.Ordinal) || !folder.Files.FileExists(path)) continue;
            if (IsWhole(file) || outputs.Any(output => output.Name == file.Name && IsWhole(output))) continue;
            string target = FreeName(folder, file.Name);
            folder.Files.CreateFolder(Path.GetDirectoryName(target)!);
            folder.Files.Move(path, target, overwrite: false);
            warn($"'{path}' was not the file that an earlier run wrote: somebody edited it, or it was damaged. It is kept as '{target}'.");

            bool IsWhole(OutputFile expected) => PhaseRepair.FindDamage(folder.Files, path, expected, CancellationToken.None) is null;
        }
    }

    private static string FreeName(PhaseFolder folder, string name)
    {
        string first = Path.Combine(folder.State, FolderName, name), path = first;
        for (int number = 2; folder.Files.FileExists(path); number++) path = $"{first}.{number}";
        return path;
    }
}
