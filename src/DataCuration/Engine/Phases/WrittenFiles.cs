using System.Collections.Immutable;

namespace DataCuration;

/// <summary>
/// The input files that a run of this library wrote: files for which a manifest beside them, or in the folder above, vouches. Folders are read once.
/// </summary>
internal sealed class WrittenFiles
{
    private readonly Dictionary<(IFileStore Files, string Folder), Dictionary<string, WrittenFile>> folders = [];

    /// <summary>Returns the manifests' entries for the files of a shard's segments; empty if no manifest vouches for one.</summary>
    public ImmutableArray<WrittenFile?> Find(SourceShard shard)
    {
        ImmutableArray<WrittenFile?> found = [.. shard.Segments.Select(Find)];
        return found.All(file => file is null) ? [] : found;
    }

    private WrittenFile? Find(SourceSegment segment)
    {
        if (segment.FullPath.Length == 0 || Path.GetDirectoryName(segment.FullPath) is not { Length: > 0 } folder) return null;
        string name = Path.GetFileName(segment.FullPath);
        WrittenFile? file = Read(segment.Files, folder).GetValueOrDefault(name);
        // The files of partitions and of drops lie one folder below their phase's.
        if (file is null && Path.GetDirectoryName(folder) is { Length: > 0 } parent)
            file = Read(segment.Files, parent).GetValueOrDefault($"{Path.GetFileName(folder)}/{name}");
        return file?.Output.Bytes == segment.FileLength ? file : null;
    }

    private Dictionary<string, WrittenFile> Read(IFileStore files, string folder)
    {
        if (folders.TryGetValue((files, folder), out Dictionary<string, WrittenFile>? known)) return known;
        var found = new Dictionary<string, WrittenFile>(StringComparer.Ordinal);
        try
        {
            if (files.FileExists(Path.Combine(folder, PhaseFolder.StateName, PhaseFolder.RecipeName)))
            {
                PhaseFolder phase = PhaseFolder.Open(files, folder);
                foreach (TaskManifest manifest in phase.ReadManifests())
                    foreach (OutputFile output in manifest.Outputs) found.TryAdd(output.Name, new(output, phase, manifest.Task));
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            found.Clear(); // nothing vouches for the files, as for any other input
        }
        return folders[(files, folder)] = found;
    }
}
