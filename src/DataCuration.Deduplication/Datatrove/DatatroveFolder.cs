using System.Globalization;
using System.IO.Hashing;

namespace DataCuration.Deduplication;

/// <summary>A folder of files that datatrove wrote, as an option of a fit: its content counts for the fingerprint, and its place does not.</summary>
internal static class DatatroveFolder
{
    /// <summary>The value for a folder that does not exist. The fit refuses it.</summary>
    public const string Missing = "(no such folder)";

    /// <summary>Adds name, length and hash of each file with one of the endings, in the order of the names.</summary>
    /// <param name="writer">Receives the parts.</param>
    /// <param name="name">The option's name.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="files">The store of the folder.</param>
    /// <param name="suffix">The end of the files' names.</param>
    /// <param name="depth">The number of levels of folders: 1 for the files that lie in the folder.</param>
    public static void Describe(FingerprintWriter writer, string name, string folder, IFileStore files, string suffix, int depth)
    {
        string full = files.GetFullPath(folder);
        if (!files.FolderExists(full))
        {
            writer.Add(name, Missing);
            return;
        }
        var hash = new XxHash128();
        var found = new List<string>();
        Find(full, depth);
        found.Sort(StringComparer.Ordinal);
        writer.Add(name, found.Count);
        foreach (string path in found)
        {
            hash.Reset();
            using Stream stream = files.OpenRead(path, FileReadPattern.Sequential);
            hash.Append(stream);
            string value = string.Create(CultureInfo.InvariantCulture, $"{stream.Length} bytes, {Convert.ToHexStringLower(hash.GetCurrentHash())}");
            writer.Add($"{name}/{Path.GetRelativePath(full, path).Replace('\\', '/')}", value);
        }

        void Find(string at, int levels)
        {
            foreach (FileStoreEntry entry in files.List(at))
            {
                if (entry.IsFolder)
                {
                    if (levels > 1) Find(entry.Path, levels - 1);
                }
                else if (levels == 1 && entry.Path.EndsWith(suffix, StringComparison.Ordinal)) found.Add(entry.Path);
            }
        }
    }
}
