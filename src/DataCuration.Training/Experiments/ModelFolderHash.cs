using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace DataCuration.Training;

/// <summary>Hashes the folder of an initial model.</summary>
internal static class ModelFolderHash
{
    private const int EdgeBytes = 64 * 1024;

    /// <summary>
    /// Returns the XxHash128 of names, lengths, starts and ends of all files, in hexadecimal. To hash all of a large model for each run would take longer than
    /// some trainings.
    /// </summary>
    /// <param name="folder">The folder of the model.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static string Compute(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no initial model at '{Path.GetFullPath(folder)}'.");
        var hash = new XxHash128();
        var edge = new byte[EdgeBytes];
        foreach (string path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using FileStream file = File.OpenRead(path);
            hash.Append(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Path.GetRelativePath(folder, path)}\0{file.Length}\0")));
            hash.Append(edge.AsSpan(0, file.ReadAtLeast(edge, EdgeBytes, throwOnEndOfStream: false)));
            file.Position = Math.Max(0, file.Length - EdgeBytes);
            hash.Append(edge.AsSpan(0, file.ReadAtLeast(edge, EdgeBytes, throwOnEndOfStream: false)));
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
