using System.IO.Hashing;
using System.Text.Json;

namespace DataCuration.Deduplication;

/// <summary>The header of an index: what it was made with, and the hash of each part. Its own hash is the index's fingerprint.</summary>
/// <param name="Kind">The kind of index.</param>
/// <param name="Options">The options that both sides must share.</param>
/// <param name="Documents">The number of documents with a key or signature.</param>
/// <param name="HasShingles">True if the index holds the shingles of its documents.</param>
/// <param name="Parts">The hash of each part's file.</param>
/// <param name="Fingerprint">The hash of the header.</param>
internal sealed record IndexHeader(string Kind, IReadOnlyList<FingerprintPart> Options, long Documents, bool HasShingles, IReadOnlyList<string> Parts,
    string Fingerprint)
{
    private const int Format = 2;

    /// <summary>Writes a header.</summary>
    public static void Write(Stream stream, string kind, FingerprintWriter recipe, long documents, bool hasShingles, PhaseFiles parts)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("format", Format);
        json.WriteString("kind", kind);
        json.WriteStartObject("options");
        foreach (FingerprintPart part in recipe.Parts) json.WriteString(part.Name, part.Value);
        json.WriteEndObject();
        json.WriteNumber("documents", documents);
        json.WriteBoolean("shingles", hasShingles);
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
            return new(found, [.. root.GetProperty("options").EnumerateObject().Select(part => new FingerprintPart(part.Name, part.Value.GetString()!))],
                root.GetProperty("documents").GetInt64(), root.GetProperty("shingles").GetBoolean(),
                [.. root.GetProperty("parts").EnumerateArray().Select(part => part.GetString()!)], Convert.ToHexStringLower(XxHash128.Hash(bytes)));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is not the header of an index: {e.Message}", e);
        }
    }

    /// <summary>Requires the options of another recipe.</summary>
    /// <exception cref="CurationException">An option differs; the message names it.</exception>
    public void Require(FingerprintWriter recipe, string folder)
    {
        foreach (FingerprintPart part in recipe.Parts)
        {
            string? found = Options.FirstOrDefault(option => option.Name == part.Name).Value;
            if (found != part.Value)
                throw new CurationException($"The index in '{folder}' was made with {part.Name} = {found ?? "(unknown)"}, and this deduplication has "
                    + $"{part.Value}. Both need the same.");
        }
        FingerprintPart other = Options.FirstOrDefault(option => recipe.Parts.All(part => part.Name != option.Name));
        if (other.Name is not null)
            throw new CurationException($"The index in '{folder}' was made with {other.Name} = {other.Value}, which this deduplication does not have.");
    }
}
