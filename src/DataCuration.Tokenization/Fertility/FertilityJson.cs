using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DataCuration.Tokenization;

/// <summary>Writes and reads <see cref="FertilityReport"/> as JSON.</summary>
internal static class FertilityJson
{
    private const int FormatVersion = 1;

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(FertilityReport report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", FormatVersion);
            json.WriteStartArray("rows");
            foreach (TokenFertility row in report.Rows) Write(json, row);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    public static FertilityReport Read(ReadOnlyMemory<byte> utf8, string name)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            JsonElement root = document.RootElement;
            if (root.GetProperty("format").GetInt32() is var format && format != FormatVersion)
                throw new InvalidDataException($"{name}: the format of the report of fertility is {format}, this version reads {FormatVersion}.");
            return new FertilityReport { Rows = [.. root.GetProperty("rows").EnumerateArray().Select(Read)] };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{name} is not a report of fertility: {e.Message}", e);
        }
    }

    private static TokenFertility Read(JsonElement row) => new()
    {
        Tokenizer = row.GetProperty("tokenizer").GetString()!,
        Group = row.GetProperty("group").GetString()!,
        Documents = row.GetProperty("documents").GetInt64(),
        Bytes = row.GetProperty("bytes").GetInt64(),
        Characters = row.GetProperty("characters").GetInt64(),
        Words = row.GetProperty("words").GetInt64(),
        Tokens = row.GetProperty("tokens").GetInt64(),
        WordTokens = Optional(row.GetProperty("word_tokens")),
        WholeWords = Optional(row.GetProperty("whole_words")),
        FallbackTokens = Optional(row.GetProperty("fallback_tokens")),
    };

    private static long? Optional(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetInt64();

    private static void Write(Utf8JsonWriter json, TokenFertility row)
    {
        json.WriteStartObject();
        json.WriteString("tokenizer", row.Tokenizer);
        json.WriteString("group", row.Group);
        json.WriteNumber("documents", row.Documents);
        json.WriteNumber("bytes", row.Bytes);
        json.WriteNumber("characters", row.Characters);
        json.WriteNumber("words", row.Words);
        json.WriteNumber("tokens", row.Tokens);
        Write(json, "word_tokens", row.WordTokens);
        Write(json, "whole_words", row.WholeWords);
        Write(json, "fallback_tokens", row.FallbackTokens);
        Write(json, "tokens_per_word", row.TokensPerWord);
        Write(json, "tokens_in_word", row.TokensInWord);
        Write(json, "bytes_per_token", row.BytesPerToken);
        Write(json, "characters_per_token", row.CharactersPerToken);
        Write(json, "whole_word_share", row.WholeWordShare);
        Write(json, "fallback_share", row.FallbackShare);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    private static void Write(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsNaN(value)) json.WriteNull(name);
        else json.WriteNumber(name, value);
    }
}
