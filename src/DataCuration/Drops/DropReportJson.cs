using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DataCuration;

/// <summary>Writes and reads <see cref="DropReport"/> as JSON.</summary>
internal static class DropReportJson
{
    private const int FormatVersion = 1;

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(DropReport report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", FormatVersion);
            json.WriteNumber("kept_documents", report.KeptDocuments);
            json.WriteNumber("kept_bytes", report.KeptBytes);
            if (report.InputDocuments is { } documents) json.WriteNumber("input_documents", documents);
            if (report.InputBytes is { } bytes) json.WriteNumber("input_bytes", bytes);
            json.WriteStartArray("reasons");
            foreach (DropReason reason in report.Reasons) Write(json, reason);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    public static DropReport Read(ReadOnlyMemory<byte> utf8, string name)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            JsonElement root = document.RootElement;
            if (root.GetProperty("format").GetInt32() is var format && format != FormatVersion)
                throw new InvalidDataException($"{name}: the format of the report of drops is {format}, this version reads {FormatVersion}.");
            return new()
            {
                KeptDocuments = root.GetProperty("kept_documents").GetInt64(),
                KeptBytes = root.GetProperty("kept_bytes").GetInt64(),
                InputDocuments = root.TryGetProperty("input_documents", out JsonElement documents) ? documents.GetInt64() : null,
                InputBytes = root.TryGetProperty("input_bytes", out JsonElement bytes) ? bytes.GetInt64() : null,
                Reasons = [.. root.GetProperty("reasons").EnumerateArray().Select(ReadReason)],
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{name} is not a report of drops: {e.Message}", e);
        }
    }

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
