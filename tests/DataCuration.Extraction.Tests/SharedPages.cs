using System.IO.Compression;
using System.Text;

namespace DataCuration.Extraction.Tests;

/// <summary>Real pages for measuring, which lie in <c>shared/data/extraction</c> beside the repository where somebody has put them; never in it.</summary>
internal static class SharedPages
{
    public const string Missing = "no folder shared/data/extraction beside the repository: the pages are not part of it";

    /// <summary>The folder; null if there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The gzipped pages of a set (<c>aeb</c>, <c>wcxb</c>, <c>structure</c>), in order of their paths.</summary>
    public static IEnumerable<(string Name, byte[] Utf8)> Read(string set)
    {
        string folder = Path.Combine(Folder!, set);
        foreach (string path in Directory.EnumerateFiles(folder, "*.html.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            yield return (Path.GetRelativePath(folder, path).Replace('\\', '/'), ReadPage(path));
    }

    /// <summary>A page as valid UTF-8: what is not UTF-8 is taken for Latin-1, which is near enough for comparing two parsers.</summary>
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
