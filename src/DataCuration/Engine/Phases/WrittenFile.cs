namespace DataCuration;

/// <summary>An input file that a run wrote, with the manifest that vouches for it.</summary>
/// <param name="Output">The manifest's entry.</param>
/// <param name="Folder">The folder of the phase that wrote the file.</param>
/// <param name="Task">The task that wrote it.</param>
internal sealed record WrittenFile(OutputFile Output, PhaseFolder Folder, int Task)
{
    /// <summary>
    /// Returns true if the manifest still vouches for the same content. It is removed before a file is replaced, so what was read until now is that content.
    /// </summary>
    public bool IsCurrent() => Folder.ReadManifest(Task)?.Outputs.Any(file => file.Name == Output.Name && file.Hash == Output.Hash) == true;
}
