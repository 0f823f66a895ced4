namespace DataCuration;

/// <summary>Operations on any store.</summary>
internal static class FileStoreExtensions
{
    private const string ScratchPrefix = "curation-";

    /// <summary>Lists the paths of the files in a folder whose names end in a suffix.</summary>
    public static IEnumerable<string> ListFiles(this IFileStore files, string folder, string suffix) =>
        files.List(folder).Where(entry => !entry.IsFolder && entry.Path.EndsWith(suffix, StringComparison.Ordinal)).Select(entry => entry.Path);

    /// <summary>Lists the paths of the folders in a folder.</summary>
    public static IEnumerable<string> ListFolders(this IFileStore files, string folder) =>
        files.List(folder).Where(entry => entry.IsFolder).Select(entry => entry.Path);

    /// <summary>
    /// Finds the folders of a name at any depth, in ordinal order of their paths. Does not search the folders that it finds, nor links. Folders below the
    /// root may be deleted meanwhile.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">The root does not exist.</exception>
    public static List<string> FindFolders(this IFileStore files, string root, string name)
    {
        var found = new List<string>();
        var open = new Stack<string>([root]);
        while (open.TryPop(out string? folder))
        {
            foreach (string child in ListIfPresent(files, folder, isRequired: folder == root))
            {
                if (Path.GetFileName(child) == name) found.Add(child);
                else open.Push(child);
            }
        }
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static List<string> ListIfPresent(IFileStore files, string folder, bool isRequired)
    {
        try
        {
            return [.. files.List(folder).Where(entry => entry is { IsFolder: true, IsLink: false }).Select(entry => entry.Path)];
        }
        catch (DirectoryNotFoundException) when (!isRequired)
        {
            return []; // running ranks create and delete folders
        }
    }

    /// <summary>
    /// Creates an empty local folder: the given one or, if the store is not local, one in the system's temporary folder. Such a folder is named after its
    /// process. Those of processes that have ended are deleted first.
    /// </summary>
    /// <returns>The folder's full local path.</returns>
    public static string CreateLocalFolder(this IFileStore files, string path)
    {
        if (files.TryGetLocalPath(path, out string? local)) return Directory.CreateDirectory(local).FullName;
        DeleteLeftovers();
        return Directory.CreateTempSubdirectory($"{ScratchPrefix}{WriterName.Create(0)}-").FullName;
    }

    /// <summary>Deletes the folders that <see cref="CreateLocalFolder"/> created outside the store.</summary>
    public static void DeleteLocalFolders(IEnumerable<string> folders)
    {
        foreach (string folder in folders)
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private static void DeleteLeftovers()
    {
        foreach (string folder in Directory.GetDirectories(Path.GetTempPath(), ScratchPrefix + "*"))
        {
            // The name of the writer, then a random suffix.
            string name = Path.GetFileName(folder)[ScratchPrefix.Length..];
            if (name.LastIndexOf('-') is var end && (end < 0 || !WriterName.HasEnded(name[..end]))) continue;
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another process may be deleting it, or it is another user's.
            }
        }
    }
}
