using System.Text;
using System.Text.Json;

namespace DataCuration;

/// <summary>Writes a shard's quarantine, one JSON object per fault, and enforces the fault policy.</summary>
internal sealed class FaultWriter(FaultPolicy policy, string phase, ShardOutput output, Action<string> warn)
{
    private const int MaxWarnings = 5;
    private Stream? stream;

    public long Count { get; private set; }

    public void Add(RecordFault fault)
    {
        string message = $"{fault.Source}, offset {fault.Offset}: {fault.Reason}: {fault.Message}";
        if (policy.IsFail) throw new ShardFailedException($"Phase '{phase}', shard {output.Index}: {message}") { Shard = output.Index };
        Write(message, json =>
        {
            json.WriteString("kind", "record");
            json.WriteString("source", fault.Source);
            json.WriteNumber("offset", fault.Offset);
            json.WriteNumber("length", fault.Length);
            json.WriteString("reason", fault.Reason);
            json.WriteString("message", fault.Message);
            ReadOnlySpan<byte> raw = fault.Raw.Span;
            if (raw.Length > RecordFault.MaxRawBytes) raw = raw[..RecordFault.MaxRawBytes];
            // A damaged record need not be text: what is not valid UTF-8 is kept as base64.
            if (System.Text.Unicode.Utf8.IsValid(raw)) json.WriteString("raw", raw);
            else json.WriteBase64String("raw_base64", raw);
        });
    }

    public void Add(Document document, string stage, Exception exception)
    {
        string message = $"document '{document.Id}' ({document.Origin.Source ?? "memory"}, offset {document.Origin.Offset}): stage {stage}: {exception.GetType().Name}: {exception.Message}";
        if (policy.IsFail) throw new ShardFailedException($"Phase '{phase}', shard {output.Index}: {message}", exception) { Shard = output.Index };
        Write(message, json =>
        {
            json.WriteString("kind", "document");
            json.WriteString("source", document.Origin.Source);
            json.WriteNumber("offset", document.Origin.Offset);
            json.WriteString("stage", stage);
            json.WriteString("error", exception.GetType().FullName);
            json.WriteString("message", exception.Message);
            json.WriteString("id", document.Id);
            json.WriteString("text", document.Utf8Text.Span);
        });
    }

    /// <summary>Fails the shard if too many of its documents are faults.</summary>
    public void Judge(long documents, bool atEnd)
    {
        if (policy.IsFail || Count == 0 || (!atEnd && documents < FaultPolicy.MinimumForRatio) || Count <= policy.MaxRatio * documents) return;
        throw new FaultRatioException(FormattableString.Invariant(
            $"Phase '{phase}', shard {output.Index}: {Count} faults in {documents} documents are more than the {policy.MaxRatio:P2} that the fault policy allows."));
    }

    private void Write(string message, Action<Utf8JsonWriter> fields)
    {
        if (++Count <= MaxWarnings) warn(message);
        stream ??= output.CreateFile(PhaseFolder.QuarantineName(output.Index));
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }
        stream.Write("\n"u8);
    }
}
