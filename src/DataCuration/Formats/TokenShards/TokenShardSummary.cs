using System.Text.Json;

namespace DataCuration;

/// <summary>
/// The description of a file's tokens: the side file <c>part-00042.tokens.json</c>. Each file has its own, so that no two workers write the same one.
/// </summary>
internal sealed record TokenShardSummary(int VocabularySize, int EndOfDocument, bool EndsDocuments, long Documents, long Tokens, string Encoder, bool HasMask)
{
    private const int Version = 1;

    public void Write(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteNumber("version"u8, Version);
        json.WriteNumber("vocabulary_size"u8, VocabularySize);
        json.WriteNumber("end_of_document"u8, EndOfDocument);
        json.WriteBoolean("ends_documents"u8, EndsDocuments);
        json.WriteNumber("documents"u8, Documents);
        json.WriteNumber("tokens"u8, Tokens);
        json.WriteString("encoder"u8, Encoder);
        if (HasMask) json.WriteBoolean("mask"u8, true);
        json.WriteEndObject();
    }

    public static TokenShardSummary Read(IFileStore files, string path)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(files.ReadAllBytes(path));
            JsonElement root = json.RootElement;
            int version = root.GetProperty("version"u8).GetInt32();
            if (version != Version) throw new InvalidDataException($"'{path}' has version {version}; only version {Version} is supported.");
            return new(root.GetProperty("vocabulary_size"u8).GetInt32(), root.GetProperty("end_of_document"u8).GetInt32(),
                root.GetProperty("ends_documents"u8).GetBoolean(),
                root.GetProperty("documents"u8).GetInt64(), root.GetProperty("tokens"u8).GetInt64(), root.GetProperty("encoder"u8).GetString()!,
                root.TryGetProperty("mask"u8, out JsonElement mask) && mask.GetBoolean());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is not a summary of a token file: {e.Message}", e);
        }
    }
}
