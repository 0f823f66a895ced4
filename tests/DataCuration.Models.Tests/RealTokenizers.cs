using System.IO.Compression;

namespace DataCuration.Models.Tests;

/// <summary>Real <c>tokenizer.json</c> files beside the repository.</summary>
internal static class RealTokenizers
{
    /// <summary>Unpacks a file into a folder, or skips the test if there is no such file.</summary>
    public static string Unpack(string name, string folder)
    {
        string? packed = Find(Path.Combine("shared", "data", "tokenizers", name + ".tokenizer.json.gz"));
        Assert.SkipWhen(packed is null, "There is no folder 'shared/data/tokenizers' beside the repository.");
        string path = Path.Combine(folder, "tokenizer.json");
        using var from = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress);
        using FileStream to = File.Create(path);
        from.CopyTo(to);
        return path;
    }

    private static string? Find(string path)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, path))) return Path.Combine(at.FullName, path);
        return null;
    }
}
