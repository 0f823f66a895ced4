using System.Text.Json;

namespace DataCuration;

/// <summary>Writes and reads <see cref="DropReport"/> as JSON.</summary>
internal static class DropReportJson
{
    private const int FormatVersion = 1;

    public static byte[] Write(DropReport report) => VersionedJson.Write(FormatVersion, json =>
    {
        json.WriteNumber("kept_documents", report.KeptDocuments);
        json.WriteNumber("kept_bytes", report.KeptBytes);
        if (report.InputDocuments is { } documents) json.WriteNumber("input_documents", documents);
        if (report.InputBytes is { } bytes) json.WriteNumber("input_bytes", bytes);
        json.WriteStartArray("reasons");
        foreach (DropReason reason in report.Reasons) Write(json, reason);
        json.WriteEndArray();
    });

    public static DropReport Read(ReadOnlyMemory<byte> utf8, string name) => VersionedJson.Read(utf8, name, "report of drops", FormatVersion,
        static root => new DropReport
        {
            KeptDocuments = root.GetProperty("kept_documents").GetInt64(),
            KeptBytes = root.GetProperty("kept_bytes").GetInt64(),
            InputDocuments = root.TryGetProperty("input_documents", out JsonElement documents) ? documents.GetInt64() : null,
            InputBytes = root.TryGetProperty("input_bytes", out JsonElement bytes) ? bytes.GetInt64() : null,
            Reasons = [.. root.GetProperty("reasons").EnumerateArray().Select(ReadReason)],
        });

    private static void Write(Utf8JsonWriter json, DropReason reason)
    {
        json.WriteStartObject();
        json.WriteString("stage", reason.Stage);
        json.WriteString("reason", reason.Reason);
        json.WriteNumber("documents", reason.Documents);
        json.WriteNumber("bytes", reason.Bytes);
        json.WriteStartArray("examples");
        foreach (DropExample example in reason.Examples)
        {
            json.WriteStartObject();
            json.WriteString("id", example.Id);
            json.WriteString("excerpt", example.Excerpt);
            json.WriteNumber("bytes", example.Bytes);
            if (example.Measure is { } measure) json.WriteString("measure", measure);
            if (example.Value is { } value) json.WriteNumber("value", value);
            if (example.Limit is { } limit) json.WriteNumber("limit", limit);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static DropReason ReadReason(JsonElement reason) => new()
    {
        Stage = reason.GetProperty("stage").GetString()!,
        Reason = reason.GetProperty("reason").GetString()!,
        Documents = reason.GetProperty("documents").GetInt64(),
        Bytes = reason.GetProperty("bytes").GetInt64(),
        Examples = [.. reason.GetProperty("examples").EnumerateArray().Select(static example => new DropExample
        {
            Id = example.GetProperty("id").GetString()!,
            Excerpt = example.GetProperty("excerpt").GetString()!,
            Bytes = example.GetProperty("bytes").GetInt64(),
            Measure = example.TryGetProperty("measure", out JsonElement measure) ? measure.GetString() : null,
            Value = example.TryGetProperty("value", out JsonElement value) ? value.GetDouble() : null,
            Limit = example.TryGetProperty("limit", out JsonElement limit) ? limit.GetDouble() : null,
        })],
    };
}
