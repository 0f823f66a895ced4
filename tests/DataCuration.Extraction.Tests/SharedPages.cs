using System.IO.Compression;
using System.Text;

namespace DataCuration.Extraction.Tests;

/// <summary>Real pages for measurements, in <c>shared/data/extraction</c> beside the repository if present. They are never committed.</summary>
internal static class SharedPages
{
    public const string Missing = "no folder shared/data/extraction beside the repository: the pages are not part of it";

    /// <summary>The folder, or null if it does not exist.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>Reads the gzipped pages of a set (<c>aeb</c>, <c>wcxb</c>, <c>structure</c>), ordered by path.</summary>
    public static IEnumerable<(string Name, byte[] Utf8)> Read(string set)
    {
        string folder = Path.Combine(Folder!, set);
        foreach (string path in Directory.EnumerateFiles(folder, "*.html.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            yield return (Path.GetRelativePath(folder, path).Replace('\\', '/'), ReadPage(path));
    }

    /// <summary>Reads a page as valid UTF-8. Other encodings are read as Latin-1, which is good enough for comparing two parsers.</summary>
    public static byte[] ReadPage(string path)
    {
        using var zipped = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zipped.CopyTo(bytes);
        byte[] page = bytes.ToArray();
        if (page.AsSpan().StartsWith(Encoding.UTF8.Preamble)) page = page[3..];
        return System.Text.Unicode.Utf8.IsValid(page) ? page : Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(page));
    }

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "DataCuration.sln"))) continue;
            string data = Path.Combine(folder.Parent?.FullName ?? folder.FullName, "shared", "data", "extraction");
            return Directory.Exists(data) ? data : null;
        }
        return null;
    }
}
