using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DataCuration;

/// <summary>Writes and reads the JSON of a report: an object whose first field is the number of its format.</summary>
internal static class VersionedJson
{
    private const string FormatField = "format";

    private static readonly JsonWriterOptions Options = new() { NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the JSON of an object.</summary>
    /// <param name="format">The number of the format.</param>
    /// <param name="writeFields">Writes the other fields.</param>
    /// <param name="indented">True for a line for each field.</param>
    public static byte[] Write(int format, Action<Utf8JsonWriter> writeFields, bool indented = true)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options with { Indented = indented }))
        {
            json.WriteStartObject();
            json.WriteNumber(FormatField, format);
            writeFields(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads an object.</summary>
    /// <param name="utf8">The JSON.</param>
    /// <param name="name">Where it comes from, for messages.</param>
    /// <param name="kind">What it is, for messages, such as "report of drops".</param>
    /// <param name="format">The number of the format.</param>
    /// <param name="read">Reads the fields.</param>
    /// <exception cref="InvalidDataException">The JSON is no such object, or has another format.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> utf8, string name, string kind, int format, Func<JsonElement, T> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            JsonElement root = document.RootElement;
            if (root.GetProperty(FormatField).GetInt32() is var found && found != format)
                throw new InvalidDataException($"{name}: the format of the {kind} is {found}, this version reads {format}.");
            return read(root);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{name} is not a {kind}: {e.Message}", e);
        }
    }
}
