using System.IO.Hashing;
using System.Text.Json;

namespace DataCuration.Deduplication;

/// <summary>The header of an index: what it was made with, and the hash of each part. Its own hash is the index's fingerprint.</summary>
/// <param name="Kind">The kind of index.</param>
/// <param name="Recipe">The fingerprint of the options that both sides must share.</param>
/// <param name="Documents">The number of documents with a key or signature.</param>
/// <param name="Parts">The hash of each part's file.</param>
/// <param name="Fingerprint">The hash of the header.</param>
internal sealed record IndexHeader(string Kind, string Recipe, long Documents, IReadOnlyList<string> Parts, string Fingerprint)
{
    private const int Format = 1;

    /// <summary>Writes a header.</summary>
    public static void Write(Stream stream, string kind, string recipe, long documents, PhaseFiles parts)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("format", Format);
        json.WriteString("kind", kind);
        json.WriteString("recipe", recipe);
        json.WriteNumber("documents", documents);
        json.WriteStartArray("parts");
        foreach (ShardReport part in parts.Report.Shards) json.WriteStringValue(string.Join(' ', part.Outputs.Select(file => file.Hash)));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads a header.</summary>
    /// <exception cref="InvalidDataException">The file is not such a header.</exception>
    public static IndexHeader Read(string path, IFileStore files, string kind)
    {
        byte[] bytes = files.ReadAllBytes(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement root = document.RootElement;
            int format = root.GetProperty("format").GetInt32();
            if (format != Format) throw new InvalidDataException($"'{path}' has format {format}; this version reads {Format}.");
            string found = root.GetProperty("kind").GetString()!;
            if (found != kind) throw new InvalidDataException($"'{path}' is an index of kind '{found}', not '{kind}'.");
            return new(found, root.GetProperty("recipe").GetString()!, root.GetProperty("documents").GetInt64(),
                [.. root.GetProperty("parts").EnumerateArray().Select(part => part.GetString()!)], Convert.ToHexStringLower(XxHash128.Hash(bytes)));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is not the header of an index: {e.Message}", e);
        }
    }
}
