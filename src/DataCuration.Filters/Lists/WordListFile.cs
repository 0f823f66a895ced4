using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace DataCuration.Filters;

/// <summary>Reads lists of one entry a line, also in gzip.</summary>
internal static class WordListFile
{
    /// <summary>Reads the lines of a file, without white space at their ends. Empty lines are left out.</summary>
    /// <exception cref="InvalidDataException">The file is not UTF-8 text, or not valid gzip.</exception>
    public static IReadOnlyList<string> Read(string path, IFileStore? files, bool skipsComments)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = (files ?? LocalFileStore.Instance).ReadAllBytes(path);
        if (bytes is [0x1F, 0x8B, ..])
        {
            using var unpacked = new MemoryStream();
            try
            {
                using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
                gzip.CopyTo(unpacked);
            }
            catch (InvalidDataException e)
            {
                throw new InvalidDataException($"{path} is not a valid gzip file: {e.Message}", e);
            }
            bytes = unpacked.ToArray();
        }
        if (!System.Text.Unicode.Utf8.IsValid(bytes)) throw new InvalidDataException($"{path}: a list must be UTF-8 text.");
        List<string> lines = [];
        foreach (ReadOnlySpan<char> line in Encoding.UTF8.GetString(bytes).AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> entry = line.TrimStart('\uFEFF').Trim();
            if (!entry.IsEmpty && !(skipsComments && entry[0] == '#')) lines.Add(entry.ToString());
        }
        return lines;
    }

    /// <summary>Hashes lists, as 32 hexadecimal digits. The order of the entries counts.</summary>
    public static string Fingerprint(IEnumerable<(string Name, IEnumerable<string> Entries)> lists)
    {
        var hash = new XxHash128();
        foreach ((string name, IEnumerable<string> entries) in lists)
        {
            hash.Append(Encoding.UTF8.GetBytes(name + "\n"));
            foreach (string entry in entries) hash.Append(Encoding.UTF8.GetBytes("\t" + entry + "\n"));
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
