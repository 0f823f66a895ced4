using System.Text.Json;

namespace DataCuration.Tokenization;

/// <summary>Writes and reads <see cref="FertilityReport"/> as JSON.</summary>
internal static class FertilityJson
{
    private const int FormatVersion = 1;

    public static byte[] Write(FertilityReport report) => VersionedJson.Write(FormatVersion, json =>
    {
        json.WriteStartArray("rows");
        foreach (TokenFertility row in report.Rows) Write(json, row);
        json.WriteEndArray();
    });

    public static FertilityReport Read(ReadOnlyMemory<byte> utf8, string name) => VersionedJson.Read(utf8, name, "report of fertility", FormatVersion,
        static root => new FertilityReport { Rows = [.. root.GetProperty("rows").EnumerateArray().Select(Read)] });

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
