using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DataCuration.Mixing;

/// <summary>The file format of plans. Reading is strict: a misspelled member is an error, not a default.</summary>
internal static class MixturePlanJson
{
    private const int FormatVersion = 1;
    private const string Format = "format", Phases = "phases", Until = "until", Shares = "shares";

    private static readonly JsonWriterOptions WriterOptions = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions ReaderOptions = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public static byte[] Write(MixturePlan plan)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            json.WriteStartObject();
            json.WriteNumber(Format, FormatVersion);
            json.WriteStartArray(Phases);
            foreach (MixturePlanPhase phase in plan.Phases)
            {
                json.WriteStartObject();
                json.WriteNumber(Until, phase.Until);
                json.WriteStartObject(Shares);
                foreach (string source in plan.Sources) json.WriteNumber(source, phase.Shares[source]);
                json.WriteEndObject();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    public static MixturePlan Read(byte[] content, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content, ReaderOptions);
            JsonElement root = document.RootElement;
            StrictMembers.Check(root, "the plan", Format, Phases);
            if (root.GetProperty(Format).GetInt32() is var version and not FormatVersion)
                throw new FormatException(FormattableString.Invariant($"the format is {version}; this version of the library reads {FormatVersion}."));
            return new MixturePlan([.. root.GetProperty(Phases).EnumerateArray().Select(ReadPhase)]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}' is not a mixture plan: {e.Message}", e);
        }
    }

    private static MixturePlanPhase ReadPhase(JsonElement phase, int number)
    {
        StrictMembers.Check(phase, FormattableString.Invariant($"phase {number}"), Until, Shares);
        var shares = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (JsonProperty share in phase.GetProperty(Shares).EnumerateObject()) shares.Add(share.Name, share.Value.GetDouble());
        return new() { Until = phase.GetProperty(Until).GetDouble(), Shares = shares };
    }
}
