namespace DataCuration;

/// <summary>Operations on any store.</summary>
internal static class FileStoreExtensions
{
    /// <summary>Reads a small file.</summary>
    public static byte[] ReadAllBytes(this IFileStore files, string path)
    {
        using Stream stream = files.OpenRead(path, FileReadPattern.Sequential);
        // Some file systems do not know a file's length before it has been read, and a file may grow.
        var bytes = new byte[checked((int)stream.Length)];
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < bytes.Length) return bytes[..read];
        int next = stream.ReadByte();
        if (next < 0) return bytes;
        using var longer = new MemoryStream();
        longer.Write(bytes);
        longer.WriteByte((byte)next);
        stream.CopyTo(longer);
        return longer.ToArray();
    }

    /// <summary>Lists the paths of the files in a folder whose names end in a suffix.</summary>
    public static IEnumerable<string> ListFiles(this IFileStore files, string folder, string suffix) =>
        files.List(folder).Where(entry => !entry.IsFolder && entry.Path.EndsWith(suffix, StringComparison.Ordinal)).Select(entry => entry.Path);

    /// <summary>Lists the paths of the folders in a folder.</summary>
    public static IEnumerable<string> ListFolders(this IFileStore files, string folder) =>
        files.List(folder).Where(entry => entry.IsFolder).Select(entry => entry.Path);

    /// <summary>Finds the folders of a name at any depth, in ordinal order of their paths.</summary>
    public static List<string> FindFolders(this IFileStore files, string root, string name)
    {
        var found = new List<string>();
        var open = new Stack<string>([root]);
        while (open.TryPop(out string? folder))
        {
            foreach (string child in files.ListFolders(folder))
            {
                if (Path.GetFileName(child) == name) found.Add(child);
                open.Push(child);
            }
        }
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>Creates an empty local folder: the given one or, if the store is not local, one in the system's temporary folder.</summary>
    /// <returns>The folder's full local path.</returns>
    public static string CreateLocalFolder(this IFileStore files, string path) =>
        files.TryGetLocalPath(path, out string? local) ? Directory.CreateDirectory(local).FullName : Directory.CreateTempSubdirectory("curation-").FullName;

    /// <summary>Deletes the folders that <see cref="CreateLocalFolder"/> created outside the store.</summary>
    public static void DeleteLocalFolders(IEnumerable<string> folders)
    {
        foreach (string folder in folders)
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
