using System.Collections.Immutable;

namespace DataCuration;

/// <summary>
/// The input files that a run of this library wrote: files for which a manifest beside them, or in the folder above, vouches. Folders are read once.
/// </summary>
internal sealed class WrittenFiles
{
    private readonly Dictionary<(IFileStore Files, string Folder), Dictionary<string, OutputFile>?> folders = [];

    /// <summary>Returns the manifests' entries for the files of a shard's segments; empty if there are none.</summary>
    public ImmutableArray<OutputFile?> Find(SourceShard shard)
    {
        ImmutableArray<OutputFile?> found = [.. shard.Segments.Select(Find)];
        return found.All(file => file is null) ? [] : found;
    }

    private OutputFile? Find(SourceSegment segment)
    {
        if (segment.FullPath.Length == 0 || Path.GetDirectoryName(segment.FullPath) is not { Length: > 0 } folder) return null;
        string name = Path.GetFileName(segment.FullPath);
        OutputFile? file = Read(segment.Files, folder)?.GetValueOrDefault(name);
        // The files of partitions and of drops lie one folder below their phase's.
        if (file is null && Path.GetDirectoryName(folder) is { Length: > 0 } parent)
            file = Read(segment.Files, parent)?.GetValueOrDefault($"{Path.GetFileName(folder)}/{name}");
        return file?.Bytes == segment.FileLength ? file : null;
    }

    private Dictionary<string, OutputFile>? Read(IFileStore files, string folder)
    {
        if (folders.TryGetValue((files, folder), out Dictionary<string, OutputFile>? known)) return known;
        Dictionary<string, OutputFile>? found = null;
        try
        {
            if (files.FileExists(Path.Combine(folder, PhaseFolder.StateName, "recipe.json")))
                found = PhaseFolder.Open(files, folder).ReadManifests().SelectMany(manifest => manifest.Outputs)
                    .GroupBy(file => file.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // Nothing vouches for the files, as for any other input.
        }
        return folders[(files, folder)] = found;
    }
}
