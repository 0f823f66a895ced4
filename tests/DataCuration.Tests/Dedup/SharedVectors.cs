using System.IO.Compression;
using System.Text.Json;

namespace DataCuration.Tests.Dedup;

/// <summary>Opens the golden values beside the repository.</summary>
internal static class SharedVectors
{
    /// <summary>Reads a gzip file of JSON, or skips the test if it is not there.</summary>
    public static JsonDocument Read(string set, string name)
    {
        string path = Path.Combine("vectors", set, "public", name + ".json.gz");
        for (string? at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            string file = Path.Combine(at, "..", "shared", path);
            if (!File.Exists(Path.Combine(at, "DataCuration.sln")) || !File.Exists(file)) continue;
            using var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            return JsonDocument.Parse(gzip);
        }
        Assert.Skip($"The folder 'shared' beside the repository has no {path}.");
        return null!;
    }
}
