using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace DataCuration.PeerVectors;

/// <summary>A folder of golden values: files of JSON, as they are or in gzip.</summary>
/// <param name="path">The folder.</param>
public sealed class VectorFolder(string path) : IDisposable
{
    private readonly Dictionary<string, JsonDocument> open = new(StringComparer.Ordinal);
    private Dictionary<string, string>? documents;

    /// <summary>The kinds of files in the folder, in ordinal order.</summary>
    public IReadOnlyList<string> Kinds { get; } = [.. Directory.EnumerateFiles(path).Select(Path.GetFileName).OfType<string>()
        .Where(name => name.EndsWith(".json", StringComparison.Ordinal) || name.EndsWith(".json.gz", StringComparison.Ordinal))
        .Select(name => name[..name.IndexOf(".json", StringComparison.Ordinal)]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>
    /// The texts that several files refer to by id (<c>documents.json</c>). A document that is given as repeated pieces is put together.
    /// </summary>
    public IReadOnlyDictionary<string, string> Documents => documents ??= ReadDocuments();

    /// <summary>Opens a file.</summary>
    /// <param name="kind">The file's name without endings.</param>
    /// <returns>Its content, until this folder is disposed.</returns>
    /// <exception cref="FileNotFoundException">The folder has no such file.</exception>
    public JsonElement Open(string kind)
    {
        if (!open.TryGetValue(kind, out JsonDocument? document)) open.Add(kind, document = Read(kind));
        return document.RootElement;
    }

    /// <summary>Finds the folder of a set of vectors beside the repository.</summary>
    /// <param name="set">The set, such as <c>peers</c>.</param>
    /// <returns>The folder; null if it is absent.</returns>
    public static string? Find(string set)
    {
        for (string? at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            if (!File.Exists(Path.Combine(at, "DataCuration.sln"))) continue;
            string folder = Path.GetFullPath(Path.Combine(at, "..", "shared", "vectors", set, "public"));
            return Directory.Exists(folder) ? folder : null;
        }
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (JsonDocument document in open.Values) document.Dispose();
        open.Clear();
    }

    private JsonDocument Read(string kind)
    {
        string plain = Path.Combine(path, kind + ".json");
        if (File.Exists(plain))
        {
            using FileStream file = File.OpenRead(plain);
            return JsonDocument.Parse(file);
        }
        using var gzip = new GZipStream(File.OpenRead(plain + ".gz"), CompressionMode.Decompress);
        return JsonDocument.Parse(gzip);
    }

    private Dictionary<string, string> ReadDocuments()
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonElement document in Open("documents").GetProperty("documents").EnumerateArray())
        {
            string id = document.GetProperty("id").GetString()!;
            if (document.TryGetProperty("text", out JsonElement text)) texts.Add(id, text.GetString()!);
            else texts.Add(id, Repeat(document.GetProperty("repeat")));
        }
        return texts;
    }

    private static string Repeat(JsonElement pieces)
    {
        var text = new StringBuilder();
        foreach (JsonElement piece in pieces.EnumerateArray())
        {
            string part = piece[0].GetString()!;
            for (int i = piece[1].GetInt32(); i > 0; i--) text.Append(part);
        }
        return text.ToString();
    }
}
